import { describe, expect, it } from 'vitest';
import { findFollowed } from '../../../src/digest/follow-up/find-followed.ts';
import { runRound } from '../../../src/digest/follow-up/round.ts';
import type { PostAnswer } from '../../../src/domain/digests/posting.ts';
import { judged, surveyOf } from '../../fakes/judged.ts';
import { POSTED, SAID, startFollowing, TURNED, TURNED_SAID } from '../following.ts';

describe('an edit that Slack does not take', () => {
  it.each([
    { code: 'message_not_found', reason: 'The message was deleted' },
    { code: 'edit_window_closed', reason: expect.stringContaining('age') },
    { code: 'cant_update_message', reason: expect.stringContaining('edit') },
    { code: 'restricted_action', reason: expect.stringContaining('workspace') },
  ])('for $code ends the follow-up, and is logged once', async ({ code, reason }) => {
    const { round, finish, seen, channel, logged, delivery, stopped } = await startFollowing();
    channel.updateFates = [{ kind: 'answer', answer: { kind: 'refused', code } }];

    await round({ addons: TURNED });
    expect(await round({ addons: POSTED })).toBeUndefined();
    await finish();

    expect(seen()).toEqual([SAID, 'details']);
    expect(channel.updates).toBe(1);
    expect(logged).toEqual([{ event: 'digest_not_edited', reason }]);
    expect((await delivery())?.state).toBe('sent');
    expect(stopped).toEqual([]);
  });

  it('since the channel is gone stops the digest at once', async () => {
    const { round, channel, stopped, memo } = await startFollowing();
    const answer = { kind: 'refused', code: 'is_inactive' } as const;
    channel.updateFates = [{ kind: 'answer', answer }];

    await round({ addons: TURNED });
    await round({ addons: POSTED });

    const reason = 'The channel is frozen, archived or deleted';
    expect(stopped).toEqual([reason]);
    expect(await memo()).toMatchObject({ ended: reason });
    expect(channel).toMatchObject({ updates: 1, messages: [{}, {}] });
  });

  it('since the channel is gone is made again until somebody could be told', async () => {
    const { round, channel, stopped, memo } = await startFollowing();
    const answer = { kind: 'refused', code: 'is_archived' } as const;
    channel.updateFates = [
      { kind: 'answer', answer },
      { kind: 'answer', answer },
    ];

    await round({ addons: TURNED }, { stopSubscription: () => Promise.resolve(false) });
    expect((await memo())?.ended).toBeUndefined();
    await round({ addons: TURNED });

    expect(stopped).toEqual(['The channel is archived']);
    expect(channel).toMatchObject({ updates: 2, messages: [{}, {}] });
  });

  it('since a person deleted the message brings no reply either', async () => {
    const { round, finish, channel } = await startFollowing();
    channel.messages = [];

    await round({ addons: TURNED });
    await finish();

    expect(channel.messages).toEqual([]);
  });

  it.each<{ name: string; answer: PostAnswer }>([
    { name: 'Slack asks to wait', answer: { kind: 'rate-limited', retryAfterMs: 30_000 } },
    { name: 'the token was refused', answer: { kind: 'refused', code: 'invalid_auth' } },
    { name: 'the answer is lost', answer: { kind: 'no-answer', reason: 'timeout' } },
    { name: 'Slack fails', answer: { kind: 'refused', code: 'fatal_error' } },
    { name: 'there is no connection', answer: { kind: 'not-sent', reason: 'no connection' } },
  ])(
    'because $name is made with the next round, and the reply comes all the same',
    async ({ answer }) => {
      const { round, finish, seen, channel } = await startFollowing();
      channel.updateFates = [{ kind: 'answer', answer }];

      await round({ addons: TURNED });
      await finish();
      expect(seen()).toEqual([SAID, 'details', 'broke: p/billing']);

      await round({ addons: TURNED });
      await finish();
      expect(seen()).toEqual([TURNED_SAID, 'details', 'broke: p/billing']);
    },
  );

  it('is not made once more by a bot that looked before another one ended it', async () => {
    const { followUps, channel, time } = await startFollowing();
    const found = {
      ...followUps,
      survey: () => Promise.resolve(surveyOf(TURNED)),
      judge: () => TURNED,
    };
    const followed = await findFollowed(found);
    channel.messages = [];

    for (let bots = 0; bots < 2; bots += 1) {
      await time.until(runRound(found, followed, new AbortController().signal));
    }

    expect(channel.updates).toBe(1);
  });

  it('leaves nothing behind that readers never saw', async () => {
    const { round, channel, memo } = await startFollowing();
    const before = await memo();
    const answer = { kind: 'rate-limited', retryAfterMs: 30_000 } as const;
    channel.updateFates = [{ kind: 'answer', answer }];

    await round({ addons: [judged('p/orders', 'failed'), judged('p/billing', 'late')] });

    expect(await memo()).toEqual(before);
  });

  it('leaves the digest free for the next bot at once', async () => {
    const { round, storage, ref, channel } = await startFollowing();
    const answer = { kind: 'rate-limited', retryAfterMs: 30_000 } as const;
    channel.updateFates = [{ kind: 'answer', answer }];

    await round({ addons: [judged('p/orders'), judged('p/billing')] });

    expect(await storage.deliveries.claimSent(ref, 'another')).toBeDefined();
  });

  it('is tried in a simpler form where it is the content that Slack refuses', async () => {
    const { round, channel, delivery } = await startFollowing();
    const refused = {
      kind: 'answer',
      answer: { kind: 'refused', code: 'invalid_blocks' },
    } as const;
    channel.updateFates = [refused];

    await round({ addons: [judged('p/orders'), judged('p/billing')] });

    expect(channel.messages[0]).toMatchObject({ text: 'watch, p/orders fixed', blocks: [] });
    expect((await delivery())?.parts[0]).toMatchObject({ blocks: [], ts: channel.messages[0]?.ts });
  });

  it('in any form ends the follow-up', async () => {
    const { round, channel, memo } = await startFollowing();
    const refused = {
      kind: 'answer',
      answer: { kind: 'refused', code: 'invalid_blocks' },
    } as const;
    channel.updateFates = [refused, refused];

    await round({ addons: [judged('p/orders')] });

    expect(await memo()).toMatchObject({ ended: 'Slack answered invalid_blocks' });
  });
});
