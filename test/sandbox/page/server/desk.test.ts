import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { IDS, sees } from '../../../../sandbox/slack.ts';
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
