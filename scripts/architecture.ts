import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { drawRooms, withDiagram } from './draw-rooms.ts';
import { importsOf } from './imports.ts';

const PAGE = 'docs/architecture.md';

/** `docs/architecture.md` as it is, and as it would be with its diagram drawn from the imports of `src/`. */
export function drawArchitecture(): { now: string; drawn: string } {
  const files = globSync('src/**/*.ts').map((file) => ({
    file: relative('src', file),
    imports: importsOf(file)
      .filter((target) => target.startsWith('src/'))
      .map((target) => relative('src', target)),
  }));
  const now = readFileSync(PAGE, 'utf8');
  return { now, drawn: withDiagram(now, drawRooms(files)) };
}

if (import.meta.main) writeFileSync(PAGE, drawArchitecture().drawn);
