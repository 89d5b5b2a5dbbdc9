import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tapLog } from '../../../../sandbox/log-tap.ts';
import { Desk } from '../../../../sandbox/page/server/desk.ts';
import { IDS, sees } from '../../../../sandbox/slack.ts';
import { recordedLog } from '../../../fakes/recorded-log.ts';
import { type Stage, startStage } from '../stage.ts';

let stage: Stage;

beforeEach(async () => {
  // Without its own looks, only the opening itself can hold the clock.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  stage = await startStage();
});
afterEach(async () => {
  await stage.close();
  vi.useRealTimers();
});

it('holds a fast clock from the moment that a form opens: its trigger lives three seconds', async () => {
  stage.clock.run(1440);
  expect(stage.clock.speed).toBe(1440);
  const admin = stage.sandbox.slack.user(IDS.admin);

  await admin.command('/backups', 'add-destination', { until: sees.modal });

  expect(stage.clock.speed).toBe(1);
});

it('says in the log that a look failed, and goes on', async () => {
  const { clock, northflank, sandbox } = stage;
  const log = recordedLog();
  const nextDigestAt = vi
    .fn(() => Promise.resolve(undefined))
    .mockResolvedValueOnce(undefined)
    .mockRejectedValueOnce(new Error('no store'));
  const desk = new Desk({
    clock,
    slack: sandbox.slack,
    northflank,
    log: tapLog(log, clock.now),
    nextDigestAt,
    catchUp: () => Promise.resolve(),
    idle: () => Promise.resolve(),
    commands: [],
    takesMessages: true,
  });
  // As much of a response as a tab's stream writes to.
  const tab = { writeHead: () => tab, write: () => true, on: () => tab, end: () => tab };
  await desk.listen(tab as unknown as ServerResponse, IDS.admin);

  await vi.advanceTimersByTimeAsync(600);

  expect(log.lines.map(({ event }) => event)).toEqual(['page_watch_failed']);
  expect(nextDigestAt).toHaveBeenCalledTimes(3);
  desk.close();
});
