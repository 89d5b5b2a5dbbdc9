import { median } from '../rounds.ts';
import { type Bench, type Row, ratioRow } from '../row.ts';
import { startApp } from '../subjects/app.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { startWorld, type World } from '../world/start-world.ts';

const SLACK_MS = 50;
const NORTHFLANK_MS = 100;

/** Slack's way to the bot, Northflank's lists at the same time, and the way back. */
const BOUND_MS = SLACK_MS + NORTHFLANK_MS;

/** How long a person waits for an addon's backups of which the bot knows nothing yet. */
export const bench: Bench = {
  run: async ({ rounds, backups }) => {
    await using world = await startWorld({
      backups: Math.min(backups, 30),
      rhythm: 'daily',
      northflankMs: NORTHFLANK_MS,
      slackMs: SLACK_MS,
    });
    using folder = temporaryFolder();
    const people = Array.from({ length: rounds }, (_, index) => `U0LISTED${index}`);
    await using _ = await startApp({
      world,
      app: 'bot',
      folder: folder.path,
      env: { OPERATORS: people.join(',') },
    });
    // The very first command of a process meets code that never ran.
    const cold = await show(world, 'U0FIRST', 0);
    const listed = await showEach(world, people);
    const asked = await showEach(
      world,
      people.map((_id, index) => `U0ASKED${index}`),
    );
    return [
      row(
        'somebody whom a list names',
        listed,
        BOUND_MS,
        `the first of a process: ${cold.toFixed(0)} ms`,
      ),
      row('somebody whom Slack is asked about first', asked, BOUND_MS + SLACK_MS, ''),
    ];
  },
};

/** Each a person and an addon of whom nothing is kept. */
async function showEach(world: World, people: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const [index, person] of people.entries()) times.push(await show(world, person, index));
  return times;
}

async function show(world: World, userId: string, addon: number): Promise<number> {
  const text = `show project-${addon % 8}/orders-db-${addon}`;
  const [times] = await world.act([{ kind: 'command', userId, text, until: 'reply' }]);
  return times?.replyMs ?? Number.NaN;
}

function row(who: string, times: readonly number[], boundMs: number, beside: string): Row {
  const measured = ratioRow({
    what: `First answer of \`/backups show\` to ${who}`,
    against: 'the bound: the longest necessary chain of round trips',
    ours: median(times),
    theirs: boundMs,
    unit: 'ms',
    atMost: 1.1,
  });
  return {
    ...measured,
    beside: [measured.beside, beside].filter((part) => part !== '').join('; '),
  };
}
