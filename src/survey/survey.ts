import type { Directory, DirectoryEntry } from '../domain/addons/directory.ts';
import type { Clock } from '../domain/clock.ts';
import type { ReadFailure } from '../domain/listing.ts';
import type { AddonReading, Survey, SurveyProgress } from '../domain/survey.ts';
import { withFacts } from '../domain/verdicts/reading-facts.ts';
import { toReadFailure } from '../northflank/errors.ts';
import type { CallOptions, Northflank, Priority } from '../northflank/northflank.ts';
import { limitTo } from './concurrency.ts';
import type { Deadline } from './deadline.ts';
import { startDeadline } from './deadline.ts';
import {
  type DestinationReader,
  readListedDestinations,
  readNamedDestinations,
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
      atOnce: limitTo(deps.concurrency ?? SURVEY_CONCURRENCY),
      deadline,
      call,
      explain: (error: unknown) => explain(deps, deadline, error),
    };
    const account = await readAll(reader, part, { ...options, since });
    options.signal?.throwIfAborted();
    return {
      ...part,
      ...account,
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
 * Reads the addons and the destinations.
 *
 * The list of destinations is asked for in the place of one addon, and what it names once the last
 * addon was asked for: nobody waits for either. Where not even one addon could be listed, nothing
 * more is asked.
 */
async function readAll(
  reader: Reader,
  part: DirectoryPart,
  { since, onProgress }: SurveyOptions,
): Promise<Pick<Survey, 'addons' | 'destinations' | 'destinationsFailure'>> {
  const total = part.addons.length;
  if (part.failure !== undefined && total === 0) {
    return { addons: [], destinations: [], destinationsFailure: part.failure };
  }
  let done = 0;
  onProgress?.({ done, total });

  async function readOne(addon: DirectoryEntry): Promise<AddonReading> {
    const reading = await readAddon(reader, addon, since);
    done += 1;
    onProgress?.({ done, total });
    return reading;
  }
  const [destinations, addons] = await Promise.all([
    readListedDestinations(reader),
    Promise.all(part.addons.map((addon) => reader.atOnce(() => readOne(addon)))),
  ]);
  const named = await readNamedDestinations(reader, destinations, addons);
  return {
    addons,
    destinations: [...destinations.listed, ...named],
    destinationsFailure: destinations.failure,
  };
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
    const reading = { kind: 'read' as const, addon, schedules, readAt };
    // Now, so that nobody has to unpack a whole account for them at once.
    return withFacts({ ...reading, backups: packBackups(backups) }, backups.rows);
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
