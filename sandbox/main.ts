import { createPinoLog } from '../src/telemetry/pino-log.ts';
import { createSandboxClock } from './clock.ts';
import { converse } from './converse.ts';
import { tapLog } from './log-tap.ts';
import { openPage } from './open-page.ts';
import { readOptions } from './options.ts';
import type { SandboxPage } from './page.ts';
import { say } from './say.ts';
import { startSandbox } from './start-sandbox.ts';
import type { RealAccount } from './surroundings.ts';
import { startWithoutBot } from './without-bot.ts';

async function main(): Promise<number> {
  const { say: line, seed, port, start, withoutBot } = readOptions(process.argv.slice(2));
  if (withoutBot) return await waitForBots({ seed, port });
  const clock = createSandboxClock({ start: start ?? new Date() });
  // Beside an answer or a prompt only what is wrong is worth a line.
  const quiet = line !== undefined || process.stdin.isTTY;
  const log = tapLog(createPinoLog(quiet ? 'warn' : 'info'), clock.now);
  const sandbox = await startSandbox({
    now: clock.now,
    log: log.log,
    seed,
    realAccount: realAccount(process.env),
  });
  let page: SandboxPage | undefined;
  try {
    if (line !== undefined) {
      const { text, answered } = await say(sandbox, line, clock.now);
      (answered ? process.stdout : process.stderr).write(`${text}\n`);
      return answered ? 0 : 1;
    }
    const stopped = interrupted();
    page = await openPage(sandbox, { clock, log, port });
    process.stdout.write(`The sandbox is at ${page.url}\n`);
    if (process.stdin.isTTY) {
      const atPrompt = converse((typed) => say(sandbox, typed, clock.now), {
        input: process.stdin,
        output: process.stdout,
      });
      await Promise.race([atPrompt, stopped]);
    } else await stopped;
    return 0;
  } finally {
    await page?.close();
    await sandbox.close();
  }
}

/** Serves a workspace and an account until told to stop, and writes what bots of one's own need to join them. */
async function waitForBots(options: Parameters<typeof startWithoutBot>[1]): Promise<number> {
  const stopped = interrupted();
  const log = tapLog(createPinoLog('info'), () => new Date());
  const { page, environmentFile, close } = await startWithoutBot(log, options);
  process.stdout.write(`# The workspace is at ${page.url}\n${environmentFile}`);
  await stopped;
  await close();
  return 0;
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

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? error.message : 'The sandbox could not start.'}\n`,
  );
  process.exitCode = 1;
}
process.exit();
