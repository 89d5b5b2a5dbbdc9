import { inTurns, median } from '../rounds.ts';
import { type Bench, boundRow, ratioRow } from '../row.ts';
import { readOnce, runDigest } from '../subjects/digest.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { startWorld } from '../world/start-world.ts';

/** Nearer than life, so that garbage piles up faster than it would. */
const LATENCY_MS = 10;
const TIMES = 10;

/** What a digest needs of memory, and how that grows with the account. */
export const bench: Bench = {
  run: async ({ longRounds, addons, backups }) => {
    await using opened = new AsyncDisposableStack();
    const { one, ten } = await inTurns(longRounds, {
      one: await peaks(opened, addons, backups),
      ten: await peaks(opened, addons * TIMES, backups),
    });
    const what = `Peak memory (RSS) of the digest of ${addons} addons × ${backups} backups, ${LATENCY_MS} ms away`;
    return [
      boundRow({ what, value: median(one), unit: 'MB', below: 160 }),
      ratioRow({
        what: `Peak memory of ${TIMES} times as many addons`,
        against: 'the same with one times',
        ours: median(ten),
        theirs: median(one),
        unit: 'MB',
        atMost: 1.3,
      }),
    ];
  },
};

/** What gives the peak of one digest of an account of this size. */
async function peaks(
  opened: AsyncDisposableStack,
  addons: number,
  backups: number,
): Promise<() => Promise<number>> {
  const world = opened.use(
    await startWorld({ addons, backups, northflankMs: LATENCY_MS, slackMs: 0 }),
  );
  const store = opened.use(temporaryFolder());
  await readOnce(world, store.path);
  return async () => (await runDigest(world, store.path)).peakMb;
}
