import { describe, expect, it } from 'vitest';
import { EventLog, type SlackEvent } from '../../../sandbox/slack/events.ts';
import { manualTime } from '../manual-timers.ts';

const NOW = new Date('2026-11-21T06:00:00Z');

function openLog() {
  const time = manualTime(NOW);
  const log = new EventLog(time.now, time.timers);
  const connect = (open: number) => log.add({ type: 'connection', change: 'opened', open });
  return { log, time, connect };
}

const isSecond = (event: SlackEvent): boolean => event.type === 'connection' && event.open === 2;

describe('EventLog', () => {
  it('numbers and dates what happens', () => {
    const { log, connect } = openLog();

    connect(1);
    connect(2);

    expect(log.since(1)).toEqual([
      { type: 'connection', change: 'opened', open: 2, seq: 2, at: NOW },
    ]);
  });

  it('tells its listeners until they leave', () => {
    const { log, connect } = openLog();
    const heard: number[] = [];

    const leave = log.subscribe(({ seq }) => heard.push(seq));
    connect(1);
    leave();
    connect(2);

    expect(heard).toEqual([1]);
  });

  it('waits for what fits', async () => {
    const { log, connect } = openLog();

    const waiting = log.waitFor(isSecond, 1000);
    connect(1);
    connect(2);

    expect(await waiting).toMatchObject({ seq: 2 });
  });

  it('does not wait for the past unless it is asked to', async () => {
    const { log, connect, time } = openLog();
    connect(2);

    const waiting = log.waitFor(isSecond, 1000);
    time.advance(1000);

    await expect(waiting).rejects.toThrow('nothing came within 1000 ms');
    expect(await log.waitFor(isSecond, 1000, { sinceSeq: 0 })).toMatchObject({ seq: 1 });
  });

  it('gives up when the time is over, and not before', async () => {
    const { log, connect, time } = openLog();

    const waiting = log.waitFor(isSecond, 1000, { complaint: () => 'no second connection' });
    time.advance(999);
    connect(1);
    time.advance(1);

    await expect(waiting).rejects.toThrow('no second connection');
  });

  it('forgets the oldest, never the newest', () => {
    const { log, connect } = openLog();

    for (let count = 1; count <= 50_000; count += 1) connect(count);

    const kept = log.since();
    expect(kept.at(-1)).toMatchObject({ seq: 50_000 });
    expect(kept.length).toBeLessThan(50_000);
    expect(kept.length).toBeGreaterThanOrEqual(20_000);
  });
});
