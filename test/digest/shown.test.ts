import { describe, expect, it } from 'vitest';
import { shownOf } from '../../src/digest/shown.ts';
import { fakeBackup, hoursAgo } from '../fakes/backups.ts';
import { composed } from '../fakes/composed.ts';
import { project } from '../fakes/directories.ts';
import { judged, unread } from '../fakes/judged.ts';
import { snoozeOf } from '../fakes/snoozes.ts';

const FAILURE = { kind: 'unavailable', reason: 'Northflank is not answering' } as const;
const ADDONS = [judged('prod/a', 'failed'), judged('prod/b')];
const BEFORE = shownOf(composed(ADDONS));

describe('what a reader sees', () => {
  it.each([
    { change: 'a recovery', addons: [judged('prod/a'), judged('prod/b')] },
    { change: 'a new break', addons: [judged('prod/a', 'failed'), judged('prod/b', 'missed')] },
    { change: 'another verdict', addons: [judged('prod/a', 'stuck'), judged('prod/b')] },
    { change: 'a gap', addons: [judged('prod/a', 'failed'), unread('prod/b')] },
    {
      change: 'a copy that expires',
      addons: [judged('prod/a', 'failed'), judged('prod/b', 'expiring')],
    },
    {
      change: 'a schedule that is gone',
      addons: [judged('prod/a', 'failed'), judged('prod/b', 'fresh', { schedules: [] })],
    },
    { change: 'an addon that is gone', addons: [judged('prod/b')] },
  ])('changes with $change', ({ addons }) => {
    expect(shownOf(composed(addons))).not.toBe(BEFORE);
  });

  it('changes with a snooze and with its length', () => {
    const shown = [hoursAgo(-24), hoursAgo(-48)].map((until) =>
      shownOf(composed(ADDONS, { snoozes: [snoozeOf('prod/a', 'failed', { until })] })),
    );

    expect(new Set([BEFORE, ...shown]).size).toBe(3);
  });

  it.each([
    { gap: 'projects', survey: { failure: FAILURE } },
    { gap: 'a project', survey: { unreadProjects: [{ project: project('x'), failure: FAILURE }] } },
    { gap: 'rows', survey: { unreadableRows: 1 } },
    { gap: 'destinations', survey: { destinationsFailure: FAILURE } },
  ])('changes with a gap in $gap', ({ survey }) => {
    expect(shownOf(composed(ADDONS, {}, survey))).not.toBe(BEFORE);
  });

  it('changes with something that failed and was fixed in between', () => {
    const backups = [fakeBackup(1), fakeBackup(2, { status: 'failed' }), fakeBackup(6)];

    expect(
      shownOf(composed([judged('prod/a', 'failed'), judged('prod/b', 'fresh', { backups })])),
    ).not.toBe(BEFORE);
  });

  it.each([
    {
      same: 'ages',
      addons: [
        judged('prod/a', 'failed', { verdict: { lastGoodAgeMs: 1, streak: 9, reason: 'x' } }),
        judged('prod/b'),
      ],
    },
    { same: 'runs under way', addons: [judged('prod/a', 'failed'), judged('prod/b', 'running')] },
    {
      same: 'one more failed run',
      addons: [
        judged('prod/a', 'failed', { backups: [fakeBackup(1, { status: 'failed' })] }),
        judged('prod/b'),
      ],
    },
    { same: 'another order', addons: ADDONS.toReversed() },
  ])('stays the same with $same', ({ addons }) => {
    expect(shownOf(composed(addons))).toBe(BEFORE);
  });

  it('stays the same when a gap has another reason', () => {
    const gap = (reason: string) => shownOf(composed([unread('prod/a', reason), judged('prod/b')]));

    expect(gap('Northflank took too long to answer')).toBe(gap('Northflank is not answering'));
  });

  it('stays the same when only time has passed', () => {
    expect(shownOf(composed(ADDONS, { window: { from: hoursAgo(24), to: hoursAgo(-3) } }))).toBe(
      BEFORE,
    );
  });
});
