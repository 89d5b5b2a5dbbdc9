import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backup } from '../../../src/domain/backup.ts';
import type { Listing } from '../../../src/domain/listing.ts';
import type { BackupSchedule } from '../../../src/domain/schedules/schedule.ts';
import { buildLedger, type LedgerInput } from '../../../src/domain/verdicts/ledger.ts';
import { THRESHOLDS } from '../../../src/domain/verdicts/thresholds.ts';
import { changesOf, DAY, HOUR, MINUTE, wallAt } from '../schedules/brute-force.ts';
import { ledgerByMinute, type PlainSlot } from './brute-ledger.ts';
import { histories } from './histories.ts';
import { at, listing, nights, run, schedule } from './readings.ts';

const TONIGHT = at('21 Nov 02:30');
const MORNING = at('21 Nov 09:00');

function plain(input: LedgerInput): PlainSlot[] {
  return buildLedger(input).map((slot) => ({
    at: slot.at.getTime(),
    type: slot.type,
    ids: slot.scheduleIds.join(),
    outcome: slot.outcome,
    runId: slot.backup?.id,
  }));
}

/** A ledger of nightly dumps over the last few days, as `18 done · 19 missed`. */
function ledger(
  rows: readonly Backup[],
  changes: {
    schedules?: BackupSchedule[];
    now?: Date;
    days?: number;
    backups?: Partial<Listing<Backup>>;
    status?: string;
    manualIds?: ReadonlySet<string>;
  } = {},
): string {
  const now = changes.now ?? MORNING;
  const slots = buildLedger({
    schedules: changes.schedules ?? [schedule()],
    backups: listing(rows, now, changes.backups),
    addonStatus: changes.status ?? 'running',
    zone: 'UTC',
    now,
    manualIds: changes.manualIds,
    thresholds: { ...THRESHOLDS, windowMs: (changes.days ?? 3) * DAY },
  });
  return slots.map((slot) => `${slot.at.getUTCDate()} ${slot.outcome}`).join(' · ');
}

const dumps = (marks: string, changes: Partial<Backup> = {}) => nights(marks, TONIGHT, changes);

describe('buildLedger', () => {
  it('tells what came of each slot', () => {
    expect(ledger(dumps('dfa.ndr'), { days: 7 })).toBe(
      '15 done · 16 failed · 17 aborted · 18 missed · 19 failed · 20 done · 21 stuck',
    );
  });

  it.each([
    { early: '02:27:59', outcome: '21 missed' },
    { early: '02:28:00', outcome: '21 done' },
    { early: '02:40:00', outcome: '21 done' },
    { early: '02:40:01', outcome: '21 missed' },
  ])('takes a run that started at $early for the slot of 02:30: $outcome', ({ early, outcome }) => {
    expect(ledger([run({ createdAt: at(`21 Nov ${early}`) })], { days: 1 })).toBe(outcome);
  });

  it('tolerates twice the usual delay', () => {
    const slow = Array.from({ length: 6 }, (_, index) =>
      run({ createdAt: at(`${15 + index} Nov 03:00`) }),
    );
    const late = run({ createdAt: at('21 Nov 03:29') });

    expect(ledger([...slow, late], { days: 7 })).toMatch(/21 done$/);
    expect(ledger([late], { days: 7 })).toMatch(/21 missed$/);
    expect(ledger([...dumps('ddddddddddddd.'), late], { days: 14 })).toMatch(/21 missed$/);
  });

  it('does not judge a run by its own delay, nor others by a stray one', () => {
    const rescue = run({ createdAt: at('20 Nov 03:30') });
    const late = run({ createdAt: at('21 Nov 02:45') });

    expect(ledger([...dumps('dd.d'), rescue], { days: 4 })).toBe(
      '18 done · 19 done · 20 missed · 21 done',
    );
    expect(ledger([...dumps('dd..'), rescue, late], { days: 4 })).toBe(
      '18 done · 19 done · 20 missed · 21 missed',
    );
  });

  it.each([
    { start: '08:05:00', outcome: '21 done · 21 missed' },
    { start: '08:05:01', outcome: '21 missed · 21 missed' },
  ])('tolerates no more than half the gap to the next slot ($start)', ({ start, outcome }) => {
    const often = schedule({
      pattern: { interval: 'hourly', minutes: [0, 10], hours: [], days: [] },
    });
    const rows = [run({ createdAt: at(`21 Nov ${start}`) })];

    expect(ledger(rows, { schedules: [often], days: 1 / 24, now: at('21 Nov 08:30') })).toBe(
      outcome,
    );
  });

  it('leaves a slot out until a run usually has come, then calls it late, then missed', () => {
    const rows = dumps('ddd.');
    const tell = (now: string) => ledger(rows, { now: at(`21 Nov ${now}`), days: 1.1 });

    expect(tell('02:34:59')).toBe('20 done');
    expect(tell('02:35:00')).toBe('20 done · 21 late');
    expect(tell('02:40:00')).toBe('20 done · 21 late');
    expect(tell('02:40:01')).toBe('20 done · 21 missed');
  });

  it('keeps a run for its slot when our clock is minutes behind', () => {
    const rows = dumps('dd');

    expect(ledger(rows, { now: at('21 Nov 02:26'), days: 1 })).toBe('20 done · 21 done');
  });

  it('fills one slot with one run', () => {
    const rows = [
      run({ createdAt: at('21 Nov 02:30:10') }),
      run({ createdAt: at('21 Nov 02:36') }),
    ];

    expect(ledger(rows, { days: 2 })).toBe('20 missed · 21 done');
  });

  it('counts equal moments of one type as one slot, of two types as two', () => {
    const again = schedule({ id: 'another' });
    const snapshots = schedule({ id: 'snapshots', type: 'snapshot' });

    const [slot] = buildLedger({
      schedules: [schedule(), again],
      backups: listing(dumps('d'), MORNING),
      zone: 'UTC',
      now: MORNING,
      thresholds: { ...THRESHOLDS, windowMs: DAY },
    });

    expect(slot?.scheduleIds).toEqual(['another', 'nightly']);
    expect(ledger(dumps('d'), { schedules: [schedule(), again], days: 1 })).toBe('21 done');
    expect(ledger(dumps('d'), { schedules: [schedule(), snapshots], days: 1 })).toBe(
      '21 done · 21 missed',
    );
  });

  it('lets a run of unknown type fill a slot of any, and an import none', () => {
    const snapshots = [schedule({ type: 'snapshot' })];

    expect(ledger(dumps('d', { type: 'unknown' }), { schedules: snapshots, days: 1 })).toBe(
      '21 done',
    );
    expect(ledger(dumps('d', { type: 'import' }), { days: 1 })).toBe('21 missed');
    expect(ledger(dumps('d'), { schedules: snapshots, days: 1 })).toBe('21 missed');
    expect(ledger(dumps('d'), { schedules: [schedule({ type: 'unknown' })], days: 1 })).toBe(
      '21 done',
    );
  });

  it('leaves runs by hand to themselves where they are known', () => {
    const rows = dumps('d', { id: 'by-hand' });

    expect(ledger(rows, { days: 1, manualIds: new Set(['by-hand']) })).toBe('21 missed');
  });

  it.each(['createdAt', 'updatedAt'] as const)('owes nothing before %s of a schedule', (field) => {
    const schedules = [schedule({ [field]: at('20 Nov 12:00') })];

    expect(ledger([], { schedules })).toBe('21 missed');
  });

  it('owes nothing whose copy would be gone by now, and keeps what is there', () => {
    const schedules = [schedule({ retentionDays: 2 })];

    expect(ledger([], { schedules, days: 5 })).toBe('20 missed · 21 missed');
    expect(ledger(dumps('d....'), { schedules, days: 5 })).toBe('17 done · 20 missed · 21 missed');
  });

  it('does not know what may have been there when nobody says how long copies are kept', () => {
    const schedules = [schedule({ retentionDays: undefined })];

    expect(ledger([], { schedules })).toBe('19 unknown · 20 unknown · 21 missed');
    expect(ledger(dumps('d..'), { schedules })).toBe('19 done · 20 missed · 21 missed');
  });

  it('takes no retention of days for one that is not known', () => {
    expect(ledger([], { schedules: [schedule({ retentionDays: 0 })], days: 2 })).toBe(
      '20 unknown · 21 missed',
    );
  });

  it('does not know what lies before the end of the history that was read', () => {
    expect(ledger(dumps('dd.'), { days: 5, backups: { reach: 'enough' } })).toBe(
      '17 unknown · 18 unknown · 19 done · 20 done · 21 missed',
    );
    expect(ledger([], { days: 2, backups: { reach: 'failed' } })).toBe('20 unknown · 21 unknown');
  });

  it('does not know whether an unreadable row filled an empty slot', () => {
    const unreadable = [{ reason: 'no id', notAfter: at('19 Nov 12:00') }];

    expect(ledger(dumps('d.d.'), { days: 4, backups: { unreadable } })).toBe(
      '18 done · 19 unknown · 20 done · 21 missed',
    );
    expect(ledger(dumps('d.'), { days: 2, backups: { unreadable: [{ reason: 'no id' }] } })).toBe(
      '20 done · 21 unknown',
    );
  });

  it('does not know a status that is new', () => {
    const rows = dumps('d', { status: 'unknown', rawStatus: 'verifying' });

    expect(ledger(rows, { days: 1 })).toBe('21 unknown');
  });

  it('does not know what was due after an old reading', () => {
    const backups = { readAt: at('20 Nov 12:00') };

    expect(ledger(dumps('d.'), { days: 1, backups })).toBe('20 done · 21 unknown');
  });

  it('owes nothing since an addon last ran, and lets its backups wait', () => {
    expect(ledger(dumps('.d.w'), { days: 4, status: 'paused' })).toBe(
      '18 missed · 19 done · 21 waiting',
    );
  });

  it('does not excuse days by a change that takes hours', () => {
    expect(ledger(dumps('d..'), { days: 4, status: 'upgrading', now: at('21 Nov 04:00') })).toBe(
      '18 missed · 19 done · 20 missed',
    );
  });

  it('sees an unfinished run stuck after three times the median, after half an hour at least', () => {
    const tell = (now: string, minutes: number) => {
      const took = (day: string) => at(`${day} Nov 02:${30 + minutes}`);
      const rows = ['18', '19', '20'].map((day) =>
        run({ createdAt: at(`${day} Nov 02:30`), completedAt: took(day) }),
      );
      return ledger([...rows, ...dumps('r')], { now: at(`21 Nov ${now}`), days: 1.1 });
    };

    expect(tell('03:00:20', 4)).toBe('20 done · 21 running');
    expect(tell('03:00:21', 4)).toBe('20 done · 21 stuck');
    expect(tell('03:30:20', 20)).toBe('20 done · 21 running');
    expect(tell('03:30:21', 20)).toBe('20 done · 21 stuck');
  });

  it('lists a run that two pages showed once, as it last was', () => {
    const [done] = dumps('d');
    const earlier = run({ createdAt: done?.createdAt ?? TONIGHT, status: 'in-progress' });

    expect(ledger([...dumps('d'), earlier], { days: 2 })).toBe('20 missed · 21 done');
    expect(ledger([earlier, ...dumps('d')], { days: 2 })).toBe('20 missed · 21 done');
  });
});

describe('buildLedger over time', () => {
  it('equals a look at every minute, for any schedules, zone and history', {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(histories, (history) => {
        const [found, expected] = [plain(history), ledgerByMinute(history)];
        // Comparing texts is much faster; only a difference needs to be shown well.
        const equal = JSON.stringify(found) === JSON.stringify(expected);

        expect(equal ? [] : found).toEqual(equal ? [] : expected);
      }),
      { numRuns: 4_000 },
    );
  });

  it('equals it around every change of clocks of 2025–2027 in every zone', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const inputs = zones.flatMap((zone) =>
      changesOf(zone)
        .filter((change) => change >= Date.UTC(2025, 0, 1) && change < Date.UTC(2028, 0, 1))
        .map((change) => aroundChange(zone, change)),
    );

    const wrong = inputs.filter(
      (input) => JSON.stringify(plain(input)) !== JSON.stringify(ledgerByMinute(input)),
    );

    expect(wrong).toEqual([]);
    expect(inputs.length).toBeGreaterThan(500);
  });

  it('fills as many slots as can be filled', () => {
    const thick = schedule({
      pattern: { interval: 'hourly', minutes: [0, 3, 5, 9], hours: [], days: [] },
    });
    const starts = fc.array(fc.integer({ min: 0, max: 3600 }), { maxLength: 12 });

    fc.assert(
      fc.property(starts, (seconds) => {
        const now = at('21 Nov 09:20');
        const rows = seconds.map((second, index) =>
          run({
            id: `b${index}`,
            createdAt: new Date(at('21 Nov 08:00').getTime() + second * 1000),
          }),
        );
        const slots = buildLedger({
          schedules: [thick],
          backups: listing(rows, now),
          zone: 'UTC',
          now,
          thresholds: { ...THRESHOLDS, windowMs: 2 * HOUR, maxLearntDelayMs: 0 },
        });
        const filled = slots.filter(({ backup }) => backup !== undefined).length;

        expect(filled).toBe(
          mostPairs(
            slots.map((slot) => slot.at),
            rows,
          ),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('never misses a slot of the future', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const early = buildLedger(history).filter(
          (slot) =>
            slot.at.getTime() + 30_000 > history.now.getTime() &&
            (slot.outcome === 'missed' || slot.outcome === 'late'),
        );

        expect(early).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

/** Three schedules whose times lie in and around a change, and a run for most of their slots. */
function aroundChange(zone: string, change: number): LedgerInput {
  const local = new Date(wallAt(zone, change - MINUTE));
  const weekday = (local.getUTCDay() + 6) % 7;
  const hours = [-1, 0, 1, 2].map((step) => (local.getUTCHours() + step + 24) % 24);
  const types = ['dump', 'snapshot', 'snapshot'] as const;
  const patterns = [
    { interval: 'daily' as const, minutes: [0, 30], hours, days: [] },
    { interval: 'weekly' as const, minutes: [15], hours, days: [weekday, (weekday + 1) % 7] },
    { interval: 'hourly' as const, minutes: [15, 45], hours: [], days: [] },
  ];
  const now = new Date(change + 9 * HOUR);
  const rows = Array.from({ length: 60 }, (_, index) =>
    run({
      id: `b${index}`,
      type: types[index % 2] ?? 'dump',
      createdAt: new Date(change - 6 * HOUR + index * 15 * MINUTE + (index % 7) * 20_000),
    }),
  );
  return {
    schedules: patterns.map((pattern, index) =>
      schedule({ id: `s${index}`, type: types[index] ?? 'dump', pattern }),
    ),
    backups: listing(rows, now),
    zone,
    now,
    thresholds: { ...THRESHOLDS, windowMs: 2 * DAY },
  };
}

/** The most pairs of a slot and a run within its window, by augmenting paths. */
function mostPairs(slots: readonly Date[], runs: readonly Backup[]): number {
  const slotOfRun = new Map<number, number>();
  const place = (slot: number, tried: Set<number>): boolean =>
    runs.some((candidate, index) => {
      const delay = candidate.createdAt.getTime() - Number(slots[slot]);
      const next = slots[slot + 1] ?? new Date(Number(slots[slot]) + 51 * MINUTE);
      const late = Math.min(10 * MINUTE, (Number(next) - Number(slots[slot])) / 2);
      if (delay < -2 * MINUTE || delay > late || tried.has(index)) return false;
      tried.add(index);
      const other = slotOfRun.get(index);
      if (other !== undefined && !place(other, tried)) return false;
      slotOfRun.set(index, slot);
      return true;
    });
  return slots.filter((_, slot) => place(slot, new Set())).length;
}
