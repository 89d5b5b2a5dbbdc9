import type { Clock } from '../../domain/clock.ts';
import { errorFields, type Log } from '../../domain/log.ts';
import type { Attempt } from './connection.ts';
import { toStorageError } from './storage-error.ts';
import { withReason } from './storage-trouble.ts';

/** How long a successful write counts as proof that the next one would succeed too. */
const PROOF_MS = 15_000;

/** What health is judged with. */
export interface HealthDeps {
  /** Writes something small, since a full disk still lets one read. */
  write: () => Promise<void>;
  /** Problems that do not fail a statement yet. */
  problems: () => Promise<readonly string[]>;
  now: Clock;
  log: Log;
}

/** Watches every piece of work and tells whether the store can be relied on. */
export interface HealthWatch {
  attempt: Attempt;
  /** What is wrong, in sentences for the operator; empty when nothing is. Never throws. */
  check: () => Promise<readonly string[]>;
}

/** Creates the watch. After a failure only a write that succeeds makes it green again. */
export function createHealthWatch({ write, problems, now, log }: HealthDeps): HealthWatch {
  let trouble: string | undefined;
  let provenAt: Date | undefined;
  let probing: Promise<void> | undefined;

  async function attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const failure = toStorageError(error);
      if (trouble === undefined) log.error('storage_failed', errorFields(failure));
      trouble = withReason(failure).message;
      throw failure;
    }
  }

  async function probe(): Promise<void> {
    try {
      await attempt(write);
    } catch {
      return; // `attempt` has noted it, and the answer to "are you well?" is not an error.
    }
    if (trouble !== undefined) log.info('storage_recovered');
    trouble = undefined;
    provenAt = now();
  }

  function isProven(): boolean {
    if (trouble !== undefined || provenAt === undefined) return false;
    return Math.abs(now().getTime() - provenAt.getTime()) < PROOF_MS;
  }

  async function check(): Promise<readonly string[]> {
    if (!isProven()) {
      probing ??= probe().finally(() => {
        probing = undefined;
      });
      await probing;
    }
    const others = await problems().catch(() => ['The disk of the store cannot be looked at']);
    return trouble === undefined ? others : [trouble, ...others];
  }

  return { attempt, check };
}
