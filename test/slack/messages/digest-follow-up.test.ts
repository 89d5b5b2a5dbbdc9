import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewBreak } from '../../../src/domain/digests/new-breaks.ts';
import type { Survey } from '../../../src/domain/survey.ts';
import type { JudgedAddon } from '../../../src/domain/verdicts/urgency.ts';
import type { SlackMessage } from '../../../src/slack/block-kit/message.ts';
import { buildDigestMessages } from '../../../src/slack/messages/digest.ts';
import { buildBlindDigest, buildBreakReply } from '../../../src/slack/messages/digest-follow-up.ts';
import { fakeSchedule, hoursAgo, NOW } from '../../fakes/backups.ts';
import { COVERS_ALL, composed } from '../../fakes/composed.ts';
import { anyJudged, judged } from '../../fakes/judged.ts';
import { buttonsOf, wordsOf } from './block-parts.ts';
import { refusals } from './block-rules.ts';

const SEVEN = '<!date^1795244400^{time}|2026-11-21 07:00 UTC>';
const OPTIONS = { postedAt: hoursAgo(2), scheduleZone: 'UTC' };

function newBreak(address: string, fields: Partial<NewBreak> = {}): NewBreak {
  const { reading, verdict } = judged(address, 'failed', {
    verdict: { reason: 'the run of 08:00 UTC failed; last good 25 h ago' },
  });
  return { addon: reading.addon, verdict, schedules: [], failures: [], ...fields };
}

describe('the reply about a new break', () => {
  it('says in one sentence what broke, and leads to its backups', () => {
    const reply = buildBreakReply([newBreak('prod/a')], OPTIONS);

    expect(reply.text).toBe(
      `New since ${SEVEN}: prod/a failed, the run of 08:00 UTC failed; last good 25 h ago.`,
    );
    expect(wordsOf(reply)).toBe(
      `New since ${SEVEN}\n✖ FAILED  *prod / a*\nthe run of 08:00 UTC failed; last good 25 h ago\nlast good 100 MB`,
    );
    expect(buttonsOf(reply)).toMatchObject([{ text: 'Show', value: 'prod/a' }]);
  });

  it('names weekdays in the language of the channel', () => {
    const pattern = { interval: 'weekly' as const, minutes: [30], hours: [2], days: [5] };
    const schedules = [fakeSchedule(pattern)];

    const reply = buildBreakReply([newBreak('prod/a', { schedules })], {
      ...OPTIONS,
      language: 'fr',
    });

    expect(wordsOf(reply)).toContain('sam. 02:30 UTC');
  });

  it('mentions whom the break concerns, once', () => {
    const mention = { id: 'S012', kind: 'usergroup' as const };
    const reply = buildBreakReply(
      [newBreak('prod/a', { mention }), newBreak('prod/b', { mention })],
      OPTIONS,
    );

    expect(reply.text).toMatch(/^<!subteam\^S012> 2 more broke since/);
    expect(wordsOf(reply).match(/<!subteam\^S012>/g)).toHaveLength(1);
  });

  it('gives each of several a line, and counts those that nobody would read', () => {
    const addons = Array.from({ length: 12 }, (_, index) => newBreak(`prod/db-${index}`));
    const [first, ...others] = addons;
    if (first === undefined) throw new Error('no break');
    const reply = buildBreakReply([first, ...others], OPTIONS);

    expect(wordsOf(reply)).toContain(`12 more broke since ${SEVEN}\n✖ FAILED  *prod / db-0*`);
    expect(wordsOf(reply).match(/^✖/gm)).toHaveLength(10);
    expect(wordsOf(reply)).toContain('\nand 2 more');
  });

  it('stays within Slack limits whatever broke', () => {
    fc.assert(
      fc.property(fc.oneof(anyJudged(1), anyJudged(300)), (addons) => {
        const others = addons.map(({ reading, verdict }) =>
          newBreak('prod/a', { addon: reading.addon, verdict }),
        );

        expect(refusals(buildBreakReply([newBreak('prod/b'), ...others], OPTIONS))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a digest of which nothing can be read any more', () => {
  it('says since when and why, and keeps what it said', () => {
    const message = { text: 'Backups on Sat 21 Nov: 1 failed.', blocks: [{ type: 'divider' }] };
    const blind = blindOf(message);

    expect(blind.text).toBe(
      'Cannot tell since <!date^1795251600^{time}|2026-11-21 09:00 UTC> whether this still holds: ' +
        `Northflank refused the token. What follows was read at ${SEVEN}.\n${message.text}`,
    );
    expect(blind.blocks).toHaveLength(2);
    expect(blind.blocks[1]).toEqual({ type: 'divider' });
  });

  it('leads to what is wrong, as a digest does that could read nothing from the start', () => {
    const isDoctor = expect.objectContaining({ text: 'What is wrong?', value: 'doctor' });
    const failure = { kind: 'unauthorized', reason: 'Northflank refused the token' } as const;

    expect(buttonsOf(digestOf([], { failure }))).toContainEqual(isDoctor);
    expect(buttonsOf(blindOf(digestOf([judged('prod/a')])))).toEqual([isDoctor]);
  });

  it('stays within Slack limits whatever it said', () => {
    fc.assert(
      fc.property(anyJudged(200), (addons) => {
        expect(refusals(blindOf(digestOf(addons)))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

function digestOf(addons: readonly JudgedAddon[], fields: Partial<Survey> = {}): SlackMessage {
  const subscription = { ...COVERS_ALL, detail: 'all' as const };
  const content = composed(addons, { subscription }, fields);
  return buildDigestMessages(content, { scheduleZone: 'UTC', nameOf: (id) => id }).main;
}

function blindOf(message: Pick<SlackMessage, 'text'> & { blocks: readonly object[] }) {
  const { text, blocks } = buildBlindDigest(message, {
    since: NOW,
    reason: 'Northflank refused the token',
    readAt: hoursAgo(2),
  });
  return { text, blocks: [...blocks] as SlackMessage['blocks'] };
}
