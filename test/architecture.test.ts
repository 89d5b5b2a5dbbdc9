import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawArchitecture } from '../scripts/architecture.ts';
import { importsOf } from '../scripts/imports.ts';

/** What each room may import: prefixes below `src/`, or packages. A room may always import itself. */
const ALLOWED: Record<string, readonly string[]> = {
  domain: ['@date-fns/tz'],
  northflank: ['domain/', 'undici', 'zod', 'node:'],
  survey: ['domain/', 'northflank/errors.ts', 'northflank/northflank.ts', 'node:'],
  storage: ['domain/', 'kysely', 'pg', 'zod', 'node:'],
  digest: ['domain/', 'node:crypto'],
  doctor: ['domain/', 'northflank/errors.ts', 'northflank/northflank.ts', 'survey/concurrency.ts'],
  telemetry: [
    'domain/',
    'northflank/northflank.ts',
    'package.json',
    'pino',
    'prom-client',
    'undici',
    'node:',
  ],
  slack: ['domain/', 'northflank/errors.ts', '@slack/', 'undici', 'zod', 'node:'],
};

describe('rooms', () => {
  it.each(Object.entries(ALLOWED))('src/%s imports only what it may', (room, allowed) => {
    const foreign = globSync(`src/${room}/**/*.ts`).flatMap((file) =>
      importsOf(file)
        .map((target) => target.replace(/^src\//, ''))
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
        .filter((target) =>
          /^src\/slack\/(commands\/|submissions\/|digest-settings\/clicks\.)/.test(target),
        )
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

  it('knows nothing of the sandbox, the scripts or the tests', () => {
    const strays = globSync('src/**/*.ts').filter((file) =>
      importsOf(file).some((target) => /^(sandbox|scripts|test)\//.test(target)),
    );

    expect(strays).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  it('shows the imports that there are; npm run architecture draws them anew', () => {
    const { now, drawn } = drawArchitecture();

    expect(now).toBe(drawn);
  });
});
