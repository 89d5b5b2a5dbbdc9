import { freemem } from 'node:os';
import { createRoom } from '../world/room.ts';
import { planRound, type Round } from './plan.ts';
import { playRound, type RoundEnd } from './round.ts';
import { SETUPS, type Setup } from './setups.ts';

/** Bots at once, over all cases: each takes some 150 MB, and a Postgres server 100 connections. */
const BOTS_AT_ONCE = Math.max(6, Math.min(24, Math.floor(freemem() / 300e6)));

/** How rounds are played. */
export interface PlayOptions {
  speed: number;
  signal: AbortSignal;
  /** Is told of each round as it ends. */
  onEnd?: ((end: RoundEnd) => void) | undefined;
}

const room = createRoom(BOTS_AT_ONCE);

/** Plays the round of each seed, as many side by side as the machine bears. Order is that of their ends. */
export async function playRounds(
  seeds: readonly number[],
  { speed, signal, onEnd }: PlayOptions,
): Promise<RoundEnd[]> {
  const ends: RoundEnd[] = [];
  const queue = [...seeds];
  const play = async () => {
    for (let seed = queue.shift(); seed !== undefined; seed = queue.shift()) {
      const round = planRound(seed);
      const { bots } = round.setup;
      await room.take(bots);
      try {
        const end = await playRound(round, speed, signal).catch((error: unknown) => {
          signal.throwIfAborted();
          return unplayed(round, error);
        });
        ends.push(end);
        onEnd?.(end);
      } finally {
        room.give(bots);
      }
    }
  };
  await Promise.all(Array.from({ length: BOTS_AT_ONCE }, play));
  return ends;
}

/** A round that failed on our side proves nothing, and must not end all others. */
function unplayed(round: Round, error: unknown): RoundEnd {
  const words = error instanceof Error ? error.message : String(error);
  const problems = [`it could not be played: ${words}`];
  const nothing = { slots: 0, doubled: 0, lost: 0, deaths: 0, recoveryMs: 0, slowestStartMs: 0 };
  return { ...nothing, round, row: round.cell.row, reached: false, problems };
}

/** The seeds of one setup among so many consecutive ones. */
export function seedsOf(setup: Setup, first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index).filter(
    (seed) => SETUPS[seed % SETUPS.length] === setup,
  );
}
