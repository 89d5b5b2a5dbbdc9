import { titleOf } from './case.ts';
import { findCases } from './find-cases.ts';
import { choose, type Options, parseOptions, USAGE } from './options.ts';
import { describeEnd, summarize } from './report.ts';
import { runCases } from './run-cases.ts';

/** What runs when no seed is given: the same in every run, so that a short run compares with the last. */
const SEED = 1;

/** Runs the cases that were asked for. Returns the exit code: 0 all held, 1 some broke, 2 nothing to run. */
async function main(argv: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(argv);
  } catch (error) {
    print(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return 2;
  }
  const chosen = choose(await findCases(), options);
  if (options.list) {
    for (const each of chosen) print(`${titleOf(each)}  →  ${each.required}`);
    return 0;
  }
  if (chosen.length === 0) {
    print('No case fits.');
    return 2;
  }
  const seed = options.seed ?? SEED;
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const ended = await runCases(chosen, { ...options, seed, signal: stop.signal }, (each) =>
    print(describeEnd(each)),
  );
  print(summarize(ended, seed));
  return ended.some(({ result }) => result.outcome === 'broken') ? 1 : 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exit(await main(process.argv.slice(2)));
