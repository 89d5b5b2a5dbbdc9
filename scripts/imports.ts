import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/**
 * What a file imports, as often as it does: files as paths from where the process runs, packages as they are.
 *
 * Types count like everything else.
 */
export function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  const statements = /(?:^import |^\}? ?.*\bfrom |\bimport\()'(?<specifier>[^']+)'/gm;
  return [...source.matchAll(statements)].map(({ groups }) =>
    resolve(groups?.['specifier'] ?? '', file),
  );
}

function resolve(specifier: string, file: string): string {
  return specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier;
}
