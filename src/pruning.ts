import type { Clock } from './domain/clock.ts';
import { errorFields, type Log } from './domain/log.ts';

/** Often enough that a full disk is not our doing. */
const PRUNE_EVERY_MS = 6 * 3_600_000;

/** Removes what is past its retention by a moment. */
type Prune = (now: Date) => Promise<unknown>;

/** Removes what is past its retention, now and every six hours. Returns what ends that. */
export async function startPruning(prune: Prune, now: Clock, log: Log): Promise<() => void> {
  const timer = setInterval(() => void tryToPrune(prune, now, log), PRUNE_EVERY_MS);
  await tryToPrune(prune, now, log);
  return () => clearInterval(timer);
}

/** A store that is away is told of by its own health. */
async function tryToPrune(prune: Prune, now: Clock, log: Log): Promise<void> {
  try {
    await prune(now());
  } catch (error) {
    log.warn('prune_failed', errorFields(error));
  }
}
