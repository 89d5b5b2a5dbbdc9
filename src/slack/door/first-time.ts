import { errorFields, type Log } from '../../domain/log.ts';
import { inTime } from '../acts/in-time.ts';

/**
 * Longest wait for the store: Slack waits 3 s for an acknowledgement, which comes after this, and
 * delivers nothing a second time that people did.
 */
const PATIENCE_MS = 500;

/**
 * Asks whether an act is new. One is also taken for new while the store is away or slow: people get
 * their answers, and a repeat is the smaller harm.
 *
 * @param firstTime whether this key was never seen before; marks it as seen.
 */
export function createFirstTime(
  firstTime: (key: string) => Promise<boolean>,
  log: Log,
  patienceMs = PATIENCE_MS,
): (key: string) => Promise<boolean> {
  return async (key) => {
    try {
      const answer = await inTime(firstTime(key), patienceMs);
      if (answer === undefined) throw new Error('the store took too long');
      return answer;
    } catch (error) {
      log.error('acts_not_stored', errorFields(error));
      return true;
    }
  };
}
