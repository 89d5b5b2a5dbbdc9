import type { Config, ReadEnvironment } from './config.ts';
import { readDestinationKeys } from './destination-keys.ts';
import { checkSlackWay } from './doctor/check-slack.ts';
import { checkSetAside, checkStore } from './doctor/check-store.ts';
import { createChecks } from './doctor/checks.ts';
import { CHECK_LIMIT_MS, type Check, runChecks } from './doctor/run-checks.ts';
import type { Clock } from './domain/clock.ts';
import type { Diagnosis } from './domain/diagnosis.ts';
import { formatList } from './domain/format.ts';
import type { Log } from './domain/log.ts';
import type { SlackQuestions } from './domain/slack-questions.ts';
import type { StoreLook } from './domain/store-look.ts';
import { createNorthflank } from './northflank/create-northflank.ts';
import type { Northflank } from './northflank/northflank.ts';
import { createSlackQuestions } from './slack/connection/ask-slack.ts';
import { createSlackLogger } from './slack/connection/slack-logger.ts';
import { lookAtStore } from './storage/look-at-store.ts';

/** A check with the variables that have to be right before it means anything. */
interface SetupCheck extends Check {
  needs: readonly string[];
}

const SLACK = ['SLACK_BOT_TOKEN', 'SLACK_API_URL'];
const WAY = ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_API_URL'];
const NORTHFLANK = ['NORTHFLANK_API_TOKEN', 'NORTHFLANK_API_URL', 'NORTHFLANK_TEAM_ID'];

/** Looks at everything that the bot needs before it is started; changes nothing, beside a bot that runs too. */
export async function checkSetup(
  environment: ReadEnvironment,
  { now, log }: { now: Clock; log: Log },
): Promise<Diagnosis[]> {
  const { botToken, apiUrl } = environment.config.slack;
  const slack = createSlackQuestions({ botToken, apiUrl, logger: createSlackLogger(log), now });
  const { apiToken: token, apiUrl: baseUrl, teamId } = environment.config.northflank;
  const northflank = createNorthflank({ token, baseUrl, teamId, now });
  let looking: Promise<StoreLook> | undefined;
  const look = () => (looking ??= lookAtStore(environment.config.databaseUrl, { now, log }));
  const { checks, clock } = createSetupChecks(environment, { slack, northflank, look });
  // Nobody reads a log here: the line says that it is not known.
  const found = await runChecks(checks, CHECK_LIMIT_MS, () => undefined);
  await northflank.close();
  return [...checkVariables(environment), ...found, clock()];
}

interface Asked {
  slack: SlackQuestions;
  northflank: Northflank;
  look: () => Promise<StoreLook>;
}

function createSetupChecks(
  { config, mistakes }: ReadEnvironment,
  { slack, northflank, look }: Asked,
) {
  const wrong = new Set(mistakes.flatMap(({ variables }) => variables));
  const shared = createChecks({
    slack,
    northflank,
    roles: config.roles,
    subscriptions: async () =>
      wrong.has('DATABASE_URL') ? undefined : (await look()).subscriptions,
    digestChannel: config.digest?.channelId,
  });
  const way = async () => [await checkWay(config, slack)];
  const store = async () => {
    const found = await look();
    return [checkStore(found), ...checkSetAside(found.setAside ?? [])];
  };
  const checks: SetupCheck[] = [
    { ...shared.tokens, needs: SLACK },
    { subject: 'Slack app token', run: way, needs: WAY },
    { ...shared.roles, needs: [...SLACK, 'ADMINS', 'OPERATORS', 'VIEWERS'] },
    { ...shared.northflank, needs: NORTHFLANK },
    { subject: 'Database', run: store, needs: ['DATABASE_URL'] },
    { ...shared.channels, needs: [...SLACK, 'DIGEST_CHANNEL'] },
  ];
  return { checks: checks.map((check) => onlyWhenRight(check, wrong)), clock: shared.clock };
}

async function checkWay({ slack: { mode } }: Config, slack: SlackQuestions): Promise<Diagnosis> {
  if (mode.kind === 'http') return checkSlackWay({ kind: 'http' });
  return checkSlackWay({ kind: 'socket', canConnect: await slack.canConnect(mode.appToken) });
}

function checkVariables({ mistakes, config }: ReadEnvironment): Diagnosis[] {
  const subject = 'Environment';
  const wrong = [
    ...mistakes.map(({ line }) => line),
    ...(config.destinationKeysFile === undefined ? [] : keyMistakes(config.destinationKeysFile)),
  ];
  if (wrong.length === 0) {
    return [
      { health: 'ok', subject, fact: 'every variable is one that the bot knows and can read.' },
    ];
  }
  return wrong.map((line) => ({
    health: 'wrong',
    subject,
    fact: /[.?]$/.test(line) ? line : `${line}.`,
    mend: 'The README lists every variable.',
  }));
}

function keyMistakes(path: string): string[] {
  const mistakes: string[] = [];
  try {
    readDestinationKeys(path, (sentence) => mistakes.push(sentence));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    mistakes.push(error.message);
  }
  return mistakes;
}

function onlyWhenRight(check: SetupCheck, wrong: ReadonlySet<string>): Check {
  const first = check.needs.filter((name) => wrong.has(name));
  if (first.length === 0) return check;
  const fact = `not checked: ${formatList(first)} ${first.length === 1 ? 'has' : 'have'} to be right first.`;
  return {
    subject: check.subject,
    run: () => Promise.resolve([{ health: 'not-known', subject: check.subject, fact }]),
  };
}
