import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bot, type Overrides, startBot } from '../src/bot.ts';
import { parseConfig } from '../src/config.ts';
import type { Log } from '../src/domain/log.ts';
import { openSurroundings, type Surroundings, type SurroundingsOptions } from './surroundings.ts';

/** How a sandbox is started. */
export interface SandboxOptions extends Partial<SurroundingsOptions> {
  log?: Log | undefined;
  /** How the bot waits before it looks again; real time when absent. */
  wait?: ((ms: number) => Promise<void>) | undefined;
  /** How the bot waits between posts and between looks at what is due; real time when absent. */
  delay?: Overrides['delay'];
  /** Variables of the bot's environment beside or instead of the sandbox's own. */
  environment?: Readonly<Record<string, string>> | undefined;
}

/** A local account, a local workspace, and the bot between them. */
export interface Sandbox extends Pick<Surroundings, 'slack' | 'northflank'> {
  bot: Bot;
  close(): Promise<void>;
}

/** Starts all three on 127.0.0.1; what the bot stores lives in memory. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const opened = new AsyncDisposableStack();
  try {
    return await start(options, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

/** @param opened takes what has to be closed at the end, the newest first. */
async function start(options: SandboxOptions, opened: AsyncDisposableStack): Promise<Sandbox> {
  const now = options.now ?? (() => new Date());
  const folder = mkdtempSync(join(tmpdir(), 'backups-sandbox-'));
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  const { slack, northflank, environment } = await openSurroundings({ ...options, now }, opened);
  const config = parseConfig({
    ...environment,
    DATABASE_URL: 'sqlite::memory:',
    DESTINATION_KEYS: writeKeys(folder),
    PORT: '0',
    LOG_LEVEL: 'info',
    ...options.environment,
  });
  const bot = await startBot(config, {
    now,
    log: options.log,
    wait: options.wait,
    delay: options.delay,
    host: '127.0.0.1',
  });
  opened.defer(() => bot.stop());
  return { slack, northflank, bot, close: () => opened.disposeAsync() };
}

/** Key pairs for the form's better way; obviously fake. */
function writeKeys(folder: string): string {
  const path = join(folder, 'destination-keys.json');
  const keys = {
    'nightly-archive': { accessKey: 'AKIAFAKEFAKEFAKEFAKE', secretKey: 'fake-secret-key' },
  };
  writeFileSync(path, JSON.stringify(keys), { mode: 0o600 });
  return path;
}
