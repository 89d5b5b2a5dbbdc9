import { readFileSync } from 'node:fs';
import { type SandboxNorthflank, startNorthflank } from './northflank.ts';
import { jsonOf } from './slack/json.ts';
import { IDS, type Json, type SandboxSlack, startSlack } from './slack.ts';

/** A real account to look at instead of the emulated one. */
export interface RealAccount {
  apiToken: string;
  apiUrl?: string | undefined;
  teamId?: string | undefined;
}

/** What a bot is put between. */
export interface SurroundingsOptions {
  now: () => Date;
  /** Same seed, start and time give the same account. */
  seed?: number | undefined;
  realAccount?: RealAccount | undefined;
  /** A workspace that is there already, with its channels as they are; closed with the rest all the same. */
  slack?: SandboxSlack | undefined;
}

/** A local workspace and a local account. */
export interface Surroundings {
  slack: SandboxSlack;
  /** Absent when a real account is shown. */
  northflank: SandboxNorthflank | undefined;
  /** The variables with which a bot finds both, with its roles and the channel of its first digest. */
  environment: Readonly<Record<string, string>>;
}

const BOT_TOKEN = 'xoxb-sandbox';
const APP_TOKEN = `xapp-1-${IDS.app}-sandbox`;
const NORTHFLANK_TOKEN = 'sandbox-northflank-token';

/**
 * Starts both on 127.0.0.1.
 *
 * @param opened takes what has to be closed at the end, the newest first.
 */
export async function openSurroundings(
  options: SurroundingsOptions,
  opened: AsyncDisposableStack,
): Promise<Surroundings> {
  const { now, seed = 1, realAccount } = options;
  const northflank = realAccount
    ? undefined
    : await startNorthflank({ token: NORTHFLANK_TOKEN, now, seed });
  opened.defer(() => northflank?.close());
  const manifest = readManifestFile();
  const tokens = { botToken: BOT_TOKEN, appToken: APP_TOKEN };
  const slack = options.slack ?? (await startSlack({ now, ...tokens, manifest }));
  opened.defer(() => slack.close());
  const environment = {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_APP_TOKEN: APP_TOKEN,
    SLACK_API_URL: slack.apiUrl,
    ...accountVariables(realAccount, northflank),
    ADMINS: IDS.admin,
    OPERATORS: IDS.operator,
    DIGEST_CHANNEL: IDS.backups,
  };
  return { slack, northflank, environment };
}

/** The bot's manifest, as one gives it to Slack. */
export function readManifestFile(): Json {
  return jsonOf(JSON.parse(readFileSync(new URL('../manifest.json', import.meta.url), 'utf8')));
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
