import type { Case, CaseContext, Result } from '../case.ts';
import { wherePostgresIs } from '../world/databases.ts';
import { playRounds, seedsOf } from './play.ts';
import type { RoundEnd } from './round.ts';
import { SETUPS, type Setup } from './setups.ts';
import {
  caseNameOf,
  describeBroken,
  describeFigures,
  describeTable,
  type Tally,
  tally,
} from './tally.ts';

/** On Postgres most of a round is the waiting for a lease, on SQLite it is the starting of processes. */
const HURRY = { sqlite: 10, postgres: 4 } as const;
const HOUR_MS = 3_600_000;

/** Rounds of all setups together when nobody says how many: in the short set, and in all of it. */
const ROUNDS = { short: { real: 3, hurried: 12 }, all: { real: 12, hurried: 48 } };

/** Each setup in real time, and by a faster clock, where more rounds fit into the same time. */
export const cases: readonly Case[] = SETUPS.flatMap((setup) => [
  killing(setup, 1),
  killing(setup, HURRY[setup.store]),
]);

function killing(setup: Setup, speed: number): Case {
  const run = (context: CaseContext) => kill(setup, speed, context);
  return {
    name: caseNameOf(setup, speed),
    required:
      speed === 1
        ? 'each digest and each reply is there exactly once, within 90 s of the last restart'
        : 'each digest and each reply is there exactly once',
    rounds: speed === 1,
    limitMs: 12 * HOUR_MS,
    run: setup.store === 'postgres' ? wherePostgresIs(run) : run,
  };
}

async function kill(
  setup: Setup,
  speed: number,
  { seed, rounds, all, signal, tell }: CaseContext,
): Promise<Result> {
  const usual = ROUNDS[all ? 'all' : 'short'];
  const count = rounds ?? (speed === 1 ? usual.real : usual.hurried);
  const seeds = seedsOf(setup, seed, count);
  if (seeds.length === 0) return { outcome: 'skipped', figure: `seed ${seed} is of another setup` };
  const onEnd = (end: RoundEnd) => {
    for (const line of describeBroken(end, speed)) tell(line);
  };
  const ends = await playRounds(seeds, { speed, signal, onEnd });
  const sum = tally(ends);
  const broken = ends.flatMap((end) => describeBroken(end, speed));
  // Where no round came to its point, nobody died and nothing was tried.
  const isTried = sum.unreached.length < ends.length;
  return {
    outcome: broken.length === 0 && isTried ? 'held' : 'broken',
    figure: describeFigures(sum),
    details: [...broken, ...describeUnreached(sum), ...describeTable(sum)],
  };
}

function describeUnreached({ unreached }: Tally): string[] {
  return unreached.length > 0 ? [`never came to it: seeds ${unreached.join(' ')}`] : [];
}
