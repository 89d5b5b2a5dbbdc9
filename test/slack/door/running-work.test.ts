import { describe, expect, it } from 'vitest';
import { createRunningWork } from '../../../src/slack/door/running-work.ts';

describe('createRunningWork', () => {
  it('is drained once everything has ended', async () => {
    const running = createRunningWork();
    const job = Promise.withResolvers<void>();
    const done = running.run(() => job.promise);
    expect(running.count()).toBe(1);

    const drained = running.drained(new AbortController().signal);
    job.resolve();
    await drained;

    expect(running.count()).toBe(0);
    await done;
  });

  it('gives up waiting when told so', async () => {
    const running = createRunningWork();
    const job = Promise.withResolvers<void>();
    const done = running.run(() => job.promise);
    const patience = new AbortController();

    const drained = running.drained(patience.signal);
    patience.abort();
    await drained;

    expect(running.count()).toBe(1);
    job.resolve();
    await done;
  });
});
