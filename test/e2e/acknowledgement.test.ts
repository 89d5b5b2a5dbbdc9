import { afterEach, expect, it } from 'vitest';
import { IDS, sees } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { SILENT } from '../fakes/log.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const COMMANDS = 200;
/** Slack gives 3 s; the promise is far below. */
const LIMIT_MS = 500;

let sandbox: Sandbox;

afterEach(async () => {
  // Cuts the answers that nobody waits for any more, so that the bot need not drain for them.
  await sandbox.northflank?.close();
  await sandbox.close();
});

it('acknowledges 200 commands at once within 500 ms each while Northflank takes 30 s', async () => {
  sandbox = await startSandbox({ now: () => NOW, log: SILENT });
  if (sandbox.northflank) sandbox.northflank.faults.slowMs = 30_000;
  const people = [IDS.admin, IDS.operator, IDS.viewer];
  const elapsed = startOwnTime();

  await Promise.all(
    Array.from({ length: COMMANDS }, (_, index) =>
      sandbox.slack
        .user(people[index % people.length] ?? IDS.viewer)
        .command('/backups', 'show shop-prod/orders-db', { until: sees.ack }),
    ),
  );

  expect(elapsed()).toBeLessThan(LIMIT_MS);
  const acks = sandbox.slack.acks();
  expect(acks).toHaveLength(COMMANDS);
  expect(acks.filter(({ late }) => late)).toEqual([]);
});

/**
 * Milliseconds that this process works or waits from now on.
 *
 * What the machine gives to other processes meanwhile is not in them, so that a busy one fails nobody.
 */
function startOwnTime(): () => number {
  const loop = performance.eventLoopUtilization();
  const processor = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(processor);
    return (user + system) / 1_000 + performance.eventLoopUtilization(loop).idle;
  };
}
