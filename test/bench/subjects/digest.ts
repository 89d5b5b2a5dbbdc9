import { cpSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { temporaryFolder } from '../temporary-folder.ts';
import type { World } from '../world/start-world.ts';
import { startApp } from './app.ts';

/** One digest of one process. */
export interface DigestRun {
  /** From the first request to Northflank to the message in the channel. */
  ms: number;
  requests: number;
  /** Most memory that the process held until then. */
  peakMb: number;
}

/** Has the board shown once, which reads the account; resolves when it is read. */
export async function readAccount(world: World): Promise<void> {
  // The answer to a long reading may come in a modal, so the end of the reading is what is waited for.
  await world.act([{ kind: 'command', userId: 'U0VIEWER', text: 'status', until: 'ack' }]);
  await world.quiet();
}

/**
 * Has a bot read the whole account once, so that its store knows the schedules as it does every day
 * but the first.
 *
 * @returns the requests that this first reading took.
 */
export async function readOnce(world: World, folder: string): Promise<number> {
  await using _ = await startApp({ world, app: 'bot', folder });
  await world.forget();
  await readAccount(world);
  return await world.requests();
}

/** Sends a digest as `--digest-now` does, from a copy of a store. */
export async function runDigest(world: World, store: string): Promise<DigestRun> {
  using folder = temporaryFolder();
  cpSync(store, folder.path, { recursive: true });
  await world.forget();
  await using bot = await startApp({
    world,
    app: 'bot',
    folder: folder.path,
    env: { DIGEST_CHANNEL: 'C0BENCH' },
    flags: ['--digest-now'],
  });
  const ms = await world.digestMs();
  // What follows the message, such as its record, is part of the peak.
  await wait(100);
  return { ms, requests: await world.requests(), peakMb: bot.peakMb() };
}
