import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IMAGE_START } from '../../image.ts';
import { APP } from '../world/slack.ts';
import type { World } from '../world/start-world.ts';

/** An app as its own process. */
export interface RunningApp extends AsyncDisposable {
  /** From the start of the process until it is ready. */
  startMs: number;
  /** Most memory that it ever held, in MB of 1,000,000 bytes, as the kernel counts it. */
  peakMb: () => number;
}

/** What is started. */
export interface AppWish {
  world: World;
  /** The bot as production runs it, or a Bolt app that only acknowledges. */
  app: 'bot' | 'bare';
  /** Where the bot keeps its store. */
  folder: string;
  env?: Readonly<Record<string, string>>;
  flags?: readonly string[];
}

const ROOT = join(import.meta.dirname, '../../..');

/** The bot runs as its image runs it. */
const BOT = IMAGE_START.args;
const BOT_ENVIRONMENT = {
  ...IMAGE_START.environment,
  NODE_COMPILE_CACHE: join(tmpdir(), 'backups-bench-compiled'),
};
const WAYS = {
  bot: { args: BOT, env: BOT_ENVIRONMENT },
  bare: { args: ['test/bench/subjects/bare-bolt.js'], env: {} },
};

let isCompiled = false;

/** Compiles what a start loads, as the build of the image does. */
function compileOnce(): void {
  if (isCompiled) return;
  spawnSync(process.execPath, [...BOT, '--check'], { cwd: ROOT, env: BOT_ENVIRONMENT });
  isCompiled = true;
}

/** Starts an app in a world; resolves when it says that it has started. */
export async function startApp(wish: AppWish): Promise<RunningApp> {
  const { world, app, folder, env = {}, flags = [] } = wish;
  const way = WAYS[app];
  if (app === 'bot') compileOnce();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...way.args, ...flags], {
    cwd: ROOT,
    env: {
      ...way.env,
      PATH: process.env['PATH'],
      SLACK_BOT_TOKEN: 'xoxb-bench',
      SLACK_APP_TOKEN: `xapp-1-${APP}-bench`,
      SLACK_API_URL: `${world.url}/api/`,
      NORTHFLANK_API_TOKEN: 'nf-bench',
      NORTHFLANK_API_URL: world.url,
      DATABASE_URL: `sqlite:${join(folder, 'backups.db')}`,
      PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  let written = '';
  const started = new Promise<void>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      written += text;
      if (written.includes('"event":"started"')) resolve();
    });
  });
  const ready = await Promise.race([started.then(() => true), ended.then(() => false)]);
  if (!ready) throw new Error(`the ${app} app ended at once:\n${written}`);
  return {
    startMs: performance.now() - startedAt,
    peakMb: () => peakMb(child.pid),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function peakMb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = /^VmHWM:\s+(?<kb>\d+) kB$/m.exec(status)?.groups?.['kb'];
  return (Number(kilobytes) * 1024) / 1_000_000;
}
