import { median } from '../rounds.ts';
import { type Bench, ratioRow } from '../row.ts';
import { startApp } from '../subjects/app.ts';
import { readAccount } from '../subjects/digest.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { startWorld } from '../world/start-world.ts';

const SLACK_MS = 50;

/** How long a person waits for the board once the account was read for somebody else. */
export const bench: Bench = {
  run: async ({ rounds, addons, backups }) => {
    await using world = await startWorld({ addons, backups, slackMs: SLACK_MS, northflankMs: 20 });
    using folder = temporaryFolder();
    await using _ = await startApp({ world, app: 'bot', folder: folder.path });
    const status = async (): Promise<number> => {
      const [times] = await world.act([
        { kind: 'command', userId: 'U0VIEWER', text: 'status', until: 'reply' },
      ]);
      return times?.replyMs ?? Number.NaN;
    };
    await readAccount(world);
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) times.push(await status());
    return [
      ratioRow({
        what: `\`/backups status\`, warm, ${addons} addons`,
        against: 'the bound: one round trip of Slack',
        ours: median(times),
        theirs: SLACK_MS,
        unit: 'ms',
        atMost: 1.05,
      }),
    ];
  },
};
