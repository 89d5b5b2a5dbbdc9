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

// A machine busy with something else may miss the figure once; the bot that misses it does so each time.
it('acknowledges 200 commands at once within 500 ms each while Northflank takes 30 s', {
  retry: 2,
}, async () => {
  sandbox = await startSandbox({ now: () => NOW, log: SILENT });
  if (sandbox.northflank) sandbox.northflank.faults.slowMs = 30_000;
  const people = [IDS.admin, IDS.operator, IDS.viewer];

  await Promise.all(
    Array.from({ length: COMMANDS }, (_, index) =>
      sandbox.slack
        .user(people[index % people.length] ?? IDS.viewer)
        .command('/backups', 'show shop-prod/orders-db', { until: sees.ack }),
    ),
  );

  const acks = sandbox.slack.acks();
  expect(acks).toHaveLength(COMMANDS);
  expect(Math.max(...acks.map(({ ms }) => ms))).toBeLessThan(LIMIT_MS);
});
