import { readdirSync } from 'node:fs';
import { basename } from 'node:path';

/** Something worth measuring: what every other module of this folder exports as `bench`. */
export interface Bench {
  /** What is measured, in a few words. */
  name: string;
  /** Measures once; alone, since two at a time would measure each other. */
  run: () => readonly Figure[] | Promise<readonly Figure[]>;
}

/** One measured value, with its unit, and what it is of. */
export interface Figure {
  of: string;
  value: string;
}

/**
 * Every bench of this folder, by name of its file.
 *
 * @throws {Error} that names a file without one.
 */
export async function findBenches(): Promise<Bench[]> {
  const files = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && !/(^|\.)(main|test)\.ts$/.test(file))
    .toSorted();
  return await Promise.all(
    files.map(async (file) => {
      const { bench }: { bench?: Bench } = await import(`./${basename(file)}`);
      if (bench === undefined) throw new Error(`test/bench/${file} exports no bench.`);
      return bench;
    }),
  );
}

/** Rows of equal columns, the name of a bench only in its first. */
export function tableOf(results: readonly { name: string; figures: readonly Figure[] }[]): string {
  const rows = results.flatMap(({ name, figures }) =>
    figures.map(({ of, value }, index) => [index === 0 ? name : '', of, value] as const),
  );
  const [names, subjects, values] = [0, 1, 2].map((column) =>
    Math.max(0, ...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map(([name, of, value]) =>
      [name.padEnd(names ?? 0), of.padEnd(subjects ?? 0), value.padStart(values ?? 0)].join('  '),
    )
    .join('\n');
}

if (import.meta.main) {
  const results = [];
  for (const { name, run } of await findBenches()) results.push({ name, figures: await run() });
  process.stdout.write(`${tableOf(results)}\n`);
}
