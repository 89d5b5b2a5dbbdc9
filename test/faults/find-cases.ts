import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Case, type NamedCase, titleOf } from './case.ts';

/**
 * Every case: each `<group>/<anything>.cases.ts` beside this file exports some as `cases`.
 *
 * @throws {Error} that names a file without cases, or a title that two cases share.
 */
export async function findCases(): Promise<NamedCase[]> {
  const files = globSync('*/*.cases.ts', { cwd: import.meta.dirname }).toSorted();
  const found = await Promise.all(files.map(casesOf));
  const cases = found.flat();
  const titles = cases.map(titleOf);
  const twice = titles.find((title, index) => titles.indexOf(title) !== index);
  if (twice !== undefined) throw new Error(`Two cases are called "${twice}".`);
  return cases;
}

async function casesOf(file: string): Promise<NamedCase[]> {
  const { cases }: { cases?: readonly Case[] } = await import(join(import.meta.dirname, file));
  if (cases === undefined) throw new Error(`test/faults/${file} exports no cases.`);
  const group = basename(dirname(file));
  return cases.map((each) => ({ ...each, group }));
}
