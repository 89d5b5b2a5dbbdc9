import { nearestWord } from '../../domain/nearest-word.ts';
import { tidyProse } from '../../domain/typed-text.ts';
import { UserError } from '../../domain/user-error.ts';
import { COMMAND, VERBS, type Verb } from '../ids.ts';

/** What somebody typed after `/backups`. */
export type ParsedCommand =
  | { kind: 'verb'; verb: Verb; rest: string }
  /** Not understood. `nearest` is what was probably meant, with the words that followed. */
  | { kind: 'unknown'; typed: string; nearest?: { verb: Verb; rest: string } | undefined };

/** Words that people try, and the verb that they mean. */
const ALIASES: Readonly<Record<string, Verb>> = {
  list: 'show',
  history: 'show',
  add: 'add-destination',
  dest: 'destinations',
  board: 'status',
  subscribe: 'digest',
  settings: 'digest',
  check: 'doctor',
  health: 'doctor',
};

/** Longer than any verb with the longest names; each way to read many words as a name costs time. */
const MAX_LENGTH = 1_000;

/**
 * Reads the text of a command; without any text it asks for the status.
 *
 * @throws {UserError} when it is too long to be one.
 */
export function parseCommand(text: string): ParsedCommand {
  if (text.length > MAX_LENGTH) {
    throw new UserError(
      `That is too long for a command, so nothing was done: type \`${COMMAND} help\` to see what there is.`,
    );
  }
  const cleaned = tidyProse(text);
  const [first = '', ...others] = cleaned.split(' ');
  const rest = others.join(' ');
  if (first === '') return { kind: 'verb', verb: 'status', rest: '' };

  const typed = first
    .toLowerCase()
    .replace(/^-+/, '')
    .replace(/[.,:;!?]+$/, '');
  if (typed === '') return { kind: 'verb', verb: 'help', rest };
  if (isVerb(typed)) return { kind: 'verb', verb: typed, rest };
  const joined = `${typed}-${others[0]?.toLowerCase() ?? ''}`;
  if (isVerb(joined)) return { kind: 'verb', verb: joined, rest: others.slice(1).join(' ') };

  const nearest = ALIASES[typed] ?? nearestWord(typed, VERBS);
  return {
    kind: 'unknown',
    typed: first,
    nearest: nearest !== undefined && isVerb(nearest) ? { verb: nearest, rest } : undefined,
  };
}

function isVerb(word: string): word is Verb {
  return (VERBS as readonly string[]).includes(word);
}
