import type { Config } from '../config.ts';
import {
  checkBudget,
  checkErrors,
  checkLastDigest,
  checkReadiness,
  damagedDigest,
  type LastDigest,
} from '../doctor/check-running.ts';
import { checkRunningStore, checkSetAside } from '../doctor/check-store.ts';
import { createChecks } from '../doctor/checks.ts';
import { CHECK_LIMIT_MS, type Check, runChecks } from '../doctor/run-checks.ts';
import type { Clock } from '../domain/clock.ts';
import type { Diagnosis } from '../domain/diagnosis.ts';
import { type ErrorCount, errorFields, type Log } from '../domain/log.ts';
import type { SlackQuestions } from '../domain/slack-questions.ts';
import type { Northflank } from '../northflank/northflank.ts';
import { createSlackQuestions } from '../slack/connection/ask-slack.ts';
import type { SlackLogger } from '../slack/connection/slack-logger.ts';
import { StorageError } from '../storage/databases/storage-error.ts';
import type { Storage } from '../storage/open-storage.ts';

/** What a running bot is examined by. */
export interface DoctorParts {
  northflank: Northflank;
  storage: Storage;
  readiness: () => Promise<readonly string[]>;
  recentErrors: () => readonly ErrorCount[];
  slackLogger: SlackLogger;
  now: Clock;
  log: Log;
}

/** Gives what looks at everything that a running bot needs. Whoever asks meanwhile shares the same look. */
export function wireDoctor(
  config: Config,
  parts: DoctorParts,
): () => Promise<readonly Diagnosis[]> {
  const { botToken, apiUrl } = config.slack;
  const { slackLogger: logger, now } = parts;
  const slack = createSlackQuestions({ botToken, apiUrl, logger, now });
  let examining: Promise<readonly Diagnosis[]> | undefined;
  return async () => {
    examining ??= examine(config, slack, parts).finally(() => {
      examining = undefined;
    });
    return await examining;
  };
}

async function examine(
  { roles }: Config,
  slack: SlackQuestions,
  parts: DoctorParts,
): Promise<readonly Diagnosis[]> {
  const { northflank, storage, log } = parts;
  const shared = createChecks({
    slack,
    northflank,
    roles,
    // Away, it is told of by its own check.
    subscriptions: () => storage.subscriptions.list().catch(() => undefined),
    digestChannel: undefined,
  });
  const checks: Check[] = [
    { subject: 'Bot', run: async () => checkReadiness(await parts.readiness()) },
    shared.tokens,
    shared.roles,
    shared.northflank,
    { subject: 'Database', run: () => checkStorage(storage) },
    shared.channels,
    { subject: 'Last digests', run: () => checkLastDigests(storage) },
  ];
  const found = await runChecks(checks, CHECK_LIMIT_MS, (error) =>
    log.warn('check_failed', errorFields(error)),
  );
  return [
    ...found,
    checkBudget(northflank.budget()),
    checkErrors(parts.recentErrors()),
    shared.clock(),
  ];
}

async function checkStorage({ health, setAside }: Storage): Promise<Diagnosis[]> {
  return [...checkRunningStore(await health()), ...checkSetAside(setAside())];
}

async function checkLastDigests(storage: Storage): Promise<Diagnosis[]> {
  const { subscriptions } = storage;
  const wanted = (await subscriptions.list()).filter(({ enabled }) => enabled);
  const found = await Promise.all(
    wanted.map(async (each) => checkLastDigest(each, await lastDigest(storage, each.id))),
  );
  return [...found, ...(await subscriptions.damaged()).map(damagedDigest)];
}

/** One that is damaged keeps nobody from hearing of the others. */
async function lastDigest({ deliveries }: Storage, subscriptionId: string): Promise<LastDigest> {
  try {
    return await deliveries.newest(subscriptionId);
  } catch (error) {
    if (error instanceof StorageError && error.kind === 'damaged') return 'damaged';
    throw error;
  }
}
