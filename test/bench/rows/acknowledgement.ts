import { inTurns, median, percentile } from '../rounds.ts';
import { type Bench, ratioRow } from '../row.ts';
import { type AppWish, startApp } from '../subjects/app.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import type { ActWish } from '../world/slack.ts';
import { startWorld } from '../world/start-world.ts';

/** How long Slack waits for its acknowledgement when everybody asks at once. */
export const bench: Bench = {
  run: async ({ rounds, commands, addons }) => {
    using folder = temporaryFolder();
    await using opened = new AsyncDisposableStack();
    // No distance to Slack: it would be the same for both and hide what each takes itself.
    const start = async (app: AppWish['app']): Promise<() => Promise<number>> => {
      const world = opened.use(await startWorld({ addons, rhythm: 'daily', slackMs: 0 }));
      opened.use(await startApp({ world, app, folder: folder.path }));
      return async () => {
        const times = await world.act(burst(commands));
        // What was asked for is answered before the other side is measured.
        if (app === 'bot') await world.quiet();
        return percentile(
          times.map(({ ackMs = Number.NaN }) => ackMs),
          0.99,
        );
      };
    };
    const sides = { ours: await start('bot'), bare: await start('bare') };
    // The first burst meets code that never ran, in both.
    const cold = await inTurns(1, sides);
    const { ours, bare } = await inTurns(rounds, sides);
    const row = ratioRow({
      what: `Acknowledgement under ${commands} commands at once, p99`,
      against: 'a bare Bolt app that only acknowledges',
      ours: median(ours),
      theirs: median(bare),
      unit: 'ms',
      atMost: 1.3,
    });
    const first = `the first in a process: ${cold.ours[0]?.toFixed(0)} against ${cold.bare[0]?.toFixed(0)} ms`;
    return [{ ...row, beside: `${row.beside}; ${first}` }];
  },
};

function burst(commands: number): ActWish[] {
  return Array.from({ length: commands }, (_, index) => ({
    kind: 'command' as const,
    userId: `U0PERSON${index}`,
    text: `show project-${index % 8}/orders-db-${index}`,
    until: 'ack' as const,
  }));
}
