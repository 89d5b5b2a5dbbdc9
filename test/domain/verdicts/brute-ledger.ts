import type { Backup } from '../../../src/domain/backup.ts';
import type { LedgerInput } from '../../../src/domain/verdicts/ledger.ts';
import { THRESHOLDS, type Thresholds } from '../../../src/domain/verdicts/thresholds.ts';
import type { SlotOutcome } from '../../../src/domain/verdicts/verdict.ts';
import { DAY, promisedMinutes } from '../schedules/brute-force.ts';

/** A slot in a form that compares well. */
export interface PlainSlot {
  at: number;
  type: string;
  ids: string;
  outcome: SlotOutcome;
  runId?: string | undefined;
}

interface OpenSlot {
  at: number;
  type: string;
  ids: string[];
  next: number;
  keptDays: number | undefined;
  run?: Backup;
}

const LIFE = ['unknown', 'scheduled', 'in-progress', 'aborting', 'aborted', 'failed'];
const LATER = ['not-supported', 'completed'];

/**
 * The ledger as its rules say it, by looking at every minute and trying every run for every slot.
 *
 * @see buildLedger which it checks and shares nothing with but the thresholds.
 */
export function ledgerByMinute(input: LedgerInput): PlainSlot[] {
  const t = input.thresholds ?? THRESHOLDS;
  const now = input.now.getTime();
  const asOf = Math.min(now, input.backups.readAt.getTime());
  const runs = plainRuns(input.backups.rows).filter((run) => start(run) <= now + t.maxClockSkewMs);
  const fillers = runs.filter((run) => input.manualIds?.has(run.id) !== true);
  const slots = openSlots(
    input,
    asOf - t.windowMs,
    Math.max(now, asOf + t.maxClockSkewMs) + DAY / 2,
  );

  fill(slots, fillers, t.earlyMs, (slot) => Math.min(t.maxLearntDelayMs, gap(slot) / 2));
  let trusted = slots.flatMap((slot) =>
    slot.run ? [{ slot, delay: Math.max(0, start(slot.run) - slot.at) }] : [],
  );
  const usual = (slot: OpenSlot) =>
    p95(
      trusted
        .filter((other) => other.slot !== slot && other.slot.type === slot.type)
        .map(({ delay }) => delay),
    );
  const tolerance = (slot: OpenSlot) =>
    Math.min(gap(slot) / 2, Math.max(t.minToleranceMs, t.toleranceFactor * usual(slot)));
  trusted = trusted.filter(({ slot, delay }) => delay <= tolerance(slot));
  const tolerances = new Map(slots.map((slot) => [slot, tolerance(slot)]));
  fill(slots, fillers, t.earlyMs, (slot) => tolerances.get(slot) ?? 0);

  return slots
    .flatMap((slot): PlainSlot[] => {
      const delay = Math.max(t.minLateMs, usual(slot));
      const tolerated = tolerances.get(slot) ?? 0;
      const outcome = slot.run
        ? outcomeOfRun(slot.run, slot, runs, input, asOf, t)
        : outcomeOfNothing(slot, runs, input, asOf, { delay, tolerance: tolerated }, t);
      if (outcome === undefined) return [];
      const { at, type, ids } = slot;
      return [{ at, type, ids: ids.toSorted().join(), outcome, runId: slot.run?.id }];
    })
    .toSorted((a, b) => a.at - b.at || a.type.localeCompare(b.type));
}

function plainRuns(rows: readonly Backup[]): Backup[] {
  const best = new Map<string, Backup>();
  const stage = ({ status }: Backup) => [...LIFE, ...LATER].indexOf(status);
  for (const row of rows) {
    const key = `${row.id} ${start(row)}`;
    const known = best.get(key);
    if (row.type !== 'import' && (known === undefined || stage(row) > stage(known))) {
      best.set(key, row);
    }
  }
  return [...best.values()].toSorted((a, b) => start(a) - start(b) || (a.id < b.id ? -1 : 1));
}

/** Slots up to `to`, found minute by minute; the minutes after it only tell what comes next. */
function openSlots({ schedules, zone }: LedgerInput, from: number, to: number): OpenSlot[] {
  const open: OpenSlot[] = [];
  const newest = new Map<string, OpenSlot>();
  const patterns = schedules.map(({ pattern }) => pattern);
  const cycle = patterns.some(({ interval }) => interval === 'weekly') ? 8 * DAY : 2 * DAY;
  for (const { at, bits } of promisedMinutes(patterns, zone, from, to + cycle)) {
    const promising = schedules.filter(
      ({ createdAt, updatedAt }, index) =>
        (bits >> index) & 1 && at >= Number(createdAt ?? 0) && at >= Number(updatedAt ?? 0),
    );
    for (const type of new Set(promising.map((schedule) => schedule.type))) {
      const sharing = promising.filter((schedule) => schedule.type === type);
      const days = sharing.map(({ retentionDays }) => retentionDays);
      const previous = newest.get(type);
      if (previous !== undefined) previous.next = at;
      const slot: OpenSlot = {
        at,
        type,
        ids: sharing.map(({ id }) => id),
        next: Number.POSITIVE_INFINITY,
        keptDays: days.includes(undefined) ? undefined : Math.min(...days.map(Number)),
      };
      newest.set(type, slot);
      if (at <= to) open.push(slot);
    }
  }
  return open;
}

function fill(
  slots: readonly OpenSlot[],
  runs: readonly Backup[],
  early: number,
  late: (slot: OpenSlot) => number,
): void {
  const taken = new Set<Backup>();
  const suits = [
    (run: Backup, slot: OpenSlot) => run.type === slot.type,
    (run: Backup, slot: OpenSlot) => run.type === 'unknown' || slot.type === 'unknown',
  ];
  for (const slot of slots) delete slot.run;
  for (const suit of suits) {
    for (const slot of slots.toSorted((a, b) => a.at - b.at || a.type.localeCompare(b.type))) {
      if (slot.run !== undefined) continue;
      const last = slot.at + late(slot);
      const run = runs.find((candidate) => {
        const time = start(candidate);
        return (
          time >= slot.at - early && time <= last && !taken.has(candidate) && suit(candidate, slot)
        );
      });
      if (run === undefined) continue;
      slot.run = run;
      taken.add(run);
    }
  }
}

function outcomeOfRun(
  run: Backup,
  slot: OpenSlot,
  runs: readonly Backup[],
  { addonStatus = '' }: LedgerInput,
  asOf: number,
  t: Thresholds,
): SlotOutcome {
  if (run.status === 'completed') return 'done';
  if (run.status === 'failed' || run.status === 'not-supported') return 'failed';
  if (run.status === 'aborted' || run.status === 'unknown') return run.status;
  if (run.status === 'scheduled' && isIdle(addonStatus)) return 'waiting';
  const durations = runs
    .filter((other) => other.status === 'completed' && alike(other.type, slot.type))
    .flatMap((other) => (other.completedAt ? Number(other.completedAt) - start(other) : []))
    .filter((duration) => duration >= 0)
    .toSorted((a, b) => a - b);
  const low = durations[Math.floor((durations.length - 1) / 2)] ?? 0;
  const high = durations[Math.ceil((durations.length - 1) / 2)] ?? 0;
  const limit = Math.max(t.minStuckMs, (t.stuckFactor * (low + high)) / 2);
  return asOf - start(run) > limit || asOf >= slot.next ? 'stuck' : 'running';
}

function outcomeOfNothing(
  { at, type, keptDays }: OpenSlot,
  runs: readonly Backup[],
  { backups, addonStatus = '', now }: LedgerInput,
  asOf: number,
  { delay, tolerance }: { delay: number; tolerance: number },
  t: Thresholds,
): SlotOutcome | undefined {
  const due = at + Math.min(delay, tolerance);
  if (due > asOf) {
    const isOld = now.getTime() - asOf > t.readingGoodForMs;
    return isOld && due <= now.getTime() ? 'unknown' : undefined;
  }
  if (keptDays !== undefined && at + keptDays * DAY - t.retentionMarginMs <= asOf) return undefined;
  if (isIdle(addonStatus)) {
    const started = runs
      .filter((run) => run.status !== 'scheduled' && alike(run.type, type))
      .map(start);
    const excuse = addonStatus === 'paused' ? 0 : asOf - t.briefIdleMs;
    if (at > Math.max(excuse, ...started)) return undefined;
  }
  const first = at - t.earlyMs;
  const oldest = Math.min(...backups.rows.map(start));
  if (backups.reach !== 'end' && first <= oldest) return 'unknown';
  if (backups.unreadable.some(({ notAfter }) => first <= Number(notAfter ?? 1 / 0))) {
    return 'unknown';
  }
  const oldestAlike = Math.min(...runs.filter((run) => alike(run.type, type)).map(start));
  if (keptDays === undefined && at < asOf - t.minRetentionMs && at < oldestAlike) return 'unknown';
  return asOf > at + tolerance ? 'missed' : 'late';
}

function isIdle(status: string): boolean {
  return ['paused', 'scaling', 'upgrading'].includes(status);
}

function alike(a: string, b: string): boolean {
  return a === b || a === 'unknown' || b === 'unknown';
}

function start(run: Backup): number {
  return run.createdAt.getTime();
}

function gap(slot: OpenSlot): number {
  return slot.next - slot.at;
}

/** Ninety-five per cent of the way through the sorted values, between neighbours if need be. */
function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (sorted.length - 1) * 0.95;
  const low = sorted[Math.floor(rank)] ?? 0;
  const high = sorted[Math.ceil(rank)] ?? 0;
  return low + (high - low) * (rank - Math.floor(rank));
}
