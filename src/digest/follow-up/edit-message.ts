import type { Delivery, DeliveryPart } from '../../domain/digests/delivery.ts';
import type { UpdateMessage } from '../../domain/digests/posting.ts';
import type { DigestPart } from '../../domain/digests/request.ts';
import { simplify } from '../delivery/parts.ts';
import { classifyUpdate, type UpdateOutcome } from './classify-update.ts';

/** What became of an edit and of its simpler forms; `message` is the form that Slack took. */
export type Edit =
  | { edited: 'yes'; message: DeliveryPart }
  | Exclude<UpdateOutcome, { edited: 'yes' } | { edited: 'content' }>;

/** Edits a digest's message once, in simpler forms where Slack refuses what it holds. */
export async function editMessage(
  update: UpdateMessage,
  { channelId, parts }: Pick<Delivery, 'channelId' | 'parts'>,
  { key, ts = '' }: DeliveryPart,
  written: DigestPart,
): Promise<Edit> {
  let message: DeliveryPart = { ...written, key, ts };
  for (;;) {
    const { text, blocks } = message;
    const request = { channelId, text, blocks, key, part: 0, parts: parts.length, ts };
    const outcome = classifyUpdate(await update(request));
    if (outcome.edited === 'yes') return { edited: 'yes', message };
    if (outcome.edited !== 'content') return outcome;
    const simpler = simplify(message);
    if (simpler === undefined) return { ...outcome, edited: 'never' };
    message = simpler;
  }
}
