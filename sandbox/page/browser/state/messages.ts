import type { WireMessage } from '../../wire.ts';

/** Who says what Slack itself has to say. */
export const SLACKBOT = 'USLACKBOT';

/** The messages after a change, oldest first. */
export function withMessage(
  messages: readonly WireMessage[],
  change: 'posted' | 'updated' | 'deleted',
  message: WireMessage,
): WireMessage[] {
  const others = messages.filter((one) => !isSame(one, message));
  if (change === 'deleted') return others;
  return [...others, message].toSorted((a, b) => Number(a.ts) - Number(b.ts));
}

/** Whether both are one message, at different times. Slackbot counts by a clock of its own. */
function isSame(a: WireMessage, b: WireMessage): boolean {
  return (
    a.ts === b.ts &&
    a.author === b.author &&
    (a.onlyFor === undefined) === (b.onlyFor === undefined)
  );
}

/** Slack's own words, which only one person sees. They stand below all that was there before. */
export function slackbotMessage(
  notice: { channel: string; text: string; at: number },
  me: string,
  before: readonly WireMessage[],
): WireMessage {
  const { channel, text, at } = notice;
  const last = Number(before.at(-1)?.ts ?? 0);
  const ts = Math.max(at / 1000, last + 0.000_001).toFixed(6);
  return { channel, ts, author: SLACKBOT, text, blocks: [], onlyFor: me };
}

/** Messages that stand in the channel itself, not in a thread. */
export function topLevel(messages: readonly WireMessage[]): WireMessage[] {
  return messages.filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts);
}

/** Answers in the thread below a message, oldest first. */
export function repliesTo(messages: readonly WireMessage[], ts: string): WireMessage[] {
  return messages.filter((message) => message.threadTs === ts && message.ts !== ts);
}

/** How many answers a thread has, in words. */
export function replyWords({ length }: readonly WireMessage[]): string {
  return length === 1 ? '1 reply' : `${length} replies`;
}

/** When a message was written, in Unix seconds. */
export function secondsOf({ ts }: WireMessage): number {
  return Math.floor(Number(ts));
}
