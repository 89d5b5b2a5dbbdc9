import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import {
  checkAccessKey,
  checkSecretKey,
  type KeyPair,
  keyConflict,
} from './domain/destinations/key-rules.ts';

/** A menu of Slack takes 100 options, and one of them is "none". */
const MAX_ENTRIES = 99;

/** Anybody else on the machine may read. */
const WORLD_READABLE = 0o004;

const NAME = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$/;

const Entries = z.record(
  z.string(),
  z.strictObject({ accessKey: z.string(), secretKey: z.string() }),
);

/**
 * Named S3 keys that the operator keeps on the server.
 *
 * Nothing of a key can be seen by logging, inspecting or serialising this object.
 */
export interface DestinationKeys {
  /** In the file's order. */
  names: () => readonly string[];
  /** Absent when there is no entry of this name. */
  pick: (name: string) => KeyPair | undefined;
}

/** No entries: what a bot without `DESTINATION_KEYS` has. */
export const NO_DESTINATION_KEYS: DestinationKeys = { names: () => [], pick: () => undefined };

/**
 * Reads the file that `DESTINATION_KEYS` names.
 *
 * @param warn is told in one sentence when others on this machine may read the file.
 * @throws {Error} one message naming every wrong entry and field, never a value.
 */
export function readDestinationKeys(
  path: string,
  warn: (sentence: string) => void,
): DestinationKeys {
  let text: string;
  let mode: number;
  try {
    text = readFileSync(path, 'utf8');
    mode = statSync(path).mode;
  } catch {
    throw new Error('DESTINATION_KEYS: the file cannot be read');
  }
  if ((mode & WORLD_READABLE) !== 0) {
    warn('DESTINATION_KEYS: everybody on this machine may read the file; chmod 600 keeps them out');
  }
  return parseDestinationKeys(text);
}

/**
 * Parses `{ "entry-name": { "accessKey": "…", "secretKey": "…" } }`.
 *
 * @throws {Error} one message naming every wrong entry and field, never a value.
 */
export function parseDestinationKeys(text: string): DestinationKeys {
  const result = Entries.safeParse(parseJson(text));
  if (!result.success) throw mistakesError(result.error.issues.map(issueInWords));
  const entries = Object.entries(result.data);
  const mistakes = entries.flatMap(([name, pair]) => mistakesOf(name, pair));
  if (entries.length > MAX_ENTRIES) mistakes.push(`more than ${MAX_ENTRIES} entries`);
  if (mistakes.length > 0) throw mistakesError(mistakes);

  const pairs = new Map(entries);
  return {
    names: () => [...pairs.keys()],
    pick: (name) => {
      const pair = pairs.get(name);
      return pair && { ...pair };
    },
  };
}

/** The parser's own message quotes the text around the mistake, and that may be a key. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw mistakesError(['not JSON']);
  }
}

function mistakesOf(name: string, pair: KeyPair): string[] {
  if (!NAME.test(name)) {
    return [
      `entry ${shown(name)}: use 1 to 60 letters, digits, blanks, dots, hyphens and underscores, starting with a letter or digit`,
    ];
  }
  const access = checkAccessKey(pair.accessKey);
  const secret = checkSecretKey(pair.secretKey);
  const found: string[] = [];
  if (!access.ok) found.push(`entry ${shown(name)}, accessKey: ${access.error}`);
  if (!secret.ok) found.push(`entry ${shown(name)}, secretKey: ${secret.error}`);
  const conflict = found.length === 0 ? keyConflict(pair) : undefined;
  return conflict === undefined ? found : [`entry ${shown(name)}, secretKey: ${conflict}`];
}

/** What zod found, in our own words: its messages may quote what they stumbled over. */
function issueInWords(issue: z.core.$ZodIssue): string {
  const [name, field] = issue.path;
  if (name === undefined) return 'expected an object of entries';
  if (issue.code === 'unrecognized_keys') {
    return `entry ${shown(String(name))}: holds more than accessKey and secretKey`;
  }
  const place = field === undefined ? '' : `, ${String(field)}`;
  return `entry ${shown(String(name))}${place}: missing or not text`;
}

/** A name that is too odd to be one may be a key in the wrong place, so only its length is told. */
function shown(name: string): string {
  return NAME.test(name) ? `"${name}"` : `with a name of ${name.length} characters`;
}

function mistakesError(mistakes: readonly string[]): Error {
  return new Error(
    `DESTINATION_KEYS has mistakes:\n${mistakes.map((line) => `  ${line}`).join('\n')}`,
  );
}
