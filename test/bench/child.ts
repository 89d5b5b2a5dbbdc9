import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** The next message of a process. @throws {Error} when it ends without one. */
export async function nextMessage(child: ChildProcess): Promise<unknown> {
  if (hasEnded(child)) throw new Error('The process has ended.');
  const waiting = new AbortController();
  const ended = once(child, 'exit', waiting).then(() => {
    throw new Error('The process ended without an answer.');
  });
  try {
    const [message] = await Promise.race([once(child, 'message', waiting), ended]);
    return message;
  } finally {
    waiting.abort();
  }
}

/** Ends a process on the spot; resolves when it is gone. */
export async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (!hasEnded(child)) await once(child, 'exit');
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
