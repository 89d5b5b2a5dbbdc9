import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeMachine } from '../bench/machine.ts';
import { titleOf } from './case.ts';
import { documentRun } from './document.ts';
import { findCases } from './find-cases.ts';
import { choose, type Options, parseOptions, USAGE } from './options.ts';
import { describeEnd, summarize } from './report.ts';
import { type Ended, runCases } from './run-cases.ts';

const DOCUMENT = join(import.meta.dirname, '../../docs/reliability.md');

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
  const run = { ...options, seed, signal: stop.signal, tell: print };
  const from = performance.now();
  const ended = await runCases(chosen, run, (each) => print(describeEnd(each)));
  print(summarize(ended, seed));
  const tookMs = performance.now() - from;
  if (options.document) writeDocument(ended, { seed, all: options.all, tookMs });
  return ended.some(({ result }) => result.outcome === 'broken') ? 1 : 0;
}

function writeDocument(
  ended: readonly Ended[],
  run: { seed: number; all: boolean; tookMs: number },
): void {
  const machine = describeMachine(new Date());
  const before = readFileSync(DOCUMENT, 'utf8');
  writeFileSync(DOCUMENT, documentRun(before, ended, { ...run, machine }));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exit(await main(process.argv.slice(2)));
