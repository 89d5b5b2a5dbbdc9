import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describeMachine } from './machine.ts';
import { documentOf, lineOf } from './report.ts';
import { type Bench, FULL, type Row } from './row.ts';

const ROWS = join(import.meta.dirname, 'rows');
const DOCUMENT = join(import.meta.dirname, '../../docs/benchmarks.md');

/**
 * Every bench, by the name of its file.
 *
 * @throws {Error} that names a file without one.
 */
export async function findBenches(): Promise<Map<string, Bench>> {
  const benches = await Promise.all(
    readdirSync(ROWS)
      .toSorted()
      .map(async (file): Promise<[string, Bench]> => {
        const { bench }: { bench?: Bench } = await import(join(ROWS, file));
        if (bench === undefined) throw new Error(`test/bench/rows/${file} exports no bench.`);
        return [basename(file, '.ts'), bench];
      }),
  );
  return new Map(benches);
}

/** Runs what the words name, or all; writes the document only then: its figures are of one run. */
async function main(words: readonly string[]): Promise<void> {
  const rows: Row[] = [];
  for (const [name, bench] of await findBenches()) {
    if (words.length > 0 && !words.includes(name)) continue;
    for (const row of await bench.run(FULL)) {
      rows.push(row);
      process.stdout.write(`${lineOf(row)}\n`);
    }
  }
  if (words.length > 0) return;
  const before = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '';
  writeFileSync(DOCUMENT, documentOf({ rows, machine: describeMachine(new Date()), before }));
}

if (import.meta.main) await main(process.argv.slice(2));
