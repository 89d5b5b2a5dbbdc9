import type { AccountAddon, Outcome } from './account.ts';
import { keyOf, type LivingAccount } from './living-account.ts';
import { NEVER, type Run } from './run.ts';

/** A run to put into an addon's history. */
export interface ExtraBackup {
  /** Default `dump`. */
  type?: 'dump' | 'snapshot' | 'import';
  /** How it ends; default `failed`. `in-progress` and `scheduled` last until it is finished by hand. */
  status?: Outcome | 'in-progress' | 'scheduled';
  /** When it begins; default now, or as long ago as it took when it has ended. */
  at?: Date;
  /** How long it took; default 5. */
  minutes?: number;
  bytes?: number;
  name?: string;
}

/** Puts a run into an addon's history and returns its id. */
export function addRun(
  account: LivingAccount,
  addon: AccountAddon,
  extra: ExtraBackup,
  now: Date,
): string {
  const key = keyOf(addon);
  const runs = (account.state.runs[key] ??= []);
  const id = `by-hand-${runs.length + 1}`;
  const status = extra.status ?? 'failed';
  const open = status === 'in-progress' || status === 'scheduled';
  const took = Math.round((extra.minutes ?? 5) * 60_000);
  const createdAt = extra.at?.getTime() ?? now.getTime() - (open ? 0 : took);
  const run: Run = {
    id,
    name: extra.name ?? `by hand ${runs.length + 1}`,
    backupType: extra.type ?? 'dump',
    createdAt,
    startsAt: status === 'scheduled' ? NEVER : createdAt,
    endsAt: open ? NEVER : createdAt + took,
    outcome: open ? 'completed' : status,
    bytes: extra.bytes ?? addon.dump.bytes,
    version: addon.version,
    schedules: [],
  };
  runs.push(run);
  return id;
}

/** Ends a run now, whatever was to become of it. */
export function endRun(
  account: LivingAccount,
  addon: AccountAddon,
  runId: string,
  outcome: Outcome,
  now: Date,
): void {
  const ends = (account.state.ends[keyOf(addon)] ??= {});
  ends[runId] = { at: now.getTime(), outcome };
}
