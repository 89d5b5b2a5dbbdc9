import type { Backup } from '../../../src/domain/backup.ts';
import type { BackupSchedule } from '../../../src/domain/schedules/schedule.ts';
import type { AddonReading } from '../../../src/domain/survey.ts';
import { judge } from '../../../src/domain/verdicts/judge.ts';
import { median } from '../rounds.ts';
import { type Bench, boundRow } from '../row.ts';

const ZONE = 'Europe/Berlin';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = new Date('2026-11-21T09:10:00Z');

/** What judging 400 addons with 300 backups and three schedules each costs. */
export const bench: Bench = {
  run: ({ rounds, addons, backups }) => {
    const readings = Array.from({ length: addons }, (_, index) => buildReading(index, backups));
    const first = judgeAll(readings);
    const later = Array.from({ length: rounds }, () => judgeAll(readings));
    return Promise.resolve([
      boundRow({
        what: `CPU of judging ${addons} addons × ${backups} backups × 3 schedules`,
        value: median(later),
        unit: 'ms',
        below: 100,
        beside: `the first in a process: ${first.toFixed(0)} ms`,
      }),
    ]);
  },
};

function judgeAll(readings: readonly AddonReading[]): number {
  const start = process.cpuUsage();
  for (const reading of readings) judge(reading, NOW, { zone: ZONE });
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

/** Hourly snapshots, nightly and weekly dumps; every tenth addon fails, every tenth misses. */
function buildReading(index: number, backups: number): AddonReading {
  const times = Array.from({ length: 16 }, (_, night) => {
    const start = Date.UTC(2026, 10, 21 - night, 1, 30, 20);
    return { start, type: 'dump' as const };
  });
  const hours = Array.from({ length: backups - times.length }, (_, hour) => ({
    start: Date.UTC(2026, 10, 21, 9, 5, 15) - hour * HOUR_MS,
    type: 'snapshot' as const,
  }));
  const rows = [...times, ...hours]
    .toSorted((a, b) => b.start - a.start)
    .filter(({ start }) => index % 10 !== 1 || start < NOW.getTime() - DAY_MS)
    .map(({ start, type }, row) => buildRun(index, row, start, type));
  return {
    kind: 'read',
    addon: { projectId: 'prod', projectName: 'Prod', addonId: `a${index}`, name: `a${index}` },
    backups: { rows, unreadable: [], reach: 'end', readAt: NOW },
    schedules: { rows: SCHEDULES, unreadable: [], reach: 'end', readAt: NOW },
    readAt: NOW,
  };
}

function buildRun(addon: number, row: number, start: number, type: Backup['type']): Backup {
  const failed = addon % 10 === 0 && row < 3;
  return {
    id: `backup-${addon}-${row}`,
    name: 'backup',
    status: failed ? 'failed' : 'completed',
    rawStatus: failed ? 'failed' : 'completed',
    type,
    createdAt: new Date(start),
    completedAt: new Date(start + 240_000 + row * 10),
    sizeBytes: 1_000_000_000 + row * 1_000,
    destinationIds: row % 2 === 0 ? [] : ['offsite'],
  };
}

const SCHEDULES: BackupSchedule[] = [
  { interval: 'hourly' as const, minutes: [5], hours: [], days: [] },
  { interval: 'daily' as const, minutes: [30], hours: [2], days: [] },
  { interval: 'weekly' as const, minutes: [30], hours: [2], days: [5] },
].map((pattern, index) => ({
  id: `schedule-${index}`,
  type: index === 0 ? 'snapshot' : 'dump',
  pattern,
  retentionDays: 30,
  destinationIds: [],
}));
