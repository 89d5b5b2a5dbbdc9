import { availableParallelism, freemem } from 'node:os';
import { planRound, SETUPS, type Setup } from './plan.ts';
import { playRound, type RoundEnd } from './round.ts';

/** Bots at once, over all cases: each takes some 150 MB, and a Postgres server 100 connections. */
const BOTS_AT_ONCE = Math.max(3, Math.min(24, Math.floor(freemem() / 300e6)));
/** Nearly all of a hurried round is the starting of processes: a core can bear this many of them. */
const HURRIED_PER_CORE = 2;

/** How rounds are played. */
export interface PlayOptions {
  speed: number;
  signal: AbortSignal;
  /** Is told of each round as it ends. */
  onEnd?: ((end: RoundEnd) => void) | undefined;
}

let free = BOTS_AT_ONCE;
const waiting: { room: number; go: () => void }[] = [];

/** Plays the round of each seed, as many side by side as the machine bears. Order is that of their ends. */
export async function playRounds(
  seeds: readonly number[],
  { speed, signal, onEnd }: PlayOptions,
): Promise<RoundEnd[]> {
  const ends: RoundEnd[] = [];
  const queue = [...seeds];
  const share =
    speed === 1 ? 1 : Math.max(1, BOTS_AT_ONCE / (availableParallelism() * HURRIED_PER_CORE));
  const play = async () => {
    for (let seed = queue.shift(); seed !== undefined; seed = queue.shift()) {
      const round = planRound(seed);
      const room = Math.min(BOTS_AT_ONCE, round.setup.bots * share);
      await take(room);
      try {
        const end = await playRound(round, speed, signal);
        ends.push(end);
        onEnd?.(end);
      } finally {
        give(room);
      }
    }
  };
  await Promise.all(Array.from({ length: BOTS_AT_ONCE }, play));
  return ends;
}

/** The seeds of one setup among so many consecutive ones. */
export function seedsOf(setup: Setup, first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index).filter(
    (seed) => SETUPS[seed % SETUPS.length] === setup,
  );
}

function take(room: number): Promise<void> {
  if (waiting.length === 0 && free >= room) {
    free -= room;
    return Promise.resolve();
  }
  return new Promise((go) => waiting.push({ room, go }));
}

function give(room: number): void {
  free += room;
  for (let next = waiting[0]; next !== undefined && free >= next.room; next = waiting[0]) {
    free -= next.room;
    waiting.shift();
    next.go();
  }
}
