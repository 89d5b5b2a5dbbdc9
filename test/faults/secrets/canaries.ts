import { createHash } from 'node:crypto';
import { IDS } from '../../../sandbox/slack.ts';

/** Every secret that the bot can be given, by the place that it is given in. */
export const CANARY_NAMES = [
  'Slack bot token',
  'Slack app token',
  'Slack signing secret',
  'Northflank API token',
  'password in DATABASE_URL',
  'key in HEARTBEAT_URL',
  'password in SLACK_API_URL',
  'password in NORTHFLANK_API_URL',
  'typed access key',
  'typed secret key',
  'kept access key',
  'kept secret key',
] as const;
export type CanaryName = (typeof CANARY_NAMES)[number];

/** Secrets by name, each unlike any other and unlike anything that stands anywhere by chance. */
export type Canaries = Readonly<Record<CanaryName, string>>;

/**
 * Makes secrets in the forms that the bot takes.
 *
 * What is told apart by is behind a character that ends what the log's redactor takes for a token, so
 * that the second net does not hide a hole in the first.
 */
export function createCanaries(seed: number): Canaries {
  const core = (name: CanaryName): string => coreOf(seed, name);
  return {
    'Slack bot token': `xoxb-1.${core('Slack bot token')}`,
    'Slack app token': `xapp-1-${IDS.app}-1.${core('Slack app token')}`,
    'Slack signing secret': core('Slack signing secret'),
    // What a header may hold, and what every way to quote it changes.
    'Northflank API token': `nf.${core('Northflank API token')}/+"\\=`,
    'password in DATABASE_URL': `${core('password in DATABASE_URL')}/@"`,
    'key in HEARTBEAT_URL': core('key in HEARTBEAT_URL'),
    'password in SLACK_API_URL': core('password in SLACK_API_URL'),
    'password in NORTHFLANK_API_URL': core('password in NORTHFLANK_API_URL'),
    'typed access key': `AKIA${core('typed access key').toUpperCase().slice(0, 16)}`,
    'typed secret key': `${core('typed secret key')}/+="\\`,
    'kept access key': `k.${core('kept access key')}`,
    'kept secret key': `${core('kept secret key')}/+=`,
  };
}

/** 24 letters and digits. */
function coreOf(seed: number, name: string): string {
  const hash = createHash('sha512').update(`${seed} ${name}`).digest('base64');
  return hash.replace(/[^A-Za-z0-9]/g, '').slice(0, 24);
}

/** Characters of a piece: fewer meet by chance. The bot may show the last four of an access key. */
const PIECE = 12;

/** The ways in which a text can hold a secret; each gives all that tells of it. */
export const ENCODINGS = {
  plain: (secret) => [secret],
  base64: (secret) => alignments(secret, 'base64'),
  base64url: (secret) => alignments(secret, 'base64url'),
  hex: (secret) => [hex(secret), hex(secret).toUpperCase()],
  'percent-encoded': (secret) => [
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    hex(secret).replace(/../g, '%$&'),
    hex(secret).toUpperCase().replace(/../g, '%$&'),
  ],
  'JSON-escaped': (secret) => [
    escaped(secret),
    escaped(escaped(secret)),
    secret.replaceAll('/', '\\/'),
    hex(secret).replace(/../g, '\\u00$&'),
    hex(secret).replace(/../g, '\\x$&'),
  ],
  'in pieces': (secret) => [
    ...piecesOf(secret),
    ...piecesOf(secret.split('').toReversed().join('')),
  ],
} as const satisfies Record<string, (secret: string) => readonly string[]>;
export type Encoding = keyof typeof ENCODINGS;
/** In the order of {@link ENCODINGS}. */
export const ENCODING_NAMES = Object.keys(ENCODINGS) as Encoding[];

/** One way of saying a secret, for those who are to repeat it. */
export function encode(encoding: Encoding, secret: string): string {
  const said = ENCODINGS[encoding](secret);
  // The last form is the one that differs most from the others.
  return encoding === 'in pieces' ? (said.at(-1) ?? '') : (said.at(0) ?? '');
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** What a secret becomes in a longer text that is encoded as a whole: it begins at any third byte. */
function alignments(secret: string, encoding: 'base64' | 'base64url'): string[] {
  const length = Buffer.byteLength(secret);
  return [0, 1, 2].map((offset) => {
    const whole = Buffer.from(`${'x'.repeat(offset)}${secret}yyy`).toString(encoding);
    return whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + length) * 8) / 6));
  });
}

/** Of what nobody knows alone: ids and prefixes stand anywhere. */
function piecesOf(secret: string): string[] {
  const runs = secret.match(/[A-Za-z0-9]{16,}/g) ?? [];
  return runs.flatMap((run) =>
    Array.from({ length: run.length - PIECE + 1 }, (_, from) => run.slice(from, from + PIECE)),
  );
}
