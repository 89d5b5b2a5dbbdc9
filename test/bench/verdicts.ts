import type { Backup } from '../../src/domain/backup.ts';
import { judge } from '../../src/domain/judge.ts';
import type { BackupSchedule } from '../../src/domain/schedule.ts';
import type { AddonReading } from '../../src/domain/survey.ts';
import type { Bench } from './main.ts';

const ZONE = 'Europe/Berlin';
const ADDONS = 400;
const BACKUPS = 300;
const ROUNDS = 9;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = new Date('2026-11-21T09:10:00Z');

/** What judging 400 addons with 300 backups and three schedules each costs. */
export const bench: Bench = {
  name: 'verdicts',
  run: () => {
    const readings = Array.from({ length: ADDONS }, (_, index) => buildReading(index));
    const before = usedMb();
    const rounds = Array.from({ length: ROUNDS }, () => judgeAll(readings));
    const [first, ...later] = rounds.map(({ ms }) => ms);
    const median = later.toSorted((a, b) => a - b)[Math.floor(later.length / 2)];
    // Only the last round's verdicts are held while memory is read.
    const held = readings.map((reading) => judge(reading, NOW, { zone: ZONE }));
    const heldMb = usedMb() - before;
    return [
      { of: 'addons judged', value: String(held.length) },
      { of: 'backups read', value: String(ADDONS * BACKUPS) },
      { of: 'slots filled', value: String(rounds[0]?.slots) },
      { of: 'processor time, first round', value: `${first?.toFixed(0)} ms` },
      { of: 'processor time, middle of the others', value: `${median?.toFixed(0)} ms` },
      { of: 'memory held by the verdicts', value: `${heldMb.toFixed(0)} MB` },
    ];
  },
};

function judgeAll(readings: readonly AddonReading[]): { ms: number; slots: number } {
  const start = process.cpuUsage();
  let slots = 0;
  for (const reading of readings) slots += judge(reading, NOW, { zone: ZONE }).slots.length;
  const { user, system } = process.cpuUsage(start);
  return { ms: (user + system) / 1000, slots };
}

/** Hourly snapshots, nightly and weekly dumps; every tenth addon fails, every tenth misses. */
function buildReading(index: number): AddonReading {
  const times = Array.from({ length: 16 }, (_, night) => {
    const start = Date.UTC(2026, 10, 21 - night, 1, 30, 20);
    return { start, type: 'dump' as const };
  });
  const hours = Array.from({ length: BACKUPS - times.length }, (_, hour) => ({
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

function usedMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1_000_000;
}
