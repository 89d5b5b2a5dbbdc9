import { inTurns, median } from '../rounds.ts';
import { type Bench, type Row, ratioRow, type Size } from '../row.ts';
import type { ListKind, Reader, Reading } from '../subjects/list.ts';
import { startPeer } from '../subjects/peer.ts';
import { startWorld } from '../world/start-world.ts';

/** Rounds until the compiler has settled. */
const WARM_UP = 5;

/** What reading 10,000 backups costs in processor time, each row checked. */
export const bench: Bench = {
  run: async (size) => [...(await measure('addon', size)), ...(await measure('destination', size))],
};

async function measure(kind: ListKind, { listed, rounds }: Size): Promise<Row[]> {
  await using world = await startWorld({ northflankMs: 0, backups: listed, copies: listed });
  await using peers = new AsyncDisposableStack();
  const start = async (reader: Reader): Promise<() => Promise<Reading>> =>
    peers.use(await startPeer<Reading>('list.ts', [reader, kind, world.url])).run;
  const sides = {
    ours: await start('ours'),
    client: await start('client'),
    raw: await start('raw'),
  };
  const { ours: cold } = await inTurns(1, sides);
  await inTurns(rounds === 1 ? 0 : WARM_UP, sides);
  const readings = await inTurns(rounds, sides);
  const cpuOf = (reader: Reader): number => {
    if (readings[reader].some(({ rows }) => rows !== listed)) {
      throw new Error('not every row was read');
    }
    return median(readings[reader].map(({ cpuMs }) => cpuMs));
  };
  const what = `CPU of listing ${listed} backups of one ${kind}`;
  const compare = (against: string, reader: Reader, atMost: number): Row =>
    ratioRow({ what, against, ours: cpuOf('ours'), theirs: cpuOf(reader), unit: 'ms', atMost });
  const official = compare('`@northflank/js-client` `.all()`', 'client', 1);
  const first = `the first in a process: ${cold[0]?.cpuMs.toFixed(0)} ms`;
  return [
    { ...official, beside: `${official.beside}; ${first}` },
    compare('undici + `JSON.parse`, nothing checked', 'raw', 1.25),
  ];
}
