import { assert, integer, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountAddon } from '../../../sandbox/northflank/account.ts';
import { NEVER, type Run, statusOf } from '../../../sandbox/northflank/run.ts';
import { runsOf } from '../../../sandbox/northflank/runs.ts';
import { seededAddons } from '../../../sandbox/northflank/seeded-addons.ts';

const START = Date.parse('2026-10-06T09:00:00Z');
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const everyStart = integer({ min: START - 400 * DAY, max: START + 400 * DAY });
const UNTOUCHED = { runs: [], ends: {} };

function seeded(address: string, start = START): AccountAddon {
  const found = seededAddons(new Date(start)).find(
    (addon) => `${addon.projectId}/${addon.id}` === address,
  );
  if (!found) throw new Error(`no addon ${address}`);
  return found;
}

function runsAt(addon: AccountAddon, now: number, startedAt = START, seed = 1): Run[] {
  return runsOf(addon, { seed, startedAt, now }, UNTOUCHED);
}

function statuses(address: string, now = START): string[] {
  return runsAt(seeded(address), now).map((run) => statusOf(run, now));
}

const finished = (address: string, startedAt: number) =>
  runsAt(seeded(address, startedAt), startedAt, startedAt)
    .map((run) => ({ run, word: statusOf(run, startedAt) }))
    .filter(({ word }) => word !== 'in-progress' && word !== 'scheduled');

describe('runsOf', () => {
  it('gives the same runs for the same seed, start and time, and others for another seed', () => {
    const addon = seeded('shop-prod/billing-db');

    expect(runsAt(addon, START)).toEqual(runsAt(addon, START));
    expect(runsAt(addon, START, START, 2)).not.toEqual(runsAt(addon, START));
  });

  it('never changes the past while the clock moves, whatever the start', () => {
    const addons = seededAddons(new Date(START));
    assert(
      property(
        everyStart,
        integer({ min: -DAY, max: 6 * DAY }),
        integer({ min: 1, max: 2 * DAY }),
        nat(addons.length - 1),
        (startedAt, offset, step, index) => {
          const addon = seededAddons(new Date(startedAt))[index];
          if (!addon) return;
          const before = startedAt + offset;
          const later = new Map(
            runsAt(addon, before + step, startedAt).map((run) => [run.id, run]),
          );
          // Nothing younger than the shortest retention may be missing or different later.
          const young = runsAt(addon, before, startedAt).filter(
            (run) => run.createdAt > before + step - 4 * DAY,
          );
          const old = runsAt(addon, before, startedAt).filter((run) => later.has(run.id));
          expect([...young, ...old].map((run) => later.get(run.id))).toEqual([...young, ...old]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes a run from scheduled over in-progress to completed as the clock moves', () => {
    const addon = seeded('shop-prod/customers-db');
    const slot = Date.parse('2026-10-07T01:15:00Z');
    const seen = Array.from({ length: 10 * 12 }, (_, step) => {
      const now = slot + step * 5000;
      const run = runsAt(addon, now).find(({ createdAt }) => createdAt >= slot);
      return run ? statusOf(run, now) : 'none';
    });

    expect([...new Set(seen)]).toEqual(['none', 'scheduled', 'in-progress', 'completed']);
    expect(seen.filter((word) => word === 'in-progress').length).toBeGreaterThan(30);
  });

  it('makes one run where schedules of one type meet, and two where the types differ', () => {
    const addon = seeded('shop-prod/events-db');
    const sunday = Date.parse('2026-10-04T00:00:00Z');
    const near = (at: number) =>
      runsAt(addon, START).filter((run) => Math.abs(run.createdAt - at) < MINUTE);

    expect(near(sunday).map((run) => run.schedules.length)).toEqual([3]);
    expect(near(sunday + 15 * MINUTE).map((run) => run.backupType)).toEqual(['dump']);
  });

  it('lets sizes of a healthy addon grow slowly', () => {
    const sizes = runsAt(seeded('shop-prod/customers-db'), START).map((run) => run.bytes);
    const [newest = 0, ...older] = sizes;

    expect(newest).toBeGreaterThan(older.at(-1) ?? 0);
    expect(newest).toBeLessThan((older[0] ?? 0) * 1.02);
  });
});

describe('stories at the start', () => {
  it('fails the last three or four finished daily runs of orders-db, and none before', () => {
    assert(
      property(everyStart, (startedAt) => {
        const words = finished('shop-prod/orders-db', startedAt).map(({ word }) => word);
        const streak = words.findIndex((word) => word !== 'failed');

        expect(streak).toBeGreaterThanOrEqual(3);
        expect(streak).toBeLessThanOrEqual(4);
        expect(words.slice(streak)).not.toContain('failed');
      }),
      { numRuns: 50 },
    );
  });

  it('has warehouse running and feature-store hanging for seven hours, whatever the time', () => {
    assert(
      property(everyStart, (startedAt) => {
        for (const [address, least, most] of [
          ['analytics/warehouse', 0.2, 0.3],
          ['analytics/feature-store', 6.99, 8],
        ] as const) {
          const [newest, second] = runsAt(seeded(address, startedAt), startedAt, startedAt);
          expect(newest && statusOf(newest, startedAt)).toBe('in-progress');
          expect(second && statusOf(second, startedAt)).toBe('completed');
          const age = (startedAt - (newest?.createdAt ?? 0)) / 3_600_000;
          expect(age).toBeGreaterThan(least);
          expect(age).toBeLessThan(most);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('leaves clickstream without a run for three days and without a trace after two more', () => {
    const addon = seeded('analytics/clickstream');
    const age = START - (runsAt(addon, START)[0]?.createdAt ?? 0);

    expect(age).toBeGreaterThan(3 * DAY);
    expect(age).toBeLessThan(4 * DAY);
    expect(runsAt(addon, START + 2 * DAY)).toEqual([]);
  });

  it('shrinks the last dump of reports-db by 61 %', () => {
    const [last, previous] = runsAt(seeded('analytics/reports-db'), START);

    expect(Math.round(100 * (1 - (last?.bytes ?? 0) / (previous?.bytes ?? 1)))).toBe(61);
  });

  it('keeps one run waiting while the staging orders-db is paused', () => {
    expect(statuses('shop-staging/orders-db').slice(0, 2)).toEqual(['scheduled', 'completed']);
    expect(statuses('shop-staging/orders-db', START + 3 * DAY)[0]).toBe('scheduled');
    expect(statuses('shop-staging/orders-db', START + 3 * DAY)[1]).toBe('completed');
  });

  it('aborts the last run of catalog', () => {
    expect(statuses('shop-staging/catalog').slice(0, 2)).toEqual(['aborted', 'completed']);
  });

  it('shows an undocumented word for sessions-cache, which becomes completed', () => {
    expect(statuses('shop-prod/sessions-cache')[0]).toBe('verifying');
    expect(statuses('shop-prod/sessions-cache')).toContain('not-supported');
    expect(statuses('shop-prod/sessions-cache', START + 60 * MINUTE)[0]).toBe('completed');
  });

  it('changes the version of customers-db on the way', () => {
    const versions = runsAt(seeded('shop-prod/customers-db'), START).map((run) => run.version);

    expect([...new Set(versions)]).toEqual(['8.4.3', '8.0.36']);
  });

  it('lets the hanging run fail and the next one start', () => {
    const after = START + 18 * 60 * MINUTE;

    expect(statuses('analytics/feature-store', after).slice(0, 2)).toEqual(['completed', 'failed']);
  });
});

describe('statusOf', () => {
  it('says aborting shortly before an aborted run ends', () => {
    const [run] = runsAt(seeded('shop-staging/catalog'), START);

    expect(run && statusOf(run, run.endsAt - 10_000)).toBe('aborting');
    expect(run && statusOf(run, run.endsAt - 30_000)).toBe('in-progress');
    expect(run && statusOf(run, run.endsAt)).toBe('aborted');
  });

  it('says scheduled for as long as a run does not start', () => {
    const [run] = runsAt(seeded('shop-staging/orders-db'), START);

    expect(run?.startsAt).toBe(NEVER);
    expect(run && statusOf(run, START + 10 * DAY)).toBe('scheduled');
  });
});
