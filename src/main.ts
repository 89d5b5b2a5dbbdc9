import { type Bot, startBot } from './bot.ts';
import { type Config, parseConfig, readEnvironment } from './config.ts';
import type { Log } from './domain/log.ts';
import { catchStrays } from './strays.ts';
import { createPinoLog } from './telemetry/pino-log.ts';

/**
 * One job instead of running on: say whether all is set up well, post a digest to every channel, or print
 * the audit as lines of JSON.
 */
const FLAGS: readonly string[] = ['--check', '--digest-now', '--export-audit'];

/** Runs the bot until it is told to stop, or one job of it. Returns the process's exit code. */
async function main(flags: readonly string[]): Promise<number> {
  const unknown = flags.find((flag) => !FLAGS.includes(flag));
  if (unknown !== undefined)
    throw new Error(`There is no ${unknown}. There is ${FLAGS.join(', ')}.`);
  if (flags.includes('--check')) return await check();

  const config = parseConfig(process.env);
  const log = createPinoLog(config.logLevel);
  if (flags.includes('--export-audit')) return await exportAudit(config, log);

  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
  }
  catchStrays(log, {
    events: process,
    exit: (code) => process.exit(code),
    elapsed: () => performance.now(),
  });

  const bot = await startUnlessStopped(config, log, stop.signal);
  if (bot === undefined) return 0;
  if (flags.includes('--digest-now')) {
    const problems = await bot.sendDigestsNow();
    await bot.stop();
    if (problems.length > 0) throw new Error(`Not every digest arrived:\n${problems.join('\n')}`);
    return 0;
  }
  if (!stop.signal.aborted) {
    await new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }));
  }
  await bot.stop();
  return 0;
}

/** Prints how each thing stands that the bot needs; fails unless all that can be looked at is well. */
async function check(): Promise<number> {
  // Loaded for this job alone: a start need not wait for it.
  const [{ checkSetup }, { printDiagnoses }, { isAllWell }] = await Promise.all([
    import('./check-setup.ts'),
    import('./doctor/print-diagnoses.ts'),
    import('./domain/diagnosis.ts'),
  ]);
  // What would be logged is told in the lines.
  const log = createPinoLog('silent');
  const found = await checkSetup(readEnvironment(process.env), { now: () => new Date(), log });
  await print(`${printDiagnoses(found)}\n`);
  return isAllWell(found) ? 0 : 1;
}

/** Prints who changed what, oldest first, also beside a bot that runs; fails when the record was tampered with. */
async function exportAudit({ databaseUrl }: Config, log: Log): Promise<number> {
  const { openAudit } = await import('./storage/open-audit.ts');
  const audit = await openAudit(databaseUrl, { now: () => new Date(), log });
  try {
    for await (const line of audit.exportLines()) await print(line);
    const { rows, brokenAt } = await audit.verify();
    if (brokenAt === undefined) return 0;
    throw new Error(`The audit was changed: its chain breaks at row ${brokenAt} of ${rows}.`);
  } finally {
    await audit.close();
  }
}

/** Resolves once it is handed on: what still waits for a slow reader is lost when the process exits. */
async function print(text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error) reject(new Error('Nobody reads on what is printed.', { cause: error }));
      else resolve();
    });
  });
}

/** Absent when the bot was told to stop before it had started, as while Slack is away. */
async function startUnlessStopped(
  config: Config,
  log: Log,
  signal: AbortSignal,
): Promise<Bot | undefined> {
  try {
    return await startBot(config, { log, signal });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

// Whoever writes hears of it too; unheard, it would end the process in the middle.
process.stdout.on('error', () => undefined);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'The bot could not start.'}\n`);
  process.exitCode = 1;
}
// Whatever still holds the process open has nothing left to do.
process.exit();
