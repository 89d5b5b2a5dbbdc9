import { SURVEY_CONCURRENCY } from '../../../src/survey/survey.ts';
import { inTurns, median } from '../rounds.ts';
import { type Bench, ratioRow } from '../row.ts';
import { readOnce, runDigest } from '../subjects/digest.ts';
import type { LoopTimes } from '../subjects/loop.ts';
import { startPeer } from '../subjects/peer.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { ACCOUNT, startWorld } from '../world/start-world.ts';

const LATENCY_MS = 100;

/** How long a digest takes, and how many requests. */
export const bench: Bench = {
  run: async ({ longRounds, addons, backups, sample }) => {
    await using world = await startWorld({ addons, backups, northflankMs: LATENCY_MS, slackMs: 0 });
    using store = temporaryFolder();
    await using peer = await startPeer<LoopTimes>('loop.ts', [world.url, String(sample)]);
    const first = await readOnce(world, store.path);
    const { ours, loop } = await inTurns<'ours' | 'loop', { ms: number; requests: number }>(
      longRounds,
      {
        ours: async () => await runDigest(world, store.path),
        loop: async () => {
          const { directoryMs, perAddonMs } = await peer.run();
          return { ms: directoryMs + perAddonMs * addons, requests: 0 };
        },
      },
    );
    const requests = median(ours.map((run) => run.requests));
    const took = median(ours.map(({ ms }) => ms)) / 1_000;
    const subject = `Survey and digest of ${addons} addons × ${backups} backups, ${LATENCY_MS} ms away`;
    const things = addons + ACCOUNT.projects + ACCOUNT.destinations;
    return [
      ratioRow({
        what: `${subject}: time`,
        against: 'the bound: requests ÷ concurrency × latency',
        ours: took,
        theirs: ((requests / SURVEY_CONCURRENCY) * LATENCY_MS) / 1_000,
        unit: 's',
        atMost: 1.15,
      }),
      ratioRow({
        what: `${subject}: time`,
        against: `a loop over the client's \`.all()\`, ${sample} addons timed and multiplied`,
        ours: took,
        theirs: median(loop.map(({ ms }) => ms)) / 1_000,
        unit: 's',
        atMost: 1 / 8,
      }),
      {
        ...ratioRow({
          what: `${subject}: requests`,
          against: 'addons + projects + destinations',
          ours: requests,
          theirs: things,
          unit: '',
          atMost: 1.05,
        }),
        beside: `${requests} against ${things}; the first digest of all, which also reads every schedule: ${first}`,
      },
    ];
  },
};
