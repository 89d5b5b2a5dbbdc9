import { VERDICT_WORDS, type VerdictWord } from '../verdicts/verdict.ts';
import type { Subscription } from './subscription.ts';

/** Whom to notify. */
export interface Mention {
  id: string;
  kind: 'user' | 'usergroup';
}

/** Whom a subscription wants to have mentioned when these verdicts are told; nobody below its threshold. */
export function mentionFor(
  words: readonly VerdictWord[],
  mention: Subscription['mention'],
): Mention | undefined {
  if (mention === undefined) return undefined;
  const threshold = VERDICT_WORDS.indexOf(mention.from);
  if (!words.some((word) => VERDICT_WORDS.indexOf(word) <= threshold)) return undefined;
  return { id: mention.id, kind: mention.kind };
}
