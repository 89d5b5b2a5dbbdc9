import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bot, type Overrides, startBot } from '../src/bot.ts';
import { parseConfig } from '../src/config.ts';
import type { Log } from '../src/domain/log.ts';
import { type SandboxNorthflank, startNorthflank } from './northflank.ts';
import { jsonOf } from './slack/json.ts';
import { IDS, type Json, type SandboxSlack, startSlack } from './slack.ts';

/** A real account to look at instead of the emulated one. */
export interface RealAccount {
  apiToken: string;
  apiUrl?: string | undefined;
  teamId?: string | undefined;
}

/** How a sandbox is started. */
export interface SandboxOptions {
  now?: (() => Date) | undefined;
  /** Same seed, start and time give the same account. */
  seed?: number | undefined;
  realAccount?: RealAccount | undefined;
  log?: Log | undefined;
  /** How the bot waits before it looks again; real time when absent. */
  wait?: ((ms: number) => Promise<void>) | undefined;
  /** How the bot waits between posts and between looks at what is due; real time when absent. */
  delay?: Overrides['delay'];
  /** A workspace that is there already, with its channels as they are; closed with the sandbox all the same. */
  slack?: SandboxSlack | undefined;
  /** Variables of the bot's environment beside or instead of the sandbox's own. */
  environment?: Readonly<Record<string, string>> | undefined;
}

/** A local account, a local workspace, and the bot between them. */
export interface Sandbox {
  slack: SandboxSlack;
  /** Absent when a real account is shown. */
  northflank: SandboxNorthflank | undefined;
  bot: Bot;
  close(): Promise<void>;
}

const BOT_TOKEN = 'xoxb-sandbox';
const APP_TOKEN = `xapp-1-${IDS.app}-sandbox`;
const NORTHFLANK_TOKEN = 'sandbox-northflank-token';

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
  const northflank = options.realAccount
    ? undefined
    : await startNorthflank({ token: NORTHFLANK_TOKEN, now, seed: options.seed ?? 1 });
  opened.defer(() => northflank?.close());
  const manifest = readManifestFile();
  const slack =
    options.slack ??
    (await startSlack({ now, botToken: BOT_TOKEN, appToken: APP_TOKEN, manifest }));
  opened.defer(() => slack.close());
  const config = parseConfig({
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_APP_TOKEN: APP_TOKEN,
    SLACK_API_URL: `${slack.url}/api/`,
    ...accountVariables(options.realAccount, northflank),
    DATABASE_URL: 'sqlite::memory:',
    ADMINS: IDS.admin,
    OPERATORS: IDS.operator,
    DIGEST_CHANNEL: IDS.backups,
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

function accountVariables(
  real: RealAccount | undefined,
  emulated: SandboxNorthflank | undefined,
): Record<string, string> {
  return {
    NORTHFLANK_API_TOKEN: real?.apiToken ?? NORTHFLANK_TOKEN,
    ...(emulated && { NORTHFLANK_API_URL: emulated.url }),
    ...(real?.apiUrl && { NORTHFLANK_API_URL: real.apiUrl }),
    ...(real?.teamId && { NORTHFLANK_TEAM_ID: real.teamId }),
  };
}

/** The bot's manifest, as one gives it to Slack. */
export function readManifestFile(): Json {
  return jsonOf(JSON.parse(readFileSync(new URL('../manifest.json', import.meta.url), 'utf8')));
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
