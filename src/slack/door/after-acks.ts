import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Waits until what has come in is acknowledged.
 *
 * Work is let in one piece a turn of the event loop, in the order in which it came: Slack waits 3 s for an
 * acknowledgement, and of many acts at once the last must not wait until the others are answered.
 */
export function createAfterAcks(): () => Promise<void> {
  let last = Promise.resolve();
  return () => {
    last = last.then(() => nextTurn());
    return last;
  };
}
