import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig, VARIABLES } from '../src/config.ts';
import { COMMAND, VERBS } from '../src/slack/ids.ts';

const README = readFileSync('README.md', 'utf8');
const ENV_EXAMPLE = readFileSync('.env.example', 'utf8');

/** The part of the README under a heading, up to the next one. */
function under(heading: string): string {
  return README.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
}

/** `NAME=value` lines of the example, also those that are commented out. */
function exampleLines(): [name: string, value: string][] {
  return [...ENV_EXAMPLE.matchAll(/^#?(?<name>[A-Z_]+)=(?<value>.*)$/gm)].map(({ groups }) => [
    groups?.['name'] ?? '',
    groups?.['value'] ?? '',
  ]);
}

describe('the environment', () => {
  it('is told in the README variable for variable', () => {
    const rows = [...under('Environment').matchAll(/^\|.*\|$/gm)].map(([row]) => row).join('\n');
    const told = new Set(
      [...rows.matchAll(/`([A-Z]+(?:_[A-Z]+)*)`/g)].map(([, name = '']) => name),
    );
    told.delete('UTC');

    expect([...told].toSorted()).toEqual(VARIABLES.toSorted());
  });

  it('stands in .env.example variable for variable', () => {
    const names = exampleLines().map(([name]) => name);

    expect(names.toSorted()).toEqual(VARIABLES.toSorted());
  });

  it('is taken as .env.example has it, once the secrets are filled in', () => {
    const filled = {
      SLACK_BOT_TOKEN: 'xoxb-fake',
      SLACK_APP_TOKEN: 'xapp-fake',
      SLACK_SIGNING_SECRET: 'fake',
      NORTHFLANK_API_TOKEN: 'fake',
    };

    expect(() => parseConfig({ ...Object.fromEntries(exampleLines()), ...filled })).not.toThrow();
  });

  it('has the defaults that .env.example shows for what is commented out', () => {
    const tokens = {
      SLACK_BOT_TOKEN: 'xoxb-x',
      SLACK_APP_TOKEN: 'xapp-x',
      NORTHFLANK_API_TOKEN: 'x',
    };
    const defaults = ['SLACK_API_URL', 'NORTHFLANK_API_URL', 'SCHEDULE_TIMEZONE', 'VIEWERS'];
    const shown = exampleLines().filter(([name]) =>
      [...defaults, 'DATABASE_URL', 'PORT', 'LOG_LEVEL'].includes(name),
    );

    expect(parseConfig({ ...tokens, ...Object.fromEntries(shown) })).toEqual(parseConfig(tokens));
  });
});

describe('the README', () => {
  it('tells every verb of the command, and no other', () => {
    const told = [...under('What you can type').matchAll(/`\/\w+ (?<verb>[a-z-]+)/g)];
    const verbs = told.map(({ groups }) => groups?.['verb']);

    expect(new Set(verbs)).toEqual(new Set(VERBS));
    expect(under('What you can type')).toContain(`\`${COMMAND}\``);
  });

  it('asks Northflank for the permissions that the check names, and for no other', () => {
    const asked = [...README.matchAll(/^\| `(?<name>\w+(?: > \w+)+)`/gm)];
    const check = readFileSync('src/doctor/check-northflank.ts', 'utf8');
    const named = new Set(check.match(/(?:Project|Account)(?: > \w+)+/g));

    expect(new Set(asked.map(({ groups }) => groups?.['name']))).toEqual(named);
  });

  it('draws the rooms that there are', () => {
    const tree = under('Change it');
    const drawn = [...tree.matchAll(/^(?<path>[a-z/]+\/) {2,}/gm)].map(
      ({ groups }) => groups?.['path'] ?? '',
    );
    const rooms = globSync('src/*').filter((path) => statSync(path).isDirectory());

    expect(drawn).toEqual(expect.arrayContaining(rooms.map((room) => `${room}/`)));
    expect(drawn.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('has the test command that continuous integration calls', () => {
    expect(README).toContain('npm ci && npm test');
    expect(readFileSync('.ci/run', 'utf8')).toMatch(/^npm ci$.*\bnpm test\b/ms);
  });
});
