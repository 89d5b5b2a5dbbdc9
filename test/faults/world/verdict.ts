import type { ShownMessage } from '../../../sandbox/slack.ts';
import type { StoredDelivery } from './deliveries.ts';

/** What stands in the channels in the end, beside what should. */
export interface Verdict {
  /** Messages that should be there: each digest and each reply to it. */
  slots: number;
  doubled: number;
  lost: number;
  /** What is wrong, in sentences; empty when nothing is. */
  problems: string[];
}

type Delivery = Omit<StoredDelivery, 'date'>;
type Message = Pick<ShownMessage, 'channel' | 'ts' | 'threadTs' | 'text'>;

/**
 * Compares the channels with what was to be delivered to them.
 *
 * @param messages all that the bots have left in the workspace, wherever that is.
 * @param leastReplies replies that each digest has at least, whatever the bots wrote down.
 */
export function judge(
  channels: readonly string[],
  messages: readonly Message[],
  deliveries: readonly Delivery[],
  leastReplies: number,
): Verdict {
  const verdict: Verdict = { slots: 0, doubled: 0, lost: 0, problems: [] };
  for (const channel of channels) {
    const here = messages.filter((message) => message.channel === channel);
    const delivery = deliveries.find((each) => each.channel === channel);
    judgeChannel(verdict, { channel, messages: here, leastReplies }, delivery);
  }
  for (const { channel, text } of messages) {
    if (!channels.includes(channel)) verdict.problems.push(`in ${channel} stands: ${text}`);
  }
  return verdict;
}

function judgeChannel(
  verdict: Verdict,
  {
    channel,
    messages,
    leastReplies,
  }: {
    channel: string;
    messages: readonly Message[];
    leastReplies: number;
  },
  delivery: Delivery | undefined,
): void {
  const say = (problem: string) => verdict.problems.push(`${channel}: ${problem}`);
  const parts = delivery?.timestamps ?? [];
  const mains = messages.filter(({ threadTs }) => threadTs === undefined);
  const replies = messages.filter(({ threadTs }) => threadTs !== undefined);
  const wantedReplies = Math.max(leastReplies, parts.length - 1);
  verdict.slots += 1 + wantedReplies;
  if (delivery?.state !== 'sent') say(`the digest is ${delivery?.state ?? 'not even planned'}`);
  for (const [what, found, wanted] of [
    ['digests', mains.length, 1],
    ['replies', replies.length, wantedReplies],
  ] as const) {
    verdict.doubled += Math.max(0, found - wanted);
    verdict.lost += Math.max(0, wanted - found);
    if (found !== wanted) say(`${found} ${what} instead of ${wanted}`);
  }
  const texts = new Set(replies.map(({ text }) => text));
  if (texts.size < replies.length) say('two replies say the same');
  const strays = replies.filter(({ threadTs }) => threadTs !== mains[0]?.ts);
  if (strays.length > 0) say(`${strays.length} replies stand in another thread`);
  const unknown = parts.filter((ts) => !messages.some((message) => message.ts === ts));
  if (unknown.length > 0) say(`${unknown.length} messages are not where the store says`);
}
