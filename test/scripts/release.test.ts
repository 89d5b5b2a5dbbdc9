import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { killChildren, startNode, startProcess } from '../child-process.ts';

const RELEASE = resolve('scripts/release.ts');
const CHANGELOG = '# Changelog\n\n## Unreleased\n\n- Something new.\n';

let root: string;
/** The scratch repository. */
let folder: string;
let registry: Server;
/** What the registry answers an audit with; anything else is none of its business. */
let advisories: { status: number; body: object };

beforeEach(async () => {
  advisories = { status: 200, body: {} };
  registry = createServer((request, response) => {
    const isAudit = request.url?.includes('/security/advisories/bulk') === true;
    response.writeHead(isAudit ? advisories.status : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isAudit ? advisories.body : {}));
  });
  await new Promise<void>((done) => registry.listen(0, '127.0.0.1', done));
  root = mkdtempSync(join(tmpdir(), 'backups-release-'));
  folder = join(root, 'repository');
  mkdirSync(folder);
  write('CHANGELOG.md', CHANGELOG);
  writePackage('exit 0');
  await git('init', '--quiet', '--initial-branch=main');
  await commit();
});
afterEach(async () => {
  killChildren();
  registry.closeAllConnections();
  await new Promise((done) => registry.close(done));
  rmSync(root, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

/** A package with one dependency in production; `test` is what its test script runs. */
function writePackage(test: string): void {
  const own = { name: 'scratch', version: '0.1.0', dependencies: { left: '^1.0.0' } };
  const lock = {
    lockfileVersion: 3,
    requires: true,
    packages: { '': own, 'node_modules/left': { version: '1.0.0' } },
  };
  write('package.json', `${JSON.stringify({ ...own, scripts: { test } }, undefined, 2)}\n`);
  write('package-lock.json', `${JSON.stringify({ name: 'scratch', version: '0.1.0', ...lock })}\n`);
}

function environment(): Record<string, string> {
  const port = (registry.address() as AddressInfo).port;
  const person = ['AUTHOR', 'COMMITTER'].flatMap((who) => [
    [`GIT_${who}_NAME`, 'Somebody'],
    [`GIT_${who}_EMAIL`, 'somebody@example.com'],
  ]);
  return {
    HOME: root,
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_cache: join(root, 'cache'),
    npm_config_fetch_retries: '0',
    npm_config_update_notifier: 'false',
    ...Object.fromEntries(person),
  };
}

async function git(...args: string[]): Promise<string> {
  const child = startProcess('git', args, { cwd: folder, env: environment() });
  expect({ code: await child.exited, stderr: child.stderr }).toMatchObject({ code: 0 });
  return child.stdout.trim();
}

async function commit(): Promise<void> {
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'Something');
}

/** Runs the script in the scratch repository. */
async function release(...args: string[]) {
  const child = startNode([RELEASE, ...args], { cwd: folder, env: environment() });
  const code = await child.exited;
  return { code, said: child.stdout, complaint: child.stderr };
}

async function unchanged(): Promise<void> {
  expect(await git('log', '--format=%s')).toBe('Something');
  expect(await git('tag')).toBe('');
  expect(readFileSync(join(folder, 'CHANGELOG.md'), 'utf8')).toBe(CHANGELOG);
}

describe('the release script', () => {
  it('checks everything and changes nothing unless told to', async () => {
    const { code, said } = await release('minor');

    expect(code).toBe(0);
    expect(said).toContain('npm audit knows of no vulnerable dependency');
    expect(said).toContain('Nothing is changed. With --really, 0.1.0 becomes 0.2.0');
    await unchanged();
    expect(await git('status', '--porcelain')).toBe('');
  });

  it('moves the news under the version, sets it everywhere, commits and tags', async () => {
    const { code } = await release('minor', '--really');

    expect(code).toBe(0);
    expect(await git('log', '-1', '--format=%s')).toBe('Release 0.2.0');
    expect(await git('describe')).toBe('v0.2.0');
    expect(await git('status', '--porcelain')).toBe('');
    expect(await git('show', 'HEAD:CHANGELOG.md')).toMatch(
      /^# Changelog\n\n## Unreleased\n\n## 0\.2\.0 \(\d{4}-\d\d-\d\d\)\n\n- Something new\.$/,
    );
    const files = await Promise.all(
      ['package.json', 'package-lock.json'].map((name) => git('show', `HEAD:${name}`)),
    );
    expect(files.map((text) => (JSON.parse(text) as { version: string }).version)).toEqual([
      '0.2.0',
      '0.2.0',
    ]);
  });

  it.each([
    {
      what: 'changes that are not committed',
      prepare: async () => write('stray.txt', 'x'),
      says: 'not committed',
    },
    {
      what: 'another branch',
      prepare: async () => void (await git('switch', '--quiet', '--create', 'side')),
      says: 'not from side',
    },
    {
      what: 'a tag that is there',
      prepare: async () => void (await git('tag', 'v0.2.0')),
      says: 'v0.2.0 is there already',
    },
  ])('stops at $what', async ({ prepare, says }) => {
    await prepare();

    const { code, complaint } = await release('minor', '--really');

    expect(code).toBe(1);
    expect(complaint).toContain(says);
    expect(await git('log', '--format=%s')).toBe('Something');
  });

  it('stops when a test fails', async () => {
    writePackage('exit 3');
    await git('commit', '--quiet', '--all', '--amend', '--no-edit');

    const { code, complaint } = await release('minor', '--really');

    expect(code).toBe(1);
    expect(complaint).toContain('Tests fail.');
    await unchanged();
  });

  it('stops at a vulnerable dependency, whatever it is told', async () => {
    const advisory = { id: 1, title: 'Bad', severity: 'high', vulnerable_versions: '<2', url: 'x' };
    advisories.body = { left: [advisory] };

    const { code, complaint } = await release('minor', '--really', '--without-audit');

    expect(code).toBe(1);
    expect(complaint).toContain('npm audit found 1 high');
    await unchanged();
  });

  it('stops when nobody answers the audit, unless told to go on without', async () => {
    advisories.status = 405;

    const refused = await release('minor', '--really');
    const gone = await release('minor', '--without-audit');

    expect(refused.code).toBe(1);
    expect(refused.complaint).toContain('npm audit got no answer (405 Method Not Allowed)');
    expect(gone.code).toBe(0);
    expect(gone.said).toContain('not known whether a dependency is vulnerable');
    await unchanged();
  });

  it('says how it is used when no version is given', async () => {
    const { code, complaint } = await release();

    expect(code).toBe(1);
    expect(complaint).toContain('npm run release -- <major | minor | patch');
  });
});
