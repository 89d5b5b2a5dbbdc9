import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A process that does one thing whenever it is asked. */
export interface Peer<T> extends AsyncDisposable {
  run: () => Promise<T>;
}

/** Starts a file of this folder; resolves when it is ready. */
export async function startPeer<T>(file: string, args: readonly string[]): Promise<Peer<T>> {
  // Northflank's client still uses a module that Node warns about.
  const execArgv = ['--disable-warning=DEP0040'];
  const child = fork(join(import.meta.dirname, file), [...args], { execArgv });
  await once(child, 'message');
  return {
    run: async () => {
      child.send('run');
      const [result] = await once(child, 'message');
      return result as T;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** Is what {@link startPeer} starts: does the work once for each message. */
export function serve(work: () => Promise<unknown>): void {
  process.on('message', () => void work().then((result) => process.send?.(result)));
  // Whoever asked is gone, however it ended.
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}
