import { inTurns, median } from '../rounds.ts';
import { type Bench, boundRow, ratioRow } from '../row.ts';
import { type AppWish, startApp } from '../subjects/app.ts';
import { productionMb } from '../subjects/production-modules.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { startWorld } from '../world/start-world.ts';

/** How long a restart takes, and what an image carries. */
export const bench: Bench = {
  run: async ({ rounds }) => {
    await using world = await startWorld({ slackMs: 0, northflankMs: 0 });
    const start = (app: AppWish['app']) => async (): Promise<number> => {
      using folder = temporaryFolder();
      await using running = await startApp({ world, app, folder: folder.path });
      return running.startMs;
    };
    const sides = { ours: start('bot'), bare: start('bare') };
    await inTurns(1, sides);
    const { ours, bare } = await inTurns(rounds, sides);
    return [
      ratioRow({
        what: 'Start to ready',
        against: 'a bare Bolt app',
        ours: median(ours),
        theirs: median(bare),
        unit: 'ms',
        atMost: 1.5,
      }),
      boundRow({
        what: 'Production `node_modules`',
        value: productionMb(),
        unit: 'MB',
        below: 75,
      }),
    ];
  },
};
