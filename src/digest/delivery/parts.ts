import { createHash } from 'node:crypto';
import type { DeliveryPart } from '../../domain/digests/delivery.ts';
import type { DeliveryRef } from '../../domain/digests/delivery-store.ts';
import type { DigestPart } from '../../domain/digests/request.ts';

/**
 * Gives each part its key, by which the message is found again in the channel.
 *
 * Other apps can read it there, so it is a hash and holds no name.
 *
 * @param installation tells bots that share a workspace apart; the same after every restart.
 */
export function keyParts(
  parts: readonly DigestPart[],
  { subscriptionId, localDate }: DeliveryRef,
  installation: string,
): DeliveryPart[] {
  return parts.map((part, index) => ({
    ...part,
    key: hash([installation, subscriptionId, localDate, index]).slice(0, 32),
  }));
}

/**
 * Gives a reply about new breaks its key.
 *
 * @param addresses of the addons that it is about, `project/addon`.
 * @param at when it was decided on: the same addons may break twice in a day.
 */
export function keyReply(
  part: DigestPart,
  { subscriptionId, localDate }: DeliveryRef,
  installation: string,
  { addresses, at }: { addresses: readonly string[]; at: Date },
): DeliveryPart {
  const key = hash([installation, subscriptionId, localDate, addresses, at.getTime()]);
  return { ...part, key: key.slice(0, 32), dueAt: at };
}

/** The same for the same content: proves that what is posted is what was frozen. */
export function hashParts(parts: readonly DeliveryPart[]): string {
  return hash(parts.map(({ key, text, blocks, plainBlocks }) => [key, text, blocks, plainBlocks]));
}

/** The next simpler form of a part that Slack refused: older blocks, then text alone; absent after that. */
export function simplify(part: DeliveryPart): DeliveryPart | undefined {
  if (part.plainBlocks !== undefined) {
    return { ...part, blocks: part.plainBlocks, plainBlocks: undefined };
  }
  return part.blocks.length === 0 ? undefined : { ...part, blocks: [] };
}

/** A part that may be in the channel already, where nobody may look: it says so before all else. */
export function labelRepeat(part: DeliveryPart): DeliveryPart {
  const label = 'Possible repeat: Slack’s answer to the first try was lost.';
  if (part.text.startsWith(label)) return part;
  const withLabel = (blocks: readonly object[]) =>
    blocks.length === 0
      ? blocks
      : [{ type: 'context', elements: [{ type: 'plain_text', text: label }] }, ...blocks];
  return {
    ...part,
    text: `${label} ${part.text}`,
    blocks: withLabel(part.blocks),
    plainBlocks: part.plainBlocks && withLabel(part.plainBlocks),
  };
}

/**
 * A part that comes late though it was written in time: it says so under all else.
 *
 * @param line of mrkdwn.
 */
export function addDueLine(part: DeliveryPart, line: string): DeliveryPart {
  if (part.text.includes(line)) return part;
  const withLine = (blocks: readonly object[]) =>
    blocks.length === 0
      ? blocks
      : [...blocks, { type: 'context', elements: [{ type: 'mrkdwn', text: line }] }];
  return {
    ...part,
    text: `${part.text}\n${line}`,
    blocks: withLine(part.blocks),
    plainBlocks: part.plainBlocks && withLine(part.plainBlocks),
  };
}

function hash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
