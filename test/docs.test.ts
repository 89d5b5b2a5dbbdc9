import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageFile from '../package.json' with { type: 'json' };
import { VARIABLES } from '../src/config.ts';
import { COMMAND, VERBS } from '../src/slack/ids.ts';
import { anchorsOf, codeOf, type Page, readPages, targetsOf } from './markdown.ts';

const pages = readPages();
const fences = pages.flatMap((page) => page.fences);
const shell = fences.filter(({ language }) => language === 'sh');

/** Each page with what it says wrongly. */
function wrong(find: (page: Page) => string[]): string[] {
  return pages.flatMap((page) => find(page).map((what) => `${page.path}: ${what}`));
}

/** Prose, code in backticks and blocks alike. */
function wholeOf({ prose, fences: blocks }: Page): string {
  return [prose, ...blocks.map(({ text }) => text)].join('\n');
}

describe('the documentation', () => {
  it('links to files and headings that exist', () => {
    const broken = wrong((page) =>
      targetsOf(page)
        .filter((target) => !/^https?:/.test(target))
        .filter((target) => {
          const [file = '', anchor] = target.split('#');
          const path = file === '' ? page.path : join(dirname(page.path), file);
          const linked = pages.find((other) => other.path === path);
          const isThere = linked === undefined ? existsSync(path) : true;
          return !isThere || (anchor !== undefined && !anchorsOf(linked ?? page).includes(anchor));
        }),
    );

    expect(broken).toEqual([]);
  });

  it('names files that exist', () => {
    const folders = /^(?:\.ci|docs|sandbox|scripts|src|test)\/[\w./*-]*$/;
    const files = /^\.?[\w-]+(?:\.[\w-]+)*\.(?:json|md|ts|ya?ml|example)$|^Dockerfile$/;
    const missing = wrong((page) =>
      codeOf(page)
        .filter((code) => folders.test(code) || files.test(code))
        .filter(
          (path) => globSync(path).length === 0 && globSync(`**/${path}`, { exclude }).length === 0,
        ),
    );

    expect(missing).toEqual([]);
  });

  it('names npm scripts that package.json has', () => {
    const named = /\bnpm (?:run (?:--silent )?(?<run>[\w:-]+)|(?<own>start|test)\b)/g;
    const unknown = wrong((page) =>
      [...wholeOf(page).matchAll(named)]
        .map(({ groups }) => groups?.['run'] ?? groups?.['own'] ?? '')
        .filter((name) => !(name in packageFile.scripts)),
    );

    expect(unknown).toEqual([]);
  });

  it('names flags that the bot takes', () => {
    const main = readFileSync('src/main.ts', 'utf8');
    const named = /(?:npm start --|run --silent start --|src\/main\.ts) (?<flag>--[\w-]+)/g;
    const unknown = wrong((page) =>
      [...wholeOf(page).matchAll(named)]
        .map(({ groups }) => groups?.['flag'] ?? '')
        .filter((flag) => !main.includes(`'${flag}'`)),
    );

    expect(unknown).toEqual([]);
  });

  it('starts the bot by itself only with its .env, which Node alone does not read', () => {
    const unread = wrong((page) =>
      codeOf(page)
        .filter((code) => /^(?!docker ).*\bnode .*src\/main\.ts/.test(code))
        .filter((code) => !code.includes('--env-file')),
    );

    expect(unread).toEqual([]);
  });

  it('names verbs that the command has', () => {
    const named = new RegExp(`${COMMAND} (?<verb>[a-z-]+)`, 'g');
    const unknown = wrong((page) =>
      [...wholeOf(page).matchAll(named)]
        .map(({ groups }) => groups?.['verb'] ?? '')
        .filter((verb) => !VERBS.some((known) => known === verb)),
    );

    expect(unknown).toEqual([]);
  });

  it('names variables and constants that something reads', () => {
    const ours = globSync(['src/**/*.ts', 'sandbox/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts']);
    const sources = ['.ci/run', ...ours]
      .filter((path) => path !== 'test/docs.test.ts')
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const unknown = wrong((page) =>
      codeOf(page)
        .flatMap((code) => /^(?<name>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=|$)/.exec(code)?.[1] ?? [])
        .filter((name) => !VARIABLES.includes(name.replace(/_FILE$/, '')))
        .filter((name) => !sources.includes(name)),
    );

    expect(unknown).toEqual([]);
  });
});

describe('a command that the documentation shows', () => {
  it('stands in a block of its own kind', () => {
    const kinds = new Set(fences.map(({ language }) => language));

    expect(kinds).not.toContain('');
    expect(kinds).not.toContain('bash');
    expect(kinds).not.toContain('shell');
  });

  it.each(shell)('$where is run by a test, or says why not', ({ mark, text }) => {
    // Without a mark test/documented-commands.test.ts runs it as it stands.
    if (mark === undefined) return;
    expect(mark).toMatch(/^run by \S+(?: and \S+)*$|^not run here: .{4,}$/);
    const files = /^run by (?<files>.+)$/.exec(mark)?.groups?.['files']?.split(' and ') ?? [];
    const runners = files.map((path) => readFileSync(path, 'utf8'));
    const isRun = (proof: string[]): boolean =>
      runners.some((runner) => proof.every((word) => runner.includes(word)));

    expect(proofsOf(text).filter((proof) => files.length > 0 && !isRun(proof))).toEqual([]);
  });
});

/** For each command of a block the words that a test which runs it must hold: the file it starts, and its flags. */
function proofsOf(text: string): string[][] {
  return text
    .split(/\n|&&/)
    .map((command) => command.trim())
    .filter((command) => command !== '')
    .map((command) => {
      const script = /^npm (?:run )?(?:--silent )?(?<name>[\w:-]+)/.exec(command)?.groups?.['name'];
      const behind = Object.entries(packageFile.scripts).find(([name]) => name === script)?.[1];
      const file = /\S+\.ts\b/.exec(behind ?? command)?.[0] ?? command;
      return [
        file,
        ...(/ -- (?<flags>.*)$/.exec(command)?.groups?.['flags']?.match(/--[\w-]+/g) ?? []),
      ];
    });
}

function exclude(path: string): boolean {
  return path.includes('node_modules');
}
