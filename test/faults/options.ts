import { parseArgs } from 'node:util';
import { type NamedCase, titleOf } from './case.ts';

/** How a run was asked for. */
export interface Options {
  /** Long cases too. */
  all: boolean;
  /** Only cases whose title fits; `*` stands for anything, and parts of titles are enough. */
  only: string | undefined;
  /** Only cases with rounds, so many of them in all. */
  rounds: number | undefined;
  /** The first seed. Given without `rounds`, one round is run: that of the seed. */
  seed: number | undefined;
  /** Cases at once. */
  jobs: number;
  /** Prints the titles and runs nothing. */
  list: boolean;
  /** Writes what came of the run into `docs/reliability.md`. */
  document: boolean;
}

const JOBS = 4;

/** What is said to whoever mistypes. */
export const USAGE = `npm run faults -- [--all] [--only PATTERN] [--rounds N] [--seed N] [--jobs N] [--list] [--document]`;

/** Reads the command line. @throws {Error} that says what is wrong with it. */
export function parseOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      all: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string' },
      seed: { type: 'string' },
      jobs: { type: 'string' },
      list: { type: 'boolean', default: false },
      document: { type: 'boolean', default: false },
    },
  });
  const seed = wholeNumber('--seed', values.seed, 0);
  const rounds = wholeNumber('--rounds', values.rounds, 1);
  return {
    all: values.all,
    only: values.only,
    rounds: rounds ?? (seed === undefined ? undefined : 1),
    seed,
    jobs: wholeNumber('--jobs', values.jobs, 1) ?? JOBS,
    list: values.list,
    document: values.document,
  };
}

function wholeNumber(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || !Number.isSafeInteger(number)) {
    throw new Error(`${name} takes a whole number from ${least}, not "${text}".`);
  }
  return number;
}

/** The cases that were asked for, in their order. What is chosen by name is run however long it takes. */
export function choose(cases: readonly NamedCase[], options: Options): NamedCase[] {
  const { all, only, rounds } = options;
  return cases.filter((each) => {
    if (only !== undefined) return fits(titleOf(each), only);
    if (rounds !== undefined) return each.rounds === true && (all || each.long !== true);
    return all || each.long !== true;
  });
}

function fits(title: string, pattern: string): boolean {
  let from = 0;
  return pattern
    .toLowerCase()
    .split('*')
    .every((part) => {
      const at = title.toLowerCase().indexOf(part, from);
      from = at + part.length;
      return at >= 0;
    });
}
