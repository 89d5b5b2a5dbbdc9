import { describe, expect, it } from 'vitest';
import { checkChannels } from '../../src/doctor/check-channels.ts';
import type { Subscription } from '../../src/domain/digests/subscription.ts';
import type { ChannelFacts, SlackAnswer } from '../../src/domain/slack-questions.ts';
import { subscription as make } from '../digest/delivering.ts';

function subscription(overrides: Partial<Subscription> = {}): Subscription {
  return make('s1', overrides);
}

const THERE = { name: 'backups', isMember: true, isArchived: false };

async function check(
  subscriptions: readonly Subscription[] | undefined,
  {
    fromEnvironment,
    answer = { kind: 'answer', value: THERE },
  }: { fromEnvironment?: string; answer?: SlackAnswer<ChannelFacts> } = {},
) {
  return await checkChannels(subscriptions, fromEnvironment, {
    channel: () => Promise.resolve(answer),
  });
}

describe('the channels of digests', () => {
  it('are well when the bot is in them', async () => {
    expect(await check([subscription({ channelId: 'C1' })])).toEqual([
      {
        subject: 'Digest channel',
        channelId: 'C1',
        health: 'ok',
        fact: 'the bot is in #backups.',
      },
    ]);
  });

  it.each([
    [{ kind: 'answer', value: { ...THERE, isMember: false } }, 'wrong', 'not in #backups'],
    [{ kind: 'answer', value: { ...THERE, isArchived: true } }, 'wrong', 'archived'],
    [{ kind: 'refused', code: 'channel_not_found' }, 'wrong', 'knows no such channel'],
    [{ kind: 'refused', code: 'missing_scope' }, 'not-known', 'missing_scope'],
    [{ kind: 'silent', reason: 'Slack is busy' }, 'not-known', 'Slack is busy.'],
  ] as const)('after %o are %s, with a way to mend it', async (answer, health, words) => {
    const found = await check([subscription()], { answer });

    expect(found).toMatchObject([{ health, mend: expect.any(String) }]);
    expect(found[0]?.fact).toContain(words);
  });

  it('that the bot stopped posting to are wrong also when it is in them again', async () => {
    const stopped = subscription({ stoppedReason: 'The bot was removed' });

    expect(await check([stopped])).toMatchObject([
      {
        health: 'wrong',
        fact: 'the bot stopped posting there: The bot was removed.',
        mend: expect.stringContaining('/backups digest on'),
      },
    ]);
  });

  it.each([
    { kind: 'answer', value: { ...THERE, isArchived: true } },
    { kind: 'refused', code: 'channel_not_found' },
  ] as const)('where nobody can type any more are led out of this list: %o', async (answer) => {
    const stopped = subscription({ channelId: 'C0GONE0001', stoppedReason: 'It is gone' });
    const way = expect.stringContaining('/backups digest off C0GONE0001 in any other channel');

    expect(await check([stopped], { answer })).toMatchObject([{ mend: way }]);
    const trying = subscription({ channelId: 'C0GONE0001' });
    expect(await check([trying], { answer })).not.toMatchObject([{ mend: way }]);
  });

  it('include the one of the environment once, also before it is stored', async () => {
    const stored = subscription({ channelId: 'C1' });
    const channelsOf = async (known: Subscription[]) =>
      (await check(known, { fromEnvironment: 'C1' })).map(({ channelId }) => channelId);

    expect(await channelsOf([])).toEqual(['C1']);
    expect(await channelsOf([stored])).toEqual(['C1']);
  });

  it('that are switched off are not asked about', async () => {
    expect(await check([subscription({ enabled: false })])).toMatchObject([
      { health: 'ok', fact: 'no channel has a digest yet.' },
    ]);
  });

  it('are not known where they could not be read', async () => {
    expect(await check(undefined)).toMatchObject([{ health: 'not-known' }]);
  });

  it('beyond those that Slack answers for are not known', async () => {
    const many = Array.from({ length: 42 }, (_, n) =>
      subscription({ id: `s${n}`, channelId: `C${n}` }),
    );

    const found = await check(many);

    expect(found).toHaveLength(41);
    expect(found.at(-1)).toMatchObject({
      health: 'not-known',
      fact: expect.stringMatching(/^2 further channels/),
    });
  });
});
