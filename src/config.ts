import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { editDistance, nearestWord } from './domain/nearest-word.ts';
import { Environment, LenientEnvironment } from './environment.ts';

/** Variables that hold a secret; each can also be given as a file by `NAME_FILE`. */
const SECRETS = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'NORTHFLANK_API_TOKEN',
  'DATABASE_URL',
  'HEARTBEAT_URL',
] as const;

/** Every variable that means something here; secrets also with `_FILE` behind their names. */
export const VARIABLES: readonly string[] = Object.keys(Environment.shape);

/** Everything the process needs from its environment, in the bot's own words. */
export type Config = ReturnType<typeof toConfig>;

/**
 * Reads the configuration.
 *
 * @param read reads a file named by a `NAME_FILE` variable; white space around its content is dropped.
 * @throws {Error} one message that names every missing, malformed or unknown variable, never a value.
 */
export function parseConfig(environment: NodeJS.ProcessEnv, read?: ReadFile): Config {
  const { config, mistakes } = readEnvironment(environment, read);
  if (mistakes.length > 0) {
    throw new Error(
      `The environment has mistakes:\n${mistakes.map(({ line }) => `  ${line}`).join('\n')}`,
    );
  }
  return config;
}

type ReadFile = (path: string) => string;

/** Something wrong with the environment. */
export interface Mistake {
  /** Names the variable and says what is wrong, never a value. */
  line: string;
  /** The variable, or all that it could be about. */
  variables: readonly string[];
}

/** The environment as far as it could be read. */
export interface ReadEnvironment {
  mistakes: readonly Mistake[];
  /** Where a variable is wrong, as if it were not set; a required one is then empty. */
  config: Config;
}

/** Reads the environment as {@link parseConfig} does, but goes on where something is wrong. */
export function readEnvironment(
  environment: NodeJS.ProcessEnv,
  read: ReadFile = (path) => readFileSync(path, 'utf8'),
): ReadEnvironment {
  const mistakes: Mistake[] = [];
  const env = withSecretFiles(whatIsSet(environment), read, mistakes);
  mistakes.push(...unknownNames(env));
  const issues = Environment.safeParse(env).error?.issues ?? [];
  mistakes.push(...issues.map(({ path, message }) => mistake(path.join('.'), message)));
  if (!env['SLACK_APP_TOKEN'] && !env['SLACK_SIGNING_SECRET']) {
    mistakes.push({
      line: 'SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP): one is required',
      variables: ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'],
    });
  }
  mistakes.push(...digestWithoutChannel(env));
  const wrong = new Set(mistakes.flatMap(({ variables }) => variables));
  const right = Object.fromEntries(Object.entries(env).filter(([name]) => !wrong.has(name)));
  return { mistakes, config: toConfig(LenientEnvironment.parse(right)) };
}

function mistake(variable: string, words: string): Mistake {
  return { line: `${variable}: ${words}`, variables: [variable] };
}

function toConfig(env: z.output<typeof LenientEnvironment>) {
  return {
    slack: {
      botToken: env.SLACK_BOT_TOKEN ?? '',
      apiUrl: env.SLACK_API_URL,
      /** Socket Mode wins where both ways are given: it needs no address that others can reach. */
      mode: env.SLACK_APP_TOKEN
        ? { kind: 'socket' as const, appToken: env.SLACK_APP_TOKEN }
        : { kind: 'http' as const, signingSecret: env.SLACK_SIGNING_SECRET ?? '' },
    },
    northflank: {
      apiToken: env.NORTHFLANK_API_TOKEN ?? '',
      apiUrl: env.NORTHFLANK_API_URL,
      teamId: env.NORTHFLANK_TEAM_ID,
    },
    databaseUrl: env.DATABASE_URL,
    roles: { admins: env.ADMINS, operators: env.OPERATORS, viewers: env.VIEWERS },
    /** The first subscription; absent without `DIGEST_CHANNEL`. */
    digest:
      env.DIGEST_CHANNEL === undefined
        ? undefined
        : {
            channelId: env.DIGEST_CHANNEL,
            time: env.DIGEST_TIME,
            timeZone: env.DIGEST_TIMEZONE,
            days: env.DIGEST_DAYS,
          },
    /** What to do about a lost answer in a channel whose history may not be read. */
    digestInDoubt: env.DIGEST_IN_DOUBT,
    scheduleTimeZone: env.SCHEDULE_TIMEZONE,
    destinationKeysFile: env.DESTINATION_KEYS,
    heartbeatUrl: env.HEARTBEAT_URL,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
  };
}

/**
 * What is set. A variable set to nothing, as Compose files leave it, counts as not set, and line ends
 * go, as secrets made with `echo` have them: no header takes a token with one.
 */
function whatIsSet(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment)
      .map(([name, value = '']): [string, string] => [name, value.trim()])
      .filter(([, value]) => value !== ''),
  );
}

function withSecretFiles(
  env: Record<string, string>,
  read: (path: string) => string,
  mistakes: Mistake[],
): Record<string, string> {
  const merged = { ...env };
  for (const name of SECRETS) {
    const path = env[`${name}_FILE`];
    if (path === undefined) continue;
    delete merged[`${name}_FILE`];
    if (env[name] !== undefined) {
      mistakes.push({
        line: `${name} and ${name}_FILE: give one of them`,
        variables: [name],
      });
      continue;
    }
    try {
      merged[name] = read(path).trim();
    } catch {
      mistakes.push({ line: `${name}_FILE: the file cannot be read`, variables: [name] });
    }
  }
  return merged;
}

/** Said of a first digest that nobody would get. */
function digestWithoutChannel(env: Record<string, string>): Mistake[] {
  if (env['DIGEST_CHANNEL'] !== undefined) return [];
  return ['DIGEST_TIME', 'DIGEST_TIMEZONE', 'DIGEST_DAYS']
    .filter((name) => env[name] !== undefined)
    .map((name) =>
      mistake(name, 'without DIGEST_CHANNEL there is no digest that this could be for'),
    );
}

/** Names that mean nothing here and were almost surely meant for us. */
function unknownNames(env: Record<string, string>): Mistake[] {
  return Object.keys(env)
    .filter((name) => !VARIABLES.includes(name))
    .flatMap((name) => {
      const isOurs = /^(DIGEST|SLACK|NORTHFLANK)_/.test(name);
      const meant = isOurs ? nearestWord(name, VARIABLES) : slipOf(name, env);
      if (!isOurs && meant === undefined) return [];
      return [mistake(name, `unknown${meant === undefined ? '' : `, did you mean ${meant}?`}`)];
    });
}

/** Short names, such as `HOST` for `PORT`, are too near to those of others. */
const SLIP_LENGTH = 6;

/** The variable that is not set and but one slip of the keyboard away; absent when there is none. */
function slipOf(name: string, env: Record<string, string>): string | undefined {
  return VARIABLES.filter((known) => known.length >= SLIP_LENGTH && env[known] === undefined).find(
    (known) => editDistance(name, known) === 1,
  );
}
