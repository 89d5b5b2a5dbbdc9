import type { Backup, BackupType } from '../backup.ts';

/** One word per addon, worst first: sorting by this order puts what needs a person on top. */
export const VERDICT_WORDS = [
  'unknown',
  'failed',
  'missed',
  'stuck',
  'late',
  'odd',
  'expiring',
  'unprotected',
  'paused',
  'running',
  'fresh',
] as const;
/** One of {@link VERDICT_WORDS}. */
export type VerdictWord = (typeof VERDICT_WORDS)[number];

/** What became of a slot. `waiting`: the addon does not run. `unknown`: history does not reach it. */
export type SlotOutcome =
  | 'done'
  | 'failed'
  | 'aborted'
  | 'running'
  | 'waiting'
  | 'stuck'
  | 'late'
  | 'missed'
  | 'unknown';

/** One moment at which a schedule promised a backup, and what came of it. */
export interface LedgerSlot {
  at: Date;
  type: BackupType;
  /** Schedules that share this moment and type. */
  scheduleIds: readonly string[];
  /** How long its copy is kept, by the shortest of its schedules; absent when one does not say. */
  keptMs?: number | undefined;
  outcome: SlotOutcome;
  /** The run that filled the slot. */
  backup?: Backup | undefined;
}

/** What is to be said of one addon. */
export interface Verdict {
  word: VerdictWord;
  /** One sentence with numbers, without markup and without full stop. */
  reason: string;
  /** The newest completed backup. */
  lastGood?: Backup | undefined;
  /** Milliseconds since {@link lastGood} started. */
  lastGoodAgeMs?: number | undefined;
  /**
   * Age of the last good copy ÷ the interval at which it should be renewed; where several types are
   * scheduled, of the one that is worst off. Absent without a good copy or a schedule.
   */
  ageRatio?: number | undefined;
  /** Bad finished or missed runs in a row, counted back from now. */
  streak: number;
  /** When the next backup is promised. */
  nextSlot?: Date | undefined;
  /**
   * Slots of the last 14 days of which the outcome is known and final (a stuck one counts), and those
   * among them that a completed backup filled.
   */
  promised: number;
  made: number;
  /** Good copies that still exist, by where they are; an empty `destinationId` is Northflank's own storage. */
  copies: readonly { destinationId: string; count: number }[];
  /** When the last good copy disappears if nothing succeeds; `kept` when never; absent when not known. */
  lastGoodExpiresAt?: Date | 'kept' | undefined;
  /** Something worth a line beside the verdict: "nothing is scheduled". */
  notes: readonly string[];
  /** Slots of the ledger's window, oldest first. */
  slots: readonly LedgerSlot[];
}
