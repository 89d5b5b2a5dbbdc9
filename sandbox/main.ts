import { createInterface } from 'node:readline/promises';
import { createPinoLog } from '../src/pino-log.ts';
import { createSandboxClock } from './clock.ts';
import { tapLog } from './log-tap.ts';
import { openPage } from './open-page.ts';
import { readOptions } from './options.ts';
import type { SandboxPage } from './page.ts';
import { renderText } from './slack/render-text.ts';
import type { SlackEvent } from './slack.ts';
import { IDS, sees } from './slack.ts';
import { type RealAccount, type Sandbox, startSandbox } from './start-sandbox.ts';

/** Longest wait for an answer: the bot itself gives up on Northflank before that. */
const ANSWER_MS = 40_000;

const HELP = 'Type a command such as: /backups show shop-prod/orders-db   (Ctrl-C ends)';

/**
 * Types one command as the workspace's admin.
 *
 * @returns what the person then has before them, as text; absent when nothing came.
 */
async function say(sandbox: Sandbox, line: string): Promise<string | undefined> {
  const { slack, bot } = sandbox;
  const since = slack.events().at(-1)?.seq ?? 0;
  const text = line.trim().replace(/^\/backups(\s+|$)/, '');
  await slack.user(IDS.admin).command('/backups', text, { within: ANSWER_MS, until: isReaction });
  await bot.idle(AbortSignal.timeout(ANSWER_MS));
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const shown = lastLook(slack.events(since)).map((event) =>
    renderText(event, { now: new Date(), timeZone }),
  );
  return shown.length === 0 ? undefined : shown.join('\n\n');
}

function isReaction(event: SlackEvent): boolean {
  return sees.ack(event) || sees.notice(event);
}

/** Each message and modal as it looked last: an answer may have replaced a notice. */
function lastLook(events: readonly SlackEvent[]): SlackEvent[] {
  const looks = new Map<string, SlackEvent>();
  for (const event of events) {
    if (sees.message(event) && 'message' in event) looks.set(event.message.ts, event);
    else if (sees.modal(event)) looks.set('modal', event);
    else if (sees.notice(event)) looks.set(`notice ${event.seq}`, event);
  }
  return [...looks.values()];
}

/** Takes commands at a prompt until the input ends. */
async function converse(sandbox: Sandbox): Promise<void> {
  const prompt = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  write(HELP);
  prompt.prompt();
  for await (const line of prompt) {
    if (line.trim() !== '') write((await say(sandbox, line)) ?? 'No answer came.');
    prompt.prompt();
  }
}

async function main(): Promise<number> {
  const { say: line, seed, port, start } = readOptions(process.argv.slice(2));
  const clock = createSandboxClock({ start: start ?? new Date() });
  const log = tapLog(createPinoLog(line === undefined ? 'info' : 'warn'), clock.now);
  const sandbox = await startSandbox({
    now: clock.now,
    log: log.log,
    seed,
    realAccount: realAccount(process.env),
  });
  let page: SandboxPage | undefined;
  try {
    if (line !== undefined) {
      const answer = await say(sandbox, line);
      write(answer ?? 'No answer came.');
      return answer === undefined ? 1 : 0;
    }
    page = await openPage(sandbox, { clock, log, port });
    write(`The sandbox is at ${page.url}`);
    if (process.stdin.isTTY) await Promise.race([converse(sandbox), interrupted()]);
    else await interrupted();
    return 0;
  } finally {
    await page?.close();
    await sandbox.close();
  }
}

function realAccount(env: NodeJS.ProcessEnv): RealAccount | undefined {
  const apiToken = env['NORTHFLANK_API_TOKEN'];
  if (!apiToken) return undefined;
  return {
    apiToken,
    apiUrl: env['NORTHFLANK_API_URL'],
    teamId: env['NORTHFLANK_TEAM_ID'],
  };
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

function write(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? error.message : 'The sandbox could not start.'}\n`,
  );
  process.exitCode = 1;
}
process.exit();
