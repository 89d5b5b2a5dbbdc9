import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenLocally } from '../../../sandbox/local-server.ts';
import { IDS, sees } from '../../../sandbox/slack.ts';
import type { Case, CaseContext, Opened, Result } from '../case.ts';
import { inSeconds } from '../in-seconds.ts';
import { assertUnharmed, HELP, wordsOf } from '../world/asked.ts';
import { type BotProcess, startBotProcess } from '../world/bot.ts';
import { createClock } from '../world/clock.ts';
import { temporaryFolder } from '../world/databases.ts';
import { PASS } from '../world/gate.ts';
import { startFaultySlack } from '../world/slack.ts';
import { startSmallAccount } from '../world/small-account.ts';
import { tie } from '../world/tie.ts';
import { within } from '../world/within.ts';

/** Waits of the bot grow to half a minute at most, and a busy machine needs some beside them. */
const BACK_MS = 45_000;
/** How long Slack stays away: long enough for several tries. */
const AWAY_MS = 6_000;

/** A place where nobody takes connections until it is opened, and again once it is closed. */
interface Door {
  port: number;
  open: () => Promise<void>;
  close: () => Promise<void>;
}

/** Puts a door before a server. While it is closed the system itself refuses connections. */
async function startDoor({ opened }: Opened, behind: () => number): Promise<Door> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  const listen = async (port: number): Promise<number> => {
    server = createServer((client) => {
      const upstream = connect(behind(), '127.0.0.1');
      tie(client, upstream, sockets);
      client.pipe(upstream);
      upstream.pipe(client);
    });
    return await listenLocally(server, port);
  };
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    if (server === undefined) return;
    server.close();
    await once(server, 'close');
    server = undefined;
  };
  const port = await listen(0);
  await close();
  opened.defer(close);
  return { port, open: async () => void (await listen(port)), close };
}

/** A workspace behind a door, and a bot that looks for it there. */
async function startAway(context: CaseContext) {
  const clock = createClock();
  const account = await startSmallAccount(context, clock.now);
  let port = 0;
  const door = await startDoor(context, () => port);
  // Its socket is elsewhere, but where is asked for at the door.
  const slack = await startFaultySlack(context, { clock, interfere: () => PASS });
  port = Number(new URL(slack.apiUrl).port);
  const start = (slackApiUrl = `http://127.0.0.1:${door.port}/api/`): BotProcess =>
    startBotProcess(context, {
      slackApiUrl,
      northflankUrl: account.url,
      databaseUrl: `sqlite:${temporaryFolder(context)}/backups.db`,
    });
  const answered = async (): Promise<void> => {
    const person = slack.user(IDS.admin);
    const words = wordsOf(await person.command('/backups', 'help', { until: sees.message }));
    assert.match(words, HELP);
  };
  return { door, slack, start, answered };
}

async function comesLater(context: CaseContext): Promise<Result> {
  const { door, start, answered } = await startAway(context);
  const bot = start();
  await sleep(AWAY_MS);
  await door.open();
  const from = performance.now();
  await within(BACK_MS, bot.logged('slack_connected'));
  await bot.logged('started');
  const took = performance.now() - from;
  await answered();
  await assertUnharmed(bot);
  return { outcome: 'held', figure: `connected ${inSeconds(took)} after it was there` };
}

async function goesAndComes(context: CaseContext): Promise<Result> {
  const { door, slack, start, answered } = await startAway(context);
  await door.open();
  const bot = start();
  await bot.logged('slack_connected');
  await bot.logged('started');
  await door.close();
  slack.socket.cut();
  await sleep(AWAY_MS);
  const connected = slack.waitFor(
    (event) => event.type === 'connection' && event.change === 'opened',
    BACK_MS,
  );
  await door.open();
  const from = performance.now();
  await connected;
  const took = performance.now() - from;
  await sleep(500);
  await answered();
  await assertUnharmed(bot);
  return { outcome: 'held', figure: `connected ${inSeconds(took)} after it was back` };
}

async function neverThere(context: CaseContext): Promise<Result> {
  const { start } = await startAway(context);
  const bot = start('http://slack.invalid/api/');
  await Promise.race([bot.exited, sleep(AWAY_MS)]);
  const warned = bot.lines().filter(({ event }) => event === 'slack_away');
  assert.ok(warned.length > 1, 'the log does not say again and again that Slack is away');
  assert.doesNotMatch(bot.stderr, /fake-(bot|app|northflank)-token/);
  bot.kill('SIGTERM');
  const from = performance.now();
  assert.equal(await bot.exited, 0, 'it does not end in order');
  const took = performance.now() - from;
  return {
    outcome: 'held',
    figure: `${warned.length} tries, ended ${inSeconds(took)} after SIGTERM`,
  };
}

/** Slack is not to be reached at all. */
export const AWAY: readonly Case[] = [
  {
    name: 'start: nobody takes connections, and then somebody does',
    required: `connected and answering within ${BACK_MS / 1000} s, without an end between`,
    run: comesLater,
  },
  {
    name: 'nobody takes connections for a while',
    required: `connected and answering within ${BACK_MS / 1000} s after that, without an end between`,
    run: goesAndComes,
  },
  {
    name: 'start: a name that does not resolve',
    required: 'the log says so, without a token; told to stop, it ends with code 0',
    run: neverThere,
  },
];
