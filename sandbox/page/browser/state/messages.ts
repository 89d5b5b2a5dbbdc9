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

/** Whether both are one message, at different times. */
export function isSame(a: WireMessage, b: WireMessage): boolean {
  return a.ts === b.ts && (a.onlyFor === undefined) === (b.onlyFor === undefined);
}

/** Slack's own words, which only one person sees. */
export function slackbotMessage(
  notice: { channel: string; text: string; at: number },
  me: string,
): WireMessage {
  const { channel, text, at } = notice;
  return { channel, ts: (at / 1000).toFixed(6), author: SLACKBOT, text, blocks: [], onlyFor: me };
}

/** Messages that stand in the channel itself, not in a thread. */
export function topLevel(messages: readonly WireMessage[]): WireMessage[] {
  return messages.filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts);
}

/** Answers in the thread below a message, oldest first. */
export function repliesTo(messages: readonly WireMessage[], ts: string): WireMessage[] {
  return messages.filter((message) => message.threadTs === ts && message.ts !== ts);
}

/** When a message was written, in Unix seconds. */
export function secondsOf({ ts }: WireMessage): number {
  return Math.floor(Number(ts));
}
