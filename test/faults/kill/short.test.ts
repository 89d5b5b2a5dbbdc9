import { describe, it } from 'vitest';
import { whyNoPostgres } from '../world/databases.ts';
import type { Column } from './columns.ts';
import { seedOf } from './plan.ts';
import { playRounds } from './play.ts';
import type { Setup } from './setups.ts';
import { describeBroken } from './tally.ts';

/** Slow machines start processes slowly, and these rounds start some thirty of them. */
const LIMIT_MS = 360_000;

const ON_SQLITE: Setup = { store: 'sqlite', bots: 1 };
const ONE: Setup = { store: 'postgres', bots: 1 };
const THREE: Setup = { store: 'postgres', bots: 3 };
const missing = await whyNoPostgres();
if (missing !== undefined) process.stderr.write(`SKIPPED: deaths on Postgres, since ${missing}\n`);

/** Every phase at which something different is known to the bot, to its store or to Slack. */
const PHASES: readonly Column[] = [
  'connect',
  'headers',
  'half body',
  'lost',
  'taken late',
  'stored',
  'half answer',
  'answered',
];

type Wanted = readonly [Setup, row: string, column: Column];

/** @returns what is wrong, each with the command that shows it again; empty when nothing is. */
async function play(cells: readonly Wanted[], speed: number): Promise<string[]> {
  const seeds = cells.map((cell) => seedOf(...cell));
  const signal = AbortSignal.timeout(LIMIT_MS);
  const ends = await playRounds(seeds, { speed, signal });
  return ends.flatMap((end) => {
    const problems = end.reached ? end.problems : [...end.problems, 'no bot came to that point'];
    return describeBroken({ ...end, problems }, speed);
  });
}

// The whole of it is `npm run faults`: all calls, all statements, and real time.
describe.concurrent('a bot that ends by SIGKILL', () => {
  it(
    'at any phase of posting on SQLite leaves each message once when it comes back',
    async ({ expect }) => {
      const digests = PHASES.map((column): Wanted => [ON_SQLITE, 'post of a digest', column]);
      const replies = (['lost', 'stored'] as const).map(
        (column): Wanted => [ON_SQLITE, 'post of a reply', column],
      );

      expect(await play([...digests, ...replies], 10)).toEqual([]);
    },
    LIMIT_MS,
  );

  it.skipIf(missing !== undefined)(
    'on Postgres leaves each message once, whether it comes back or others take over',
    async ({ expect }) => {
      const rounds: Wanted[] = [
        [ONE, 'post of a digest', 'lost'],
        [ONE, 'post of a reply', 'stored'],
        [THREE, 'post of a digest', 'taken late'],
      ];

      expect(await play(rounds, 4)).toEqual([]);
    },
    LIMIT_MS,
  );
});
