import type { Scheduling } from './slots.ts';

/** A span of time in days seen from the moment at which the account was started; negative is before. */
export interface Span {
  from: number;
  /** Absent: for ever. */
  until?: number;
}

/** A project as it is seeded. */
export interface AccountProject {
  id: string;
  name: string;
  description?: string;
}

/** A schedule as it is seeded. */
export interface AccountSchedule {
  id: string;
  backupType: 'dump' | 'snapshot';
  scheduling: Scheduling;
  /** Days. */
  retentionTime: number;
  compressionType?: 'gz' | 'zstd';
  customDestinationId?: string;
  additionalDestinations?: { destinationId: string; retentionTime?: number; type: 'custom' }[];
}

/** How large a healthy run of one kind is and how long it takes, at the start of the account. */
export interface Effort {
  bytes: number;
  minutes: number;
}

/** A run that somebody started by hand. */
export interface ManualRun {
  id: string;
  name: string;
  backupType: 'dump' | 'snapshot' | 'import';
  /** Days seen from the start; negative is before. */
  at: number;
  minutes: number;
  outcome: Outcome;
  bytes?: number;
}

/** How a run ends. */
export type Outcome = 'completed' | 'failed' | 'aborted' | 'not-supported';

/**
 * What is special about an addon's runs.
 *
 * All spans are measured from the start, so that the past stays what it was while the clock moves on.
 */
export interface Story {
  /** Runs that begin in the span end badly. */
  bad?: Span & { outcome: 'failed' | 'aborted' };
  /** Slots in the span start nothing, though the schedule stands. */
  silent?: Span;
  /** The addon does not run: the first slot in the span waits as `scheduled`, later ones start nothing. */
  paused?: Span;
  /** The first run in the span hangs until its end and then fails; nothing else starts meanwhile. */
  stuck?: Required<Span>;
  /** Runs that begin before the start in this span show this word when they are done, until its end. */
  limbo?: Required<Span> & { word: string };
  /** Runs that begin in the span have this share of the size that they would have. */
  shrunk?: Span & { share: number };
  /** The version until the given day. */
  before?: { until: number; version: string };
  /** Share of runs that failed, from long ago up to two days before the start. */
  pastFailures?: number;
  manual?: ManualRun[];
}

/** Forms in which Northflank may spell the same thing; the documentation allows or shows each. */
export interface Spelling {
  /** Default newest first: the order of lists is not documented. */
  order?: 'oldest-first';
  /** Default decimal string. `patchy`: absent, empty or "0" even when completed. */
  size?: 'number' | 'patchy';
  /** `completedAt: null` and `size: ""` on unfinished runs; default is to leave both out. */
  unfinished?: 'null';
  /** Newer documentation only. */
  uid?: true;
  /** Addons made from a template tell no version. */
  templated?: true;
  /** Backup names that try to break whoever shows them. */
  hostileNames?: true;
}

/** An addon as it is seeded. */
export interface AccountAddon {
  projectId: string;
  id: string;
  name: string;
  type: string;
  version: string;
  description?: string;
  tags?: string[];
  /** Share by which a day's data outgrows the day before. */
  growth: number;
  dump: Effort;
  snapshot: Effort;
  schedules: AccountSchedule[];
  story: Story;
  spelling: Spelling;
}

/** How a destination's list spells `expiredBy` of copies that will go. */
export type ExpirySpelling = 'decimal-string' | 'string' | 'number' | 'iso';

/** A destination of the account, with its keys, which are obvious fakes. */
export interface AccountDestination {
  id: string;
  name: string;
  description?: string;
  type: 's3';
  prefix?: string;
  credentials: {
    accessKey: string;
    secretKey: string;
    bucketName: string;
    region: string;
    endpoint: string;
  };
  createdAt: string;
  updatedAt: string;
  /** What the list of destinations shows of it. */
  listed: 'with-id' | 'without-id' | 'name-only' | 'with-secrets';
  expiry: ExpirySpelling;
  /** Default newest first. */
  order?: 'oldest-first';
  /** Copies of addons that are gone: kept for ever, and naming no addon. */
  orphans: number;
}
