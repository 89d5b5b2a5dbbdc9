import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Backup, isFinished } from '../../../src/domain/backup.ts';
import type { Listing } from '../../../src/domain/listing.ts';
import { type JudgeOptions, judge } from '../../../src/domain/verdicts/judge.ts';
import { sortRuns } from '../../../src/domain/verdicts/runs.ts';
import { THRESHOLDS } from '../../../src/domain/verdicts/thresholds.ts';
import {
  VERDICT_WORDS,
  type Verdict,
  type VerdictWord,
} from '../../../src/domain/verdicts/verdict.ts';
import { DAY, HOUR } from '../schedules/brute-force.ts';
import { type History, histories } from './histories.ts';
import { at, nights, reading, run, schedule } from './readings.ts';

const TONIGHT = at('21 Nov 02:30');
const MORNING = at('21 Nov 09:00');
/** How late a run may start is learnt from the rows; where rows are compared it is to stay the same. */
const UNLEARNT = { thresholds: { maxLearntDelayMs: 0 } };
const RUNS = { numRuns: 1_000 };

function judgeHistory(history: History, options: Partial<JudgeOptions> = {}): Verdict {
  const { backups, schedules, now, zone, addonStatus } = history;
  const read = reading(now, [], schedules, { status: addonStatus, backups });
  return judge(read, now, { zone, ...options });
}

/** A copy that goes soon is more than none, though a person should look at the former first. */
function rank(word: VerdictWord): number {
  return VERDICT_WORDS.indexOf(word === 'expiring' ? 'unprotected' : word);
}

function withRows({ backups, ...history }: History, change: Partial<Listing<Backup>>): History {
  return { ...history, backups: { ...backups, ...change } };
}

function middle(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

describe('judge', () => {
  it('gives the same verdict for any order of what was read', () => {
    const shuffled = histories.chain((history) =>
      fc
        .tuple(
          fc.shuffledSubarray([...history.backups.rows], {
            minLength: history.backups.rows.length,
          }),
          fc.shuffledSubarray(history.schedules, { minLength: history.schedules.length }),
        )
        .map(([rows, schedules]) => ({
          history,
          other: { ...withRows(history, { rows }), schedules },
        })),
    );

    fc.assert(
      fc.property(shuffled, ({ history, other }) => {
        expect(judgeHistory(other)).toEqual(judgeHistory(history));
      }),
      RUNS,
    );
  });

  it('is never worse for a new completed backup of the usual size', () => {
    fc.assert(
      fc.property(histories, fc.nat(2), (history, index) => {
        const { rows, readAt } = history.backups;
        const { type } = history.schedules[index % history.schedules.length] ?? { type: 'dump' };
        const past = rows.filter(({ createdAt }) => createdAt < readAt);
        const sizes = sortRuns(past).flatMap((row) =>
          row.status === 'completed' && row.type === type ? (row.sizeBytes ?? []) : [],
        );
        const sizeBytes = middle(sizes.slice(-THRESHOLDS.sizeSamples));
        const added = run({ id: 'new', createdAt: readAt, type, sizeBytes });

        const before = judgeHistory(withRows(history, { rows: past }), UNLEARNT);
        const after = judgeHistory(withRows(history, { rows: [...past, added] }), UNLEARNT);

        expect(rank(after.word), `${before.word} to ${after.word}`).toBeGreaterThanOrEqual(
          rank(before.word),
        );
      }),
      RUNS,
    );
  });

  it('never turns from missed or unknown to fresh when ended runs are taken away', () => {
    const cut = fc.tuple(histories, fc.array(fc.nat(30)), fc.nat(30), fc.boolean());

    fc.assert(
      fc.property(cut, ([history, dropped, kept, breaksOff]) => {
        const rows = history.backups.rows.filter(
          ({ createdAt, status }) => createdAt <= history.now && status !== 'unknown',
        );
        const newestFirst = rows.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
        const less = breaksOff
          ? withRows(history, { rows: newestFirst.slice(0, kept), reach: 'failed' })
          : withRows(history, {
              rows: rows.filter(
                (row, index) => !isFinished(row.status) || !dropped.includes(index),
              ),
            });

        const before = judgeHistory(withRows(history, { rows }), UNLEARNT).word;
        const after = judgeHistory(less, UNLEARNT).word;

        expect(after === 'fresh' ? before : 'not fresh').not.toMatch(/missed|unknown/);
      }),
      RUNS,
    );
  });

  it('says fresh only of what was read well enough', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const unreadable = [{ reason: 'createdAt is not a date' }];

        expect(judgeHistory(withRows(history, { unreadable })).word).not.toBe('fresh');
        expect(judgeHistory(withRows(history, { rows: [], reach: 'failed' })).word).toBe('unknown');
      }),
      { numRuns: 500 },
    );
  });

  it('says fresh only where the newest finished run of every scheduled type is good', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const verdict = judgeHistory(history);
        const finished = history.schedules.map(({ type }) =>
          history.backups.rows
            .filter((row) => row.type !== 'import')
            .filter((row) => [row.type, 'unknown'].includes(type) || row.type === 'unknown')
            .filter(({ status }) =>
              ['completed', 'failed', 'aborted', 'not-supported'].includes(status),
            )
            .toSorted(
              (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || rankOf(a) - rankOf(b),
            )
            .at(-1),
        );

        const bad = finished.filter((row) => row !== undefined && row.status !== 'completed');
        expect(verdict.word === 'fresh' ? bad : []).toEqual([]);
        expect(verdict.word === 'fresh' && verdict.lastGood === undefined).toBe(false);
      }),
      RUNS,
    );
  });

  it('tells how old the last good copy is, against the interval and in milliseconds', () => {
    const verdict = judge(reading(MORNING, nights('dff', TONIGHT)), MORNING, { zone: 'UTC' });

    expect(verdict.lastGood?.createdAt).toEqual(at('19 Nov 02:30:20'));
    expect(verdict.lastGoodAgeMs).toBe(MORNING.getTime() - at('19 Nov 02:30:20').getTime());
    expect(verdict.ageRatio).toBeCloseTo(2.27, 2);
    expect(verdict.streak).toBe(2);
    expect(verdict.nextSlot).toEqual(at('22 Nov 02:30'));
  });

  it('takes the age ratio of the type that is worst off', () => {
    const hourly = schedule({
      id: 'hourly',
      type: 'snapshot',
      pattern: { interval: 'hourly', minutes: [0], hours: [], days: [] },
    });
    const rows = [
      ...nights('d..', TONIGHT),
      run({ createdAt: at('21 Nov 08:00'), type: 'snapshot' }),
    ];

    const verdict = judge(reading(MORNING, rows, [schedule(), hourly]), MORNING, { zone: 'UTC' });

    expect(verdict.lastGood?.type).toBe('snapshot');
    expect(verdict.ageRatio).toBeCloseTo(2.27, 2);
  });

  it('sees no age below zero where clocks differ', () => {
    const rows = [run({ createdAt: at('21 Nov 09:03') })];

    const verdict = judge(reading(MORNING, rows, []), MORNING, { zone: 'UTC' });

    expect(verdict).toMatchObject({ word: 'fresh', lastGoodAgeMs: 0 });
    expect(verdict.reason).toMatch(/^last good just now/);
  });

  it('believes no date far in the future', () => {
    const rows = [...nights('d', TONIGHT), run({ createdAt: at('24 Dec 12:00') })];

    const verdict = judge(reading(MORNING, rows), MORNING, { zone: 'UTC' });

    expect(verdict.lastGood?.createdAt).toEqual(at('21 Nov 02:30:20'));
    expect(verdict.copies).toEqual([{ destinationId: '', count: 1 }]);
  });

  it('is given however long a history is', () => {
    const rows = Array.from({ length: 200_000 }, (_, nightsAgo) =>
      run({ createdAt: new Date(at('21 Nov 02:30:20').getTime() - nightsAgo * HOUR) }),
    );

    expect(judge(reading(MORNING, rows), MORNING, { zone: 'UTC' }).word).toBe('fresh');
  });

  it('is not late once a run by hand is good', () => {
    const now = at('21 Nov 02:38');
    const rows = [
      ...nights('dddd.', TONIGHT),
      run({ id: 'by-hand', createdAt: at('21 Nov 02:35') }),
    ];
    const late = { zone: 'UTC', manualIds: new Set(['by-hand']) };

    expect(judge(reading(now, rows.slice(0, -1)), now, late).word).toBe('late');
    expect(judge(reading(now, rows), now, late).word).toBe('fresh');
  });

  it('counts as promised what is settled, and as made what succeeded', () => {
    const rows = nights('df.ard', TONIGHT);
    const verdict = judge(
      reading(MORNING, rows, [schedule({ createdAt: at('16 Nov 00:00') })]),
      MORNING,
      { zone: 'UTC' },
    );

    expect(verdict.slots.map(({ outcome }) => outcome)).toEqual([
      'done',
      'failed',
      'missed',
      'aborted',
      'stuck',
      'done',
    ]);
    expect([verdict.promised, verdict.made]).toEqual([6, 2]);
  });

  it('neither promises nor breaks what waits or is not known', () => {
    const rows = nights('d.w', TONIGHT);
    const paused = judge(reading(MORNING, rows, undefined, { status: 'paused' }), MORNING, {
      zone: 'UTC',
    });
    const cut = judge(
      reading(MORNING, nights('dd', TONIGHT), undefined, { backups: { reach: 'enough' } }),
      MORNING,
      { zone: 'UTC' },
    );

    expect([paused.promised, paused.made]).toEqual([12, 1]);
    expect([cut.promised, cut.made]).toEqual([2, 2]);
    expect(paused.nextSlot).toBeUndefined();
  });

  it('counts copies by place', () => {
    const rows = [
      ...nights('dd', TONIGHT),
      run({ id: 'far', createdAt: at('21 Nov 05:00'), destinationIds: ['s3', 's3'] }),
      run({ id: 'both', createdAt: at('21 Nov 06:00'), type: 'snapshot', destinationIds: ['s3'] }),
      run({ id: 'gone', createdAt: at('21 Nov 07:00'), destinationIds: ['s3'] }),
      run({ id: 'bad', createdAt: at('21 Nov 08:00'), status: 'failed' }),
    ];
    const expiries = new Map([['gone', { kind: 'at' as const, at: at('21 Nov 08:30') }]]);

    const { copies } = judge(reading(MORNING, rows, []), MORNING, { zone: 'UTC', expiries });

    expect(copies).toEqual([
      { destinationId: '', count: 3 },
      { destinationId: 's3', count: 2 },
    ]);
  });

  it('lets single thresholds be replaced', () => {
    const rows = nights('d', TONIGHT);
    const read = reading(MORNING, rows, []);

    const strict = { zone: 'UTC', thresholds: { unprotectedAfterMs: 6 * HOUR } };

    expect(judge(read, MORNING, { zone: 'UTC' }).word).toBe('fresh');
    expect(judge(read, MORNING, strict).word).toBe('unprotected');
    expect(THRESHOLDS.unprotectedAfterMs).toBe(7 * DAY);
  });
});

/** Of two runs that started at one moment, the good one counts. */
function rankOf({ status }: Backup): number {
  return status === 'completed' ? 1 : 0;
}
