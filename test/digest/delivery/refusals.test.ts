import { describe, expect, it } from 'vitest';
import { createDeliver } from '../../../src/digest/delivery/deliver.ts';
import { DUE, startDelivering, TEXTS } from '../delivering.ts';
import { RUNNING, texts } from './delivery-acts.ts';

describe('a refusal', () => {
  it.each([
    { code: 'not_in_channel', reason: 'The bot is not in the channel' },
    { code: 'is_archived', reason: 'The channel is archived' },
    {
      code: 'restricted_action',
      reason: 'The workspace does not let the bot post in this channel',
    },
  ])('$code ends the digest and stops the subscription with a reason', async ({ code, reason }) => {
    const { channel, finish, delivery, stopped } = await startDelivering();
    channel.fates = [{ kind: 'answer', answer: { kind: 'refused', code } }];

    await finish();

    expect(await delivery()).toMatchObject({ state: 'refused', reason });
    expect(stopped).toEqual([reason]);
    expect(channel.posts).toBe(1);
  });

  it('of the token waits and tries again, however often, without stopping anything', async () => {
    const { channel, finish, delivery, stopped } = await startDelivering();
    channel.fates = Array.from({ length: 6 }, () => ({
      kind: 'answer',
      answer: { kind: 'refused', code: 'token_revoked' },
    }));

    await finish();

    expect(stopped).toEqual([]);
    const [main, ...replies] = TEXTS;
    expect(texts(channel.messages)).toEqual([`${main}\nDue ${DUE.toISOString()}`, ...replies]);
    expect(await delivery()).toMatchObject({ state: 'sent' });
  });

  it('for the hour is obeyed to the second, and costs no look', async () => {
    const { channel, deliver, ref, time, delivery, write } = await startDelivering();
    await write();
    channel.fates = [{ kind: 'answer', answer: { kind: 'rate-limited', retryAfterMs: 3_600_000 } }];

    expect(await time.until(deliver(ref, RUNNING))).toBe('later');

    const retryAt = (await delivery())?.retryAt?.getTime() ?? 0;
    expect(retryAt - time.now().getTime()).toBe(3_600_000);
    time.pass(3_599_999);
    expect(await time.until(deliver(ref, RUNNING))).toBe('later');
    expect(channel.posts).toBe(1);
    time.pass(1);
    expect(await time.until(deliver(ref, RUNNING))).toBe('more');
  });

  it('of blocks is answered by simpler ones, and at last by text alone', async () => {
    const { channel, finish } = await startDelivering(
      {},
      {
        kind: 'parts',
        parts: [
          { text: 'a table', blocks: [{ type: 'data_table' }], plainBlocks: [{ type: 'section' }] },
        ],
      },
    );
    const refusal = {
      kind: 'answer',
      answer: { kind: 'refused', code: 'invalid_blocks' },
    } as const;
    channel.fates = [refusal];

    await finish();

    expect(channel.messages).toMatchObject([{ text: 'a table', blocks: [{ type: 'section' }] }]);
  });

  it('of every form of the message ends the digest, of which one person and the next digest tell', async () => {
    const { channel, finish, delivery, stopped, told, storage } = await startDelivering();
    const refusal = { kind: 'answer', answer: { kind: 'refused', code: 'msg_too_long' } } as const;
    channel.fates = [refusal, refusal, refusal];

    await finish();

    expect(channel.posts).toBe(2);
    expect(await delivery()).toMatchObject({
      state: 'refused',
      reason: 'Slack answered msg_too_long',
    });
    expect(told).toEqual(['Slack answered msg_too_long']);
    expect(await storage.deliveries.missedSince('s1', undefined)).toHaveLength(1);
    expect(stopped).toEqual([]);
  });

  it('of a reply leaves the message as sent, and says what is missing', async () => {
    const { channel, finish, delivery, stopped, told } = await startDelivering();
    const answer = { kind: 'refused', code: 'restricted_action_non_threadable_channel' } as const;
    channel.fates = [{ kind: 'ok' }, { kind: 'answer', answer }];

    await finish();

    expect(texts(channel.messages)).toEqual([TEXTS[0]]);
    expect(await delivery()).toMatchObject({
      state: 'sent',
      reason: 'Its replies are missing: The channel allows no replies',
    });
    expect([...stopped, ...told]).toEqual([]);
  });

  it('of a reply since the channel is gone stops the digest, whose message stays', async () => {
    const { channel, finish, delivery, stopped } = await startDelivering();
    const answer = { kind: 'refused', code: 'is_archived' } as const;
    channel.fates = [{ kind: 'ok' }, { kind: 'answer', answer }];

    await finish();

    expect(stopped).toEqual(['The channel is archived']);
    expect(await delivery()).toMatchObject({ state: 'sent' });
  });

  it.each([
    {
      code: 'not_in_channel',
      posts: 2,
      is: { stopped: ['The bot is not in the channel'], told: [] },
    },
    { code: 'no_text', posts: 3, is: { stopped: [], told: ['Slack answered no_text'] } },
  ])('with $code is met again until somebody could be told of it', async ({ code, posts, is }) => {
    const { channel, finish, delivery, stopped, told, deps, deliver, ref, time, write } =
      await startDelivering();
    await write();
    channel.fates = Array.from({ length: posts }, () => ({
      kind: 'answer',
      answer: { kind: 'refused', code },
    }));

    const unheard = () => Promise.resolve(false);
    const work = createDeliver({ ...deps, stopSubscription: unheard, tellRefused: unheard });
    expect(await time.until(work(ref, RUNNING))).toBe('later');
    expect(await delivery()).toMatchObject({ state: 'sending', reason: expect.any(String) });
    await finish(deliver);

    expect({ stopped, told }).toEqual(is);
    expect(await delivery()).toMatchObject({ state: 'refused' });
    expect(channel.posts).toBe(posts);
  });

  it('of a reply whose message a person deleted ends the digest', async () => {
    const { channel, finish, delivery } = await startDelivering();
    channel.fates = [
      { kind: 'ok' },
      { kind: 'answer', answer: { kind: 'refused', code: 'thread_not_found' } },
    ];

    await finish();

    expect(channel.posts).toBe(2);
    expect(await delivery()).toMatchObject({ state: 'sent' });
  });
});
