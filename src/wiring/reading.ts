import type { Config } from '../config.ts';
import { isComplete } from '../domain/addons/directory.ts';
import type { Clock } from '../domain/clock.ts';
import { errorFields, type Log, type Tracing } from '../domain/log.ts';
import type { Survey } from '../domain/survey.ts';
import { judgeSurvey } from '../domain/verdicts/judge-survey.ts';
import type { Northflank } from '../northflank/northflank.ts';
import type { Storage } from '../storage/open-storage.ts';
import { createDestinationNames } from '../survey/destination-names.ts';
import { createWrongGuesses } from '../survey/destinations.ts';
import { createDirectoryReader, type DirectoryReader } from '../survey/directory.ts';
import { type SurveyDeps, type SurveyOptions, surveyAccount } from '../survey/survey.ts';
import { createSurveyor, type Surveyor } from '../survey/surveyor.ts';
import { type AccountFigures, createAccountFigures } from '../telemetry/account-figures.ts';

/** Projects read at once for the directory. */
const DIRECTORY_CONCURRENCY = 8;

/** The ways of reading the account; people and digests share what they read. */
export interface Reading {
  /** Which projects and addons there are. */
  directory: DirectoryReader;
  /** The whole account: every addon with backups and schedules. */
  surveyor: Surveyor;
  /** Destinations' names by id. */
  destinationNames: () => Promise<ReadonlyMap<string, string>>;
  /** What the newest surveys showed. */
  figures: AccountFigures;
}

/** Connects what reads the account to Northflank and to what the store remembers of it. */
export function wireReading(
  { scheduleTimeZone: scheduleZone }: Config,
  parts: { northflank: Northflank; storage: Storage; now: Clock; log: Log; tracing: Tracing },
): Reading {
  const { northflank, storage, now, log, tracing } = parts;
  const { listProjects, listAddons } = northflank;
  const concurrency = DIRECTORY_CONCURRENCY;
  const directory = createDirectoryReader({ listProjects, listAddons, now, concurrency });
  const names = createDestinationNames(northflank.listDestinations, now);
  const deps: SurveyDeps = {
    ...northflank,
    listDestinations: async (call) => {
      const list = await northflank.listDestinations(call);
      names.saw(list);
      return list;
    },
    wrongGuesses: createWrongGuesses(now),
    readDirectory: (call) => directory.read(call),
    requestsSent: () => northflank.budget().sent,
    scheduleCache: storage.scheduleCache,
    scheduleZone,
    now,
    onError: (error) => log.warn('survey_gap', errorFields(error)),
  };
  const judge = (survey: Survey, at: Date) => judgeSurvey(survey, at, { zone: scheduleZone });
  const figures = createAccountFigures(judge, now);
  async function read(options: SurveyOptions): Promise<Survey> {
    const survey = await surveyAccount(deps, options);
    log.info('survey_finished', { project: options.projectId, ...summaryOf(survey) });
    if (options.projectId === undefined) figures.took(survey);
    return survey;
  }
  const surveyor = createSurveyor({
    read: (options) => tracing.run({ survey: tracing.newReference() }, () => read(options)),
    now,
  });
  return { directory, surveyor, destinationNames: names.read, figures };
}

function summaryOf(survey: Survey) {
  const { addons, requests, startedAt, finishedAt } = survey;
  return {
    whole: isComplete(survey),
    addons: addons.length,
    unread: addons.filter(({ kind }) => kind === 'unreadable').length,
    requests,
    durationMs: finishedAt.getTime() - startedAt.getTime(),
  };
}
