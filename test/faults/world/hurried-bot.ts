import { startBot } from '../../../src/bot.ts';
import { parseConfig } from '../../../src/config.ts';
import { readClock } from './clock.ts';

/**
 * The bot by a faster clock: what `src/main.ts` starts, with only its clock and its pauses replaced.
 *
 * Limits on calls stay in real time, so that a hung call seems longer to it than to the real bot:
 * what rests on those needs `src/main.ts`.
 */
const clock = readClock(process.env);
const bot = await startBot(parseConfig(process.env), {
  now: clock.now,
  delay: clock.wait,
  wait: clock.wait,
});
process.once('SIGTERM', () => void bot.stop().finally(() => process.exit()));
