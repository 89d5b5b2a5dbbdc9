import { z } from 'zod';
import { TIME_OF_DAY } from './domain/digests/subscription.ts';
import { isTimeZone } from './domain/schedules/zone-search.ts';

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
  // No request could be made with them, and whoever tells why repeats the address.
  .refine(isWithoutUser, 'expected a URL without a user name or password')
  .transform((url) => url.replace(/\/+$/, ''));

/** The address tells the watching service who we are, so it crosses no network in the clear. */
const heartbeatUrl = z
  .url({ protocol: /^https?$/, error: 'expected a URL such as https://hc-ping.com/…' })
  .refine(isEncryptedOrLocal, 'expected https://, or http:// on this very machine');

/** A token of which `.env.example` gives the beginning alone. */
const NOT_FILLED_IN = 'is not filled in';

/** What each variable holds, and what it is when it is not set. */
export const Environment = z.object({
  SLACK_BOT_TOKEN: z
    .string({ error: 'is required' })
    .regex(/^xoxb-/, 'expected a token that starts with xoxb-')
    .regex(/^(?!xoxb-$)/, NOT_FILLED_IN),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, 'expected a token that starts with xapp-')
    .regex(/^(?!xapp-$)/, NOT_FILLED_IN)
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
  DIGEST_TIME: z.string().regex(TIME_OF_DAY, 'expected HH:MM such as 09:00').default('09:00'),
  DIGEST_TIMEZONE: timeZone.default('UTC'),
  DIGEST_DAYS: days.default(EVERY_DAY),
  DIGEST_IN_DOUBT: z.enum(['repeat', 'skip']).default('repeat'),
  SCHEDULE_TIMEZONE: timeZone.default('UTC'),
  DESTINATION_KEYS: z.string().min(1).optional(),
  HEARTBEAT_URL: heartbeatUrl.optional(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'expected a port number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'expected a port number')
    .default(3000),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

/** {@link Environment} where what is required may be missing. */
export const LenientEnvironment = Environment.partial({
  SLACK_BOT_TOKEN: true,
  NORTHFLANK_API_TOKEN: true,
});

function isWithoutUser(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

function isEncryptedOrLocal(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}
