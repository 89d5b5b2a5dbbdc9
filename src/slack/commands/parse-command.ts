import { nearestWord } from '../../domain/nearest-word.ts';
import { tidyProse } from '../../domain/typed-text.ts';
import { VERBS, type Verb } from '../ids.ts';

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

/** Reads the text of a command; without any text it asks for the status. */
export function parseCommand(text: string): ParsedCommand {
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
