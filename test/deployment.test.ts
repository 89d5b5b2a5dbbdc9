import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageFile from '../package.json' with { type: 'json' };
import { type SandboxNorthflank, startNorthflank } from '../sandbox/northflank.ts';
import { IDS, messageOf, type SandboxSlack, startSlack } from '../sandbox/slack.ts';
import { type Child, killChildren, startNode, startProcess } from './child-process.ts';
import { argumentsOf, readDockerfile, startOf, textsOf } from './dockerfile.ts';
import { isAnswer } from './e2e/is-answer.ts';

const APP_TOKEN = `xapp-1-${IDS.app}-fake`;
/** What the bot needs beside Node itself may not outgrow this. */
const MOST_MEGABYTES = 60;

const [dependencies = [], runtime = []] = readDockerfile(readFileSync('Dockerfile', 'utf8'));
/** What the build sees of the project. */
const context = readFileSync('.dockerignore', 'utf8').trim().split('\n');
const [everything, ...admitted] = context;

let root: string;
let app: string;
let slack: SandboxSlack;
let northflank: SandboxNorthflank;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'backups-deployment-'));
  app = join(root, 'app');
  mkdirSync(app);
  mkdirSync(join(root, 'home'));
  const now = (): Date => new Date();
  slack = await startSlack({ now, botToken: 'xoxb-fake', appToken: APP_TOKEN });
  northflank = await startNorthflank({ token: 'nf-fake', now });
});
afterAll(async () => {
  killChildren();
  await slack.close();
  await northflank.close();
  rmSync(root, { recursive: true, force: true });
  // Thousands of files, on a machine that may be busy.
}, 120_000);

/** `COPY a b folder` of files that are part of the project. */
function copy(text: string): void {
  const names = text.split(' ');
  const target = names.pop() ?? '';
  for (const name of names) {
    expect(admitted).toContain(`!${name}`);
    cpSync(name, join(app, target === './' ? name : target), { recursive: true });
  }
}

/** npm's own settings of this machine, and the cache that the project's own installation filled. */
function npmEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      /^(HOME|(https?|no)_proxy|npm_config_.*|NODE_EXTRA_CA_CERTS)$/i.test(entry[0]) &&
      entry[1] !== undefined,
  );
  return { ...Object.fromEntries(kept), npm_config_prefer_offline: 'true' };
}

/** Every file but those in `data/` and what Node compiled, with its size and the time of its last change. */
function filesOf(folder: string): string[] {
  return globSync('**', { cwd: folder, withFileTypes: true, exclude: ['app/data', 'app/compiled'] })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, statSync(path)] as const)
    .map(([path, { size, mtimeMs }]) => `${path} ${size} ${mtimeMs}`)
    .toSorted();
}

function megabytesOf(folder: string): number {
  const bytes = globSync('**', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return Math.round(bytes / 1e6);
}

/** The user that the image runs as. */
const NODE_USER = 1000;

/** Starts the bot as the image does. */
function start(): Child {
  return startNode(startOf(runtime).args, { cwd: app, env: environment() });
}

/**
 * Starts it as a container does that was given nothing: another user without a single capability, on a
 * file system of which it may write `data/` alone.
 */
function startConfined(): Child {
  const { args } = startOf(runtime);
  const confine = [
    `mount --bind ${app}/data ${app}/data`,
    'mount -o remount,bind,ro /',
    // What is mounted below the root is not part of it.
    `for at in /tmp /dev/shm; do if mountpoint -q $at; then mount -o remount,bind,ro $at; fi; done`,
    `cd ${app}`,
    `exec setpriv --reuid=${NODE_USER} --regid=${NODE_USER} --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all -- "$0" "$@"`,
  ];
  const command = ['--mount', '--propagation', 'private', 'sh', '-euc', confine.join('\n')];
  return startProcess('unshare', [...command, process.execPath, ...args], { env: environment() });
}

/** What the image sets, with this very Node before all others. */
function compileEnvironment(): Record<string, string> {
  return {
    ...startOf(runtime).environment,
    PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
  };
}

function environment(): Record<string, string> {
  return {
    ...startOf(runtime).environment,
    HOME: join(root, 'home'),
    TMPDIR: join(root, 'home'),
    SLACK_BOT_TOKEN: 'xoxb-fake',
    SLACK_APP_TOKEN: APP_TOKEN,
    SLACK_API_URL: slack.apiUrl,
    NORTHFLANK_API_TOKEN: 'nf-fake',
    NORTHFLANK_API_URL: northflank.url,
    PORT: '0',
  };
}

describe('the Dockerfile', () => {
  it('runs as somebody without rights, writes to one folder, and looks at its own health', () => {
    expect(textsOf(runtime, 'USER')).toEqual(['node']);
    expect(textsOf(runtime, 'VOLUME')).toEqual(['/app/data']);
    expect(textsOf(runtime, 'HEALTHCHECK')).toHaveLength(1);
    // The JSON form, which needs no shell.
    const { args, environment: given } = startOf(runtime);
    expect(given).toMatchObject({ NODE_ENV: 'production', MALLOC_ARENA_MAX: '1' });
    expect(args.at(-1)).toBe('src/main.ts');
    expect(packageFile.scripts.start).toBe(
      ['node', ...args.slice(0, -1), '--env-file-if-exists=.env', 'src/main.ts'].join(' '),
    );
    expect(argumentsOf(textsOf(runtime, 'HEALTHCHECK')[0] ?? '')[0]).toBe('node');
    expect(textsOf(dependencies, 'FROM')).toEqual(['node:24-slim AS dependencies']);
    expect(textsOf(runtime, 'FROM')).toEqual(['node:24-slim']);
    expect(everything).toBe('**');
  });

  it('has only steps that the next test takes as well', () => {
    const keywords = [...dependencies, ...runtime].map(({ keyword }) => keyword);

    expect(new Set(keywords)).toEqual(
      new Set('FROM WORKDIR COPY RUN ENV USER VOLUME EXPOSE HEALTHCHECK ENTRYPOINT'.split(' ')),
    );
    expect(textsOf(dependencies, 'RUN')).toEqual(['npm ci --omit=dev --ignore-scripts']);
    const [, ...options] = argumentsOf(textsOf(runtime, 'ENTRYPOINT')[0] ?? '');
    expect(textsOf(runtime, 'RUN')).toEqual([
      'mkdir data compiled && chown node:node data compiled',
      // With the options of the start, since what was compiled with others is not used.
      `node ${options.join(' ')} --check || true`,
    ]);
  });
});

describe('the steps of the Dockerfile, without Docker', () => {
  it('make a bot that starts, answers, writes to data/ only, and stops', async (test) => {
    textsOf(dependencies, 'COPY').forEach(copy);
    const [install = ''] = textsOf(dependencies, 'RUN');
    const installing = startProcess('sh', ['-c', install], { cwd: app, env: npmEnvironment() });
    const code = await installing.exited;
    test.skip(
      /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH/.test(installing.stderr),
      'npm’s registry cannot be reached, so what production installs is not tested',
    );
    expect({ code, stderr: installing.stderr }).toMatchObject({ code: 0 });
    mkdirSync(join(app, 'data'));
    textsOf(runtime, 'COPY')
      .filter((text) => !text.startsWith('--from='))
      .forEach(copy);
    mkdirSync(join(app, 'compiled'));
    const [, compile = ''] = textsOf(runtime, 'RUN');
    const compiling = startProcess('sh', ['-c', compile], { cwd: app, env: compileEnvironment() });
    expect(await compiling.exited).toBe(0);
    expect(globSync('compiled/*/*', { cwd: app }).length).toBeGreaterThan(200);
    const megabytes = megabytesOf(join(app, 'node_modules'));
    process.stdout.write(`production node_modules: ${megabytes} MB\n`);
    const before = filesOf(root);

    const bot = start();
    await bot.wrote('stderr', '"event":"started"');
    const port = /"port":(?<port>\d+)/.exec(bot.stderr)?.groups?.['port'] ?? '';
    const answer = await slack
      .user(IDS.viewer)
      .command('/backups', 'destinations', { until: isAnswer });
    const healthy = await fetch(`http://127.0.0.1:${port}/healthz`);
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
    const [check = ''] = textsOf(runtime, 'HEALTHCHECK');
    const looking = startNode(argumentsOf(check).slice(1), { env: { PORT: port } });

    expect(messageOf(answer).text).toContain('5 backup destinations');
    expect([healthy.status, ready.status, await looking.exited]).toEqual([200, 200, 0]);
    bot.kill('SIGTERM');
    expect(await bot.exited).toBe(0);
    expect(filesOf(root)).toEqual(before);
    expect(globSync('data/*', { cwd: app })).toContain('data/backups.db');
    expect(megabytes).toBeLessThan(MOST_MEGABYTES);
  }, 180_000);

  it('make a bot that needs no rights and no file but data/', async (test) => {
    test.skip(!existsSync(join(app, 'node_modules')), 'what production installs is not there');
    const mayConfine = startProcess('sh', ['-c', 'command -v setpriv && unshare --mount true']);
    test.skip(
      (await mayConfine.exited) !== 0,
      'here nobody may be confined: that takes root and unshare',
    );
    chmodSync(root, 0o755);
    for (const path of ['data', ...globSync('data/*', { cwd: app })]) {
      chownSync(join(app, path), NODE_USER, NODE_USER);
    }

    const bot = startConfined();
    await bot.wrote('stderr', '"event":"started"');
    const answer = await slack
      .user(IDS.viewer)
      .command('/backups', 'destinations', { until: isAnswer });

    expect(messageOf(answer).text).toContain('5 backup destinations');
    const status = readFileSync(`/proc/${bot.pid}/status`, 'utf8');
    expect(status).toMatch(new RegExp(`^Uid:(\\s${NODE_USER}){4}$`, 'm'));
    expect(status).toMatch(/^CapEff:\s0+$/m);
    expect(status).toMatch(/^CapBnd:\s0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\s1$/m);
    const mounts = readFileSync(`/proc/${bot.pid}/mountinfo`, 'utf8').split('\n');
    const optionsOf = (path: string) =>
      mounts.findLast((line) => line.split(' ')[4] === path)?.split(' ')[5];
    expect(optionsOf('/')).toMatch(/^ro\b/);
    expect(optionsOf(join(app, 'data'))).toMatch(/^rw\b/);
    bot.kill('SIGTERM');
    expect(await bot.exited).toBe(0);
  }, 60_000);

  it('have a health check that fails when nobody listens', async () => {
    const [check = ''] = textsOf(runtime, 'HEALTHCHECK');

    const looking = startNode(argumentsOf(check).slice(1), { env: { PORT: '9' } });

    expect(await looking.exited).toBe(1);
  });
});
