const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Every number that a ledger or verdict turns on, in one place; milliseconds unless the name says otherwise. */
export interface Thresholds {
  /** How far back promises are checked: two rounds of a weekly schedule. */
  windowMs: number;
  /** How much before its slot a run may start: rounding and drift within Northflank. */
  earlyMs: number;
  /** Least time that a run may come after its slot before it is missed: queues take minutes. */
  minToleranceMs: number;
  /** Tolerance as a multiple of the usual delay, so that one slow night is no alarm. */
  toleranceFactor: number;
  /** A delay longer than this teaches nothing: more likely a person started that run. */
  maxLearntDelayMs: number;
  /** Nothing is late sooner than this: our clock and Northflank's may differ by minutes. */
  minLateMs: number;
  /** A run dated further into the future than this has no believable date. */
  maxClockSkewMs: number;
  /** A reading this young speaks for now; an older one cannot speak of what was due since. */
  readingGoodForMs: number;
  /** A run is stuck when it takes this many times the median: below, load explains it. */
  stuckFactor: number;
  /** No run is stuck sooner: short runs vary by more than any factor. */
  minStuckMs: number;
  /** How long scaling or upgrading explains that nothing came; both end within hours. */
  briefIdleMs: number;
  /** A copy may vanish this much before its retention says so. */
  retentionMarginMs: number;
  /** Retention where Northflank names none: its shortest, since days are whole. */
  minRetentionMs: number;
  /** Without a schedule, a copy younger than this still protects. */
  unprotectedAfterMs: number;
  /** With a schedule, a copy protects for this many intervals when that is longer. */
  unprotectedIntervals: number;
  /** A last copy that goes within this many intervals leaves room for one failure at most. */
  expiringIntervals: number;
  /** While something is bad, a last copy that goes within this time is told: a weekend has 72 h. */
  expiringWhileBadMs: number;
  /** How many earlier runs a size is compared with: two weeks of a daily schedule. */
  sizeSamples: number;
  /** Fewer runs than this make no "usual". */
  minSizeSamples: number;
  /** A dump below this share of the median is odd: compression and cleanups stay above it. */
  oddShare: number;
  /** How many median absolute deviations away a size must be, so that lively sizes are left alone. */
  oddDeviations: number;
  /** Smaller databases change their size by any factor for good reasons. */
  oddFloorBytes: number;
  /** Snapshots are incremental and vary by nature: only so many times the median is a jump. */
  jumpFactor: number;
}

/** What holds unless options say otherwise. */
export const THRESHOLDS: Thresholds = {
  windowMs: 14 * DAY_MS,
  earlyMs: 2 * MINUTE_MS,
  minToleranceMs: 10 * MINUTE_MS,
  toleranceFactor: 2,
  maxLearntDelayMs: 2 * HOUR_MS,
  minLateMs: 5 * MINUTE_MS,
  maxClockSkewMs: HOUR_MS,
  readingGoodForMs: 15 * MINUTE_MS,
  stuckFactor: 3,
  minStuckMs: 30 * MINUTE_MS,
  briefIdleMs: 6 * HOUR_MS,
  retentionMarginMs: HOUR_MS,
  minRetentionMs: DAY_MS,
  unprotectedAfterMs: 7 * DAY_MS,
  unprotectedIntervals: 2,
  expiringIntervals: 2,
  expiringWhileBadMs: 72 * HOUR_MS,
  sizeSamples: 14,
  minSizeSamples: 5,
  oddShare: 0.6,
  oddDeviations: 4,
  oddFloorBytes: 1_000_000,
  jumpFactor: 10,
};
