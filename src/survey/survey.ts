import type { Directory, DirectoryEntry } from '../domain/addons/directory.ts';
import type { Clock } from '../domain/clock.ts';
import type { ReadFailure } from '../domain/listing.ts';
import type { AddonReading, Survey, SurveyProgress } from '../domain/survey.ts';
import { factsOf } from '../domain/verdicts/reading-facts.ts';
import { toReadFailure } from '../northflank/errors.ts';
import type { CallOptions, Northflank, Priority } from '../northflank/northflank.ts';
import { mapConcurrently } from './concurrency.ts';
import type { Deadline } from './deadline.ts';
import { startDeadline } from './deadline.ts';
import {
  type DestinationReader,
  type ListedDestinations,
  listDestinations,
  readDestinations,
  type WrongGuesses,
} from './destinations.ts';
import { packBackups } from './packed-backups.ts';
import type { ScheduleDeps } from './schedules.ts';
import { readSchedules } from './schedules.ts';

/** Addons read at the same time. */
export const SURVEY_CONCURRENCY = 8;

/** Then what is known is worth more than what is missing. */
const DEADLINE_MS = 5 * 60_000;

/** A day of four runs an hour still fits one page, and page one of a daily schedule reaches months back. */
export const DEFAULT_REACH_MS = 24 * 3_600_000;

/** What a survey is made with. */
export interface SurveyDeps extends ScheduleDeps {
  /** Fresh enough when some seconds old. */
  readDirectory(call: CallOptions): Promise<Directory>;
  listAddonBackups: Northflank['listAddonBackups'];
  listDestinations: Northflank['listDestinations'];
  listDestinationBackups: Northflank['listDestinationBackups'];
  wrongGuesses: WrongGuesses;
  /** Requests sent to Northflank since start, to tell what a survey costs. */
  requestsSent(): number;
  now: Clock;
  concurrency?: number | undefined;
  deadlineMs?: number | undefined;
}

/** What one survey covers and who waits for it. */
export interface SurveyOptions {
  /** Backups are read at least back to this moment. */
  since?: Date | undefined;
  /** Only the addons of this project. */
  projectId?: string | undefined;
  signal?: AbortSignal | undefined;
  priority?: Priority | undefined;
  onProgress?: ((progress: SurveyProgress) => void) | undefined;
}

/**
 * Reads the whole account, or one project of it.
 *
 * Costs one request per addon, project and destination, listed or named by addons alone, and two more
 * while schedules are cached and no window asks for a second page. Whatever cannot be read, or not
 * before the deadline, is in the survey with its reason.
 *
 * @throws the signal's reason once the caller gives up; nothing else.
 */
export async function surveyAccount(
  deps: SurveyDeps,
  options: SurveyOptions = {},
): Promise<Survey> {
  const startedAt = deps.now();
  const sentBefore = deps.requestsSent();
  const deadline = startDeadline(deps.deadlineMs ?? DEADLINE_MS, options.signal);
  const call = { signal: deadline.signal, priority: options.priority };
  const since = options.since ?? new Date(startedAt.getTime() - DEFAULT_REACH_MS);
  try {
    const part = await readPart(deps, options.projectId, deadline, call);
    const reader: Reader = {
      ...deps,
      concurrency: deps.concurrency ?? SURVEY_CONCURRENCY,
      deadline,
      call,
      explain: (error: unknown) => explain(deps, deadline, error),
    };
    const { listed, addons } = await readListAndAddons(reader, part, { ...options, since });
    const destinations = await readDestinations(reader, listed, addons);
    options.signal?.throwIfAborted();
    return {
      ...part,
      addons,
      destinations,
      destinationsFailure: listed.failure,
      startedAt,
      finishedAt: deps.now(),
      requests: deps.requestsSent() - sentBefore,
    };
  } finally {
    deadline.clear();
  }
}

/** What the readers of one survey share. */
type Reader = SurveyDeps & DestinationReader;

/** What of the directory a survey covers. */
type DirectoryPart = Pick<Directory, 'addons' | 'unreadProjects' | 'failure' | 'unreadableRows'>;

async function readPart(
  deps: SurveyDeps,
  projectId: string | undefined,
  deadline: Deadline,
  call: CallOptions,
): Promise<DirectoryPart> {
  try {
    const { addons, unreadProjects, failure, unreadableRows } = await deps.readDirectory(call);
    const isWanted = (id: string) => projectId === undefined || id === projectId;
    return {
      addons: addons.filter((addon) => isWanted(addon.projectId)),
      unreadProjects: unreadProjects.filter(({ project }) => isWanted(project.id)),
      failure,
      unreadableRows,
    };
  } catch (error) {
    const failure = explain(deps, deadline, error);
    return { addons: [], unreadProjects: [], failure, unreadableRows: 0 };
  }
}

/**
 * Reads the addons, and the list of destinations in the place of one more: it need not be waited for.
 *
 * Where not even one addon could be listed, nothing more is asked.
 */
async function readListAndAddons(
  reader: Reader,
  part: DirectoryPart,
  options: SurveyOptions,
): Promise<{ listed: ListedDestinations; addons: AddonReading[] }> {
  const total = part.addons.length;
  if (part.failure !== undefined && total === 0) {
    return { listed: { rows: [], failure: part.failure }, addons: [] };
  }
  let listed: ListedDestinations = { rows: [] };
  const addons: AddonReading[] = [];
  let done = 0;
  options.onProgress?.({ done, total });

  async function readList(): Promise<void> {
    listed = await listDestinations(reader);
  }
  const readOne = (addon: DirectoryEntry, index: number) => async (): Promise<void> => {
    addons[index] = await readAddon(reader, addon, options.since);
    done += 1;
    options.onProgress?.({ done, total });
  };
  const jobs = [readList, ...part.addons.map(readOne)];
  await mapConcurrently(jobs, reader.concurrency, (job) => job());
  return { listed, addons };
}

async function readAddon(
  reader: Reader,
  addon: DirectoryEntry,
  since: Date | undefined,
): Promise<AddonReading> {
  const { deadline, call } = reader;
  if (deadline.hasPassed()) return { kind: 'unreadable', addon, failure: deadline.failure };
  try {
    const backups = await reader.listAddonBackups(addon, { ...call, since });
    const readAt = reader.now();
    const schedules = await readSchedules(reader, addon, backups.rows, readAt, call);
    const packed = packBackups(backups);
    const reading: AddonReading = { kind: 'read', addon, backups: packed, schedules, readAt };
    // Now, so that nobody has to unpack a whole account for them at once.
    factsOf(reading);
    return reading;
  } catch (error) {
    return { kind: 'unreadable', addon, failure: reader.explain(error) };
  }
}

/** The reason for the survey; the caller's own giving up passes through instead. */
function explain(deps: SurveyDeps, deadline: Deadline, error: unknown): ReadFailure {
  deadline.throwIfGivenUp();
  if (deadline.hasPassed()) return deadline.failure;
  deps.onError?.(error);
  return toReadFailure(error);
}
