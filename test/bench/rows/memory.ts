import { median } from '../rounds.ts';
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
    const one = await peaks(addons, backups, longRounds);
    const ten = await peaks(addons * TIMES, backups, longRounds);
    const what = `Peak memory (RSS) of the digest of ${addons} addons × ${backups} backups`;
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

async function peaks(addons: number, backups: number, rounds: number): Promise<number[]> {
  await using world = await startWorld({ addons, backups, northflankMs: LATENCY_MS, slackMs: 0 });
  using store = temporaryFolder();
  await readOnce(world, store.path);
  const found: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    found.push((await runDigest(world, store.path)).peakMb);
  }
  return found;
}
