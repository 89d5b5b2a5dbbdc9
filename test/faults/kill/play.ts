import { freemem } from 'node:os';
import { planRound, SETUPS, type Setup } from './plan.ts';
import { playRound, type RoundEnd } from './round.ts';

/** Bots at once, over all cases: each takes some 150 MB, and a Postgres server 100 connections. */
const BOTS_AT_ONCE = Math.min(24, Math.floor(freemem() / 300e6));
/** Nearly all of a hurried round is the starting of processes, which wants the machine's cores. */
const HURRIED_AT_ONCE = 6;

/** How rounds are played. */
export interface PlayOptions {
  speed: number;
  signal: AbortSignal;
  /** Is told of each round as it ends. */
  onEnd?: ((end: RoundEnd) => void) | undefined;
}

let free = BOTS_AT_ONCE;
const waiting: { bots: number; go: () => void }[] = [];

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
      await take(bots);
      try {
        const end = await playRound(round, speed, signal);
        ends.push(end);
        onEnd?.(end);
      } finally {
        give(bots);
      }
    }
  };
  const atOnce = speed === 1 ? BOTS_AT_ONCE : HURRIED_AT_ONCE;
  await Promise.all(Array.from({ length: atOnce }, play));
  return ends;
}

/** The seeds of one setup among so many consecutive ones. */
export function seedsOf(setup: Setup, first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index).filter(
    (seed) => SETUPS[seed % SETUPS.length] === setup,
  );
}

function take(bots: number): Promise<void> {
  if (waiting.length === 0 && free >= bots) {
    free -= bots;
    return Promise.resolve();
  }
  return new Promise((go) => waiting.push({ bots, go }));
}

function give(bots: number): void {
  free += bots;
  for (let next = waiting[0]; next !== undefined && free >= next.bots; next = waiting[0]) {
    free -= next.bots;
    waiting.shift();
    next.go();
  }
}
