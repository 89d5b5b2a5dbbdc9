import { describe, expect, it } from 'vitest';
import type { Act } from '../../../src/slack/acts/act.ts';
import { createWaitingReplies } from '../../../src/slack/acts/waiting-replies.ts';

function act(): Act {
  return {
    reference: 'abc',
    userId: 'U1',
    reply: () => Promise.resolve(),
    notice: () => Promise.resolve(),
    openView: () => Promise.resolve('V1'),
  };
}

describe('createWaitingReplies', () => {
  it('gives a reply back once', () => {
    const waiting = createWaitingReplies(() => new Date(0));
    const asking = act();
    const ticket = waiting.keep(asking);

    expect(waiting.take(ticket)).toBe(asking.reply);
    expect(waiting.take(ticket)).toBeUndefined();
  });

  it('forgets it when Slack would no longer take it', () => {
    const clock = { at: 0 };
    const waiting = createWaitingReplies(() => new Date(clock.at));
    const ticket = waiting.keep(act());
    clock.at = 30 * 60_000;

    expect(waiting.take(ticket)).toBeUndefined();
  });

  it('keeps a bounded number and drops the oldest', () => {
    const waiting = createWaitingReplies(() => new Date(0));
    const first = waiting.keep(act());
    for (let index = 0; index < 500; index += 1) waiting.keep(act());

    expect(waiting.take(first)).toBeUndefined();
  });
});
