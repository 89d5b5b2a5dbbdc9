import { percentile } from '../rounds.ts';
import { type Bench, boundRow } from '../row.ts';
import { startApp } from '../subjects/app.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { startWorld, type World } from '../world/start-world.ts';

/** Typed one key after the other. */
const QUERY = 'project-3/orders-db-3';

/** What a person costs and waits for who looks for an addon by typing. */
export const bench: Bench = {
  run: async ({ addons, keys }) => {
    await using world = await startWorld({ addons, slackMs: 0 });
    using folder = temporaryFolder();
    await using _ = await startApp({ world, app: 'bot', folder: folder.path });
    const first = await press(world, '');
    await world.forget();
    const times: number[] = [];
    for (let key = 1; key <= keys; key += 1) times.push(await press(world, QUERY.slice(0, key)));
    const requests = await world.requests();
    const what = `Type-ahead over ${addons} addons, ${keys} key presses`;
    return [
      boundRow({
        what: `${what}: requests after the first`,
        value: requests,
        unit: 'requests',
        below: 1,
      }),
      boundRow({
        what: `${what}: p95`,
        value: percentile(times, 0.95),
        unit: 'ms',
        below: 20,
        beside: `the first, which reads the directory: ${first.toFixed(0)} ms`,
      }),
    ];
  },
};

async function press(world: World, text: string): Promise<number> {
  const [times] = await world.act([{ kind: 'suggestion', userId: 'U0VIEWER', text, until: 'ack' }]);
  if (!times?.options) throw new Error(`nothing is suggested for "${text}"`);
  return times.ackMs ?? Number.NaN;
}
