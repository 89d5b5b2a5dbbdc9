import { setImmediate as othersTurn } from 'node:timers/promises';
import * as fc from 'fast-check';
import type { Case, CaseContext, Result } from '../case.ts';

/** How many inputs an entry point is given in the whole set, and in the short one. */
const INPUTS = { all: 100_000, short: 2_000 };

/** After so many inputs the cases beside have their turn: a gate that stands still would be a fault of its own. */
const TURN_EVERY = 50;

/** An input that takes longer than this was meant to keep the bot busy, and did. */
const SLOW_MS = 1_000;

/** An entry point, and everything that may come in there. */
export interface EntryPoint<T> {
  name: string;
  required: string;
  inputs: fc.Arbitrary<T>;
  /** Inputs that cost so much to make that fewer must do. */
  share?: number;
  /**
   * Feeds one input.
   *
   * @returns whether it was understood, rather than refused as it should be.
   * @throws {Error} when it was neither.
   */
  feed: (input: T) => boolean | Promise<boolean>;
}

/** The case that feeds an entry point; a failure prints the smallest input that shows it, and its seed. */
export function feeding<T>(entry: EntryPoint<T>): Case {
  return {
    name: entry.name,
    required: entry.required,
    limitMs: 10 * 60_000,
    run: (context) => run(entry, context),
  };
}

async function run<T>(
  { inputs, share = 1, feed }: EntryPoint<T>,
  context: CaseContext,
): Promise<Result> {
  const numRuns = Math.ceil((context.all ? INPUTS.all : INPUTS.short) * share);
  let fed = 0;
  let understood = 0;
  let slowestMs = 0;
  const property = fc.asyncProperty(inputs, async (input) => {
    const from = performance.now();
    if (await feed(input)) understood += 1;
    slowestMs = Math.max(slowestMs, performance.now() - from);
    fed += 1;
    if (fed % TURN_EVERY === 0) await othersTurn();
  });
  const details = await fc.check(property, { numRuns, seed: context.seed, endOnFailure: true });
  const figure = `${understood} of ${details.numRuns} understood, slowest ${slowestMs.toFixed(1)} ms`;
  if (details.failed) {
    const smallest = fc.stringify(details.counterexample?.[0]).slice(0, 500);
    const reason = String(details.errorInstance).slice(0, 500);
    const seen = [`seed ${details.seed}, path ${details.counterexamplePath}`, smallest, reason];
    return { outcome: 'broken', figure, details: seen };
  }
  // What understands nothing was not tried.
  const isSound = understood > 0 && slowestMs <= SLOW_MS;
  return { outcome: isSound ? 'held' : 'broken', figure };
}
