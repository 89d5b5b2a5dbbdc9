import { fork } from 'node:child_process';
import { join } from 'node:path';
import { end, nextMessage } from '../child.ts';

/** A process that does one thing whenever it is asked. */
export interface Peer<T> extends AsyncDisposable {
  /** @throws {Error} when the process ends instead. */
  run: () => Promise<T>;
}

/** Starts a file of this folder; resolves when it is ready. @throws {Error} when it ends before. */
export async function startPeer<T>(file: string, args: readonly string[]): Promise<Peer<T>> {
  // Northflank's client still uses a module that Node warns about.
  const execArgv = ['--disable-warning=DEP0040'];
  const child = fork(join(import.meta.dirname, file), [...args], { execArgv });
  await nextMessage(child);
  return {
    run: async () => {
      child.send('run');
      return (await nextMessage(child)) as T;
    },
    [Symbol.asyncDispose]: () => end(child),
  };
}

/** Is what {@link startPeer} starts: does the work once for each message. */
export function serve(work: () => Promise<unknown>): void {
  process.on('message', () => void work().then((result) => process.send?.(result)));
  // Whoever asked is gone, however it ended.
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}
