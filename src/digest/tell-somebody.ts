import type { PostAnswer } from '../domain/digests/posting.ts';
import { classifyPost } from './delivery/classify-post.ts';

/**
 * Tells one of these people, the first who takes a message. What may have arrived is not said twice.
 *
 * @param refused is told Slack's code for each person who takes none.
 * @returns `later` when nobody can be told now, `nobody` when none of them takes a message.
 */
export async function tellSomebody(
  people: Iterable<string>,
  tell: (userId: string) => Promise<PostAnswer>,
  refused: (code: string) => void,
): Promise<'told' | 'later' | 'nobody'> {
  for (const person of people) {
    const answer = await tell(person);
    const outcome = classifyPost(answer);
    if (outcome.sent === 'no' && outcome.help === 'wait') return 'later';
    if (answer.kind !== 'refused') return 'told';
    refused(answer.code);
  }
  return 'nobody';
}
