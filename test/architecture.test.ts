import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What each room may import: prefixes below `src/`, or packages. A room may always import itself. */
const ALLOWED: Record<string, readonly string[]> = {
  domain: ['@date-fns/tz'],
  northflank: ['domain/', 'undici', 'zod', 'node:'],
  survey: ['domain/', 'northflank/errors.ts', 'northflank/northflank.ts'],
  storage: ['domain/', 'kysely', 'pg', 'zod', 'node:'],
  digest: ['domain/', 'node:crypto'],
  doctor: ['domain/', 'northflank/errors.ts', 'northflank/northflank.ts', 'survey/concurrency.ts'],
  slack: ['domain/', 'northflank/errors.ts', '@slack/', 'undici', 'zod', 'node:'],
};

describe('rooms', () => {
  it.each(Object.entries(ALLOWED))('src/%s imports only what it may', (room, allowed) => {
    const foreign = globSync(`src/${room}/**/*.ts`).flatMap((file) =>
      importsOf(file)
        .map((specifier) => resolve(specifier, file))
        .filter((target) => ![`${room}/`, ...allowed].some((prefix) => target.startsWith(prefix)))
        .map((target) => `${file} imports ${target}`),
    );

    expect(foreign).toEqual([]);
  });
});

describe('src/slack', () => {
  it('builds messages and views without knowing what they answer', () => {
    const strays = globSync('src/slack/{messages,views}/*.ts').flatMap((file) =>
      importsOf(file)
        .map((specifier) => resolve(specifier, file))
        .filter((target) => /^slack\/(commands|actions|submissions)\//.test(target))
        .map((target) => `${file} imports ${target}`),
    );

    expect(strays).toEqual([]);
  });
});

describe('src', () => {
  it('reads the environment in main.ts only', () => {
    const readers = globSync('src/**/*.ts').filter((file) =>
      readFileSync(file, 'utf8').includes('process.env'),
    );

    expect(readers).toEqual(['src/main.ts'].filter((file) => readers.includes(file)));
  });

  it('knows nothing of the sandbox or the tests', () => {
    const strays = globSync('src/**/*.ts').filter((file) =>
      importsOf(file).some((specifier) => /(^|\/)(sandbox|test)\//.test(specifier)),
    );

    expect(strays).toEqual([]);
  });
});

function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(/(?:^import |^\}? ?.*\bfrom |\bimport\()'(?<specifier>[^']+)'/gm)].map(
    (match) => match.groups?.['specifier'] ?? '',
  );
}

/** `../domain/backup.ts` seen from `src/slack/x.ts` is `domain/backup.ts`; packages stay as they are. */
function resolve(specifier: string, file: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return normalize(join(dirname(file), specifier)).replace(/^src\//, '');
}
