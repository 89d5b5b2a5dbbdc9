import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { nearestWord } from './domain/nearest-word.ts';
import { isTimeZone } from './domain/zone-search.ts';

/** Variables that hold a secret; each can also be given as a file by `NAME_FILE`. */
const SECRETS = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'NORTHFLANK_API_TOKEN',
  'DATABASE_URL',
] as const;

const DAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const people = list.refine(
  (ids) => ids.every((id) => id === '*' || /^[UWS][A-Z0-9]{2,}$/.test(id)),
  'expected user or usergroup ids such as U012ABCDEF or S012ABCDEF, separated by commas',
);

const timeZone = z.string().refine(isTimeZone, 'expected an IANA zone such as Europe/Berlin');

const days = list.transform((names, context) => {
  const found = names.map((name) => DAY_NAMES.indexOf(name.slice(0, 3).toLowerCase()));
  if (found.length === 0 || found.includes(-1)) {
    context.addIssue({ code: 'custom', message: 'expected days such as Mon,Tue,Wed' });
    return z.NEVER;
  }
  return [...new Set(found)].toSorted((a, b) => a - b);
});

const baseUrl = z
  .url({ protocol: /^https?$/, error: 'expected a URL such as https://api.example.com' })
  .transform((url) => url.replace(/\/+$/, ''));

const Environment = z.object({
  SLACK_BOT_TOKEN: z
    .string({ error: 'is required' })
    .regex(/^xoxb-/, 'expected a token that starts with xoxb-'),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, 'expected a token that starts with xapp-')
    .optional(),
  SLACK_SIGNING_SECRET: z.string().min(1).optional(),
  SLACK_API_URL: baseUrl.transform((url) => `${url}/`).default('https://slack.com/api/'),
  NORTHFLANK_API_TOKEN: z.string({ error: 'is required' }).min(1, 'is empty'),
  NORTHFLANK_API_URL: baseUrl.default('https://api.northflank.com'),
  NORTHFLANK_TEAM_ID: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, 'expected a team id such as my-team')
    .optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'expected sqlite:path or postgres://…')
    .default('sqlite:data/backups.db'),
  ADMINS: people.default([]),
  OPERATORS: people.default([]),
  VIEWERS: people.default(['*']),
  DIGEST_CHANNEL: z
    .string()
    .regex(/^[CGD][A-Z0-9]{2,}$/, 'expected a channel id such as C012ABCDEF')
    .optional(),
  DIGEST_TIME: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected HH:MM such as 09:00')
    .default('09:00'),
  DIGEST_TIMEZONE: timeZone.default('UTC'),
  DIGEST_DAYS: days.default(EVERY_DAY),
  SCHEDULE_TIMEZONE: timeZone.default('UTC'),
  DESTINATION_KEYS: z.string().min(1).optional(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'expected a port number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'expected a port number')
    .default(3000),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

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
export function parseConfig(
  environment: NodeJS.ProcessEnv,
  read: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): Config {
  const mistakes: string[] = [];
  const env = withSecretFiles(whatIsSet(environment), read, mistakes);
  mistakes.push(...unknownNames(env));
  const result = Environment.safeParse(env);
  if (!result.success) {
    for (const issue of result.error.issues) {
      mistakes.push(`${issue.path.join('.')}: ${issue.message}`);
    }
  }
  if (!env['SLACK_APP_TOKEN'] && !env['SLACK_SIGNING_SECRET']) {
    mistakes.push('SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP): one is required');
  }
  if (mistakes.length > 0 || !result.success) {
    throw new Error(
      `The environment has mistakes:\n${mistakes.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  return toConfig(result.data);
}

function toConfig(env: z.output<typeof Environment>) {
  return {
    slack: {
      botToken: env.SLACK_BOT_TOKEN,
      apiUrl: env.SLACK_API_URL,
      /** Socket Mode wins where both ways are given: it needs no address that others can reach. */
      mode: env.SLACK_APP_TOKEN
        ? { kind: 'socket' as const, appToken: env.SLACK_APP_TOKEN }
        : { kind: 'http' as const, signingSecret: env.SLACK_SIGNING_SECRET ?? '' },
    },
    northflank: {
      apiToken: env.NORTHFLANK_API_TOKEN,
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
    scheduleTimeZone: env.SCHEDULE_TIMEZONE,
    destinationKeysFile: env.DESTINATION_KEYS,
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
  mistakes: string[],
): Record<string, string> {
  const merged = { ...env };
  for (const name of SECRETS) {
    const path = env[`${name}_FILE`];
    if (path === undefined) continue;
    delete merged[`${name}_FILE`];
    if (env[name] !== undefined) {
      mistakes.push(`${name} and ${name}_FILE: give one of them`);
      continue;
    }
    try {
      merged[name] = read(path).trim();
    } catch {
      mistakes.push(`${name}_FILE: the file cannot be read`);
    }
  }
  return merged;
}

/** Names in our own families that mean nothing here: almost always a slip of the keyboard. */
function unknownNames(env: Record<string, string>): string[] {
  return Object.keys(env)
    .filter((name) => /^(DIGEST|SLACK|NORTHFLANK)_/.test(name) && !VARIABLES.includes(name))
    .map((name) => {
      const nearest = nearestWord(name, VARIABLES);
      return `${name}: unknown${nearest === undefined ? '' : `, did you mean ${nearest}?`}`;
    });
}
