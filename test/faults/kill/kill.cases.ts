import type { Case, CaseContext, Result } from '../case.ts';
import { whyNoPostgres } from '../world/databases.ts';
import { SETUPS, type Setup } from './plan.ts';
import { playRounds, seedsOf } from './play.ts';
import { caseNameOf, describeFigures, describeTable, replayOf, tally } from './tally.ts';

/** On Postgres most of a round is the waiting for a lease, on SQLite it is the starting of processes. */
const HURRY = { sqlite: 10, postgres: 4 } as const;
const HOURS_MS = 3_600_000;

/** Rounds of all setups together when nobody says how many. */
const ROUNDS = { real: 24, hurried: 72 };

export const cases: readonly Case[] = SETUPS.flatMap((setup) => [
  killing(setup, 1),
  killing(setup, HURRY[setup.store]),
]);

function killing(setup: Setup, speed: number): Case {
  return {
    name: caseNameOf(setup, speed),
    required:
      speed === 1
        ? 'each digest and each reply is there exactly once, within 90 s of the last restart'
        : 'each digest and each reply is there exactly once',
    rounds: true,
    limitMs: 12 * HOURS_MS,
    run: (context) => kill(setup, speed, context),
  };
}

async function kill(
  setup: Setup,
  speed: number,
  { seed, rounds, signal }: CaseContext,
): Promise<Result> {
  const missing = setup.store === 'postgres' ? await whyNoPostgres() : undefined;
  if (missing !== undefined) return { outcome: 'skipped', figure: missing };
  const count = rounds ?? (speed === 1 ? ROUNDS.real : ROUNDS.hurried);
  const seeds = seedsOf(setup, seed, count);
  if (seeds.length === 0) return { outcome: 'skipped', figure: `seed ${seed} is of another setup` };
  const sum = tally(await playRounds(seeds, { speed, signal }));
  const broken = sum.broken.flatMap(({ seed: of, problems }) => [
    replayOf(of, speed),
    ...problems.map((problem) => `  ${problem}`),
  ]);
  const unreached =
    sum.unreached.length > 0 ? [`never came to it: seeds ${sum.unreached.join(' ')}`] : [];
  return {
    outcome: broken.length > 0 ? 'broken' : 'held',
    figure: describeFigures(sum),
    details: [...broken, ...unreached, ...describeTable(sum)],
  };
}
