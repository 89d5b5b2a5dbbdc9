import {
  IDS,
  type SandboxSlack,
  type ShownMessage,
  type SlackOptions,
  startSlack,
} from '../../../sandbox/slack.ts';
import { readManifestFile } from '../../../sandbox/surroundings.ts';
import type { Opened } from '../case.ts';
import { TOKENS } from './bot.ts';
import type { FaultClock } from './clock.ts';
import type { Interfere } from './gate.ts';
import { type HttpDeed, startHttpGate } from './http-gate.ts';

/** Name under which a gate tells of the WebSocket that is being opened. */
export const SOCKET = 'socket';

/** How a faulty Slack behaves. */
export interface FaultySlackOptions {
  clock: FaultClock;
  /** Is asked at each phase of each Web API call and of the socket's opening. */
  interfere: Interfere<HttpDeed>;
  /** A new message is in a channel's history only after so long, as in the real Slack. */
  historyLagMs?: number | undefined;
  /** Beside the clock, the tokens and the project's manifest. */
  workspace?: Partial<SlackOptions> | undefined;
}

/** The sandbox's whole Slack behind a gate. */
export interface FaultySlack extends SandboxSlack {
  /** What the bot takes as `SLACK_API_URL`: everything goes through the gate. */
  apiUrl: string;
  /** Another way in, with an interferer of its own, for another bot; returns its `SLACK_API_URL`. */
  openDoor: (interfere: Interfere<HttpDeed>) => Promise<string>;
}

/** Starts a Slack that ends with the case. */
export async function startFaultySlack(
  { opened }: Opened,
  options: FaultySlackOptions,
): Promise<FaultySlack> {
  const { clock, historyLagMs = 0, workspace } = options;
  let slack: SandboxSlack | undefined;
  const upstream = (): string => slack?.url ?? '';
  const lag = (call: string, answer: string): string =>
    call.startsWith('conversations.') ? withoutNewest(answer, clock.now(), historyLagMs) : answer;
  async function openDoor(interfere: Interfere<HttpDeed>): Promise<string> {
    const gate = await startHttpGate(
      { opened },
      {
        upstream,
        interfere,
        nameOf: (_method, path) => nameOf(path),
        // Slack tells where the socket is, and it is to be opened through the same door.
        amend: (call, answer) =>
          call === 'apps.connections.open'
            ? answer.replaceAll(publicUrl, gate.url.replace(/^http/, 'ws'))
            : lag(call, answer),
      },
    );
    return gate.url;
  }
  let publicUrl = '';
  const url = await openDoor(options.interfere);
  publicUrl = url.replace(/^http/, 'ws');
  slack = await startSlack({
    now: clock.now,
    botToken: TOKENS.bot,
    appToken: TOKENS.app,
    manifest: readManifestFile(),
    publicUrl: url,
    ...workspace,
  });
  opened.defer(slack.close);
  return {
    ...slack,
    apiUrl: `${url}/api/`,
    openDoor: async (interfere) => `${await openDoor(interfere)}/api/`,
  };
}

/** All that the bot has left in the workspace, channel after channel, and in each the oldest first. */
export function leftIn({ workspace }: Pick<FaultySlack, 'workspace'>): ShownMessage[] {
  return [...workspace.channels.values()].flatMap(({ messages }) =>
    messages.filter(({ author }) => author === IDS.bot),
  );
}

function nameOf(path: string): string {
  if (path.startsWith('/api/')) return path.slice('/api/'.length);
  return path.startsWith('/response/') ? 'response_url' : SOCKET;
}

/** An answer of `conversations.history` or `.replies` as it was a little while ago. */
function withoutNewest(answer: string, now: Date, lagMs: number): string {
  const parsed = JSON.parse(answer) as { messages?: { ts: string }[] };
  if (parsed.messages === undefined || lagMs === 0) return answer;
  const until = (now.getTime() - lagMs) / 1000;
  return JSON.stringify({
    ...parsed,
    messages: parsed.messages.filter(({ ts }) => Number(ts) <= until),
  });
}
