import assert from 'node:assert/strict';
import type { Case } from '../case.ts';
import { CUT, PASS, type Phase } from '../world/gate.ts';
import { CLOCKS_APART } from './clocks-apart.ts';
import { type Day, type Lived, living } from './day.ts';
import { SET_BACK } from './set-back.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const OTHER_ZONES = new URL('../world/other-zones.ts', import.meta.url).href;

/** Starts a bot, and sets the clock once it runs, or once the digest of the day is out. */
function jumping(...jumps: readonly number[]): Day['does'] {
  return async ({ start, clock }) => {
    await start();
    for (const ms of jumps) {
      clock.jump(ms);
      await clock.wait(20_000);
    }
  };
}

/** Starts a bot, sets the clock to just before the due time, and sets it again once the digest is out. */
async function afterDigest(
  { start, settled, clock, jumpTo }: Lived,
  justBefore: string,
  ...jumps: readonly number[]
): Promise<void> {
  await start();
  jumpTo(justBefore);
  await settled();
  for (const ms of jumps) {
    clock.jump(ms);
    await clock.wait(40_000);
  }
}

/** So many dates in a row whose digests were missed. */
function missedFrom(first: string, days: number): Day['dates'] {
  const dates = Array.from({ length: days }, (_, index) =>
    new Date(Date.parse(first) + index * DAY_MS).toISOString().slice(0, 10),
  );
  return Object.fromEntries(dates.map((date) => [date, 'missed']));
}

/** Clocks that are set. */
const JUMPS: readonly Day[] = [
  {
    name: 'the clock jumps 3 h forward, over the due time',
    at: '2026-10-06T07:00:00Z',
    does: jumping(3 * HOUR_MS),
    dates: { '2026-10-06': 'late' },
  },
  {
    name: 'the clock jumps 3 days and 3 h forward',
    at: '2026-10-06T07:00:00Z',
    does: jumping(3 * DAY_MS + 3 * HOUR_MS),
    dates: {
      '2026-10-06': 'missed',
      '2026-10-07': 'missed',
      '2026-10-08': 'missed',
      '2026-10-09': 'late',
    },
  },
  {
    name: 'the clock jumps to 13 h after the due time',
    at: '2026-10-06T07:00:00Z',
    does: jumping(15 * HOUR_MS),
    dates: { '2026-10-06': 'missed' },
    long: true,
  },
  {
    name: 'the clock jumps 30 days forward, longer than any timer can wait',
    at: '2026-10-06T09:30:00Z',
    madeAt: '2026-10-06T09:15:00Z',
    does: jumping(30 * DAY_MS),
    dates: { ...missedFrom('2026-10-07', 29), '2026-11-05': 'late' },
    long: true,
  },
  {
    name: 'the clock goes back 1 h after the digest, and the due time comes again',
    at: '2026-10-06T07:00:00Z',
    does: (day) => afterDigest(day, '2026-10-06T08:59:50Z', -HOUR_MS, HOUR_MS),
    dates: { '2026-10-06': 'sent' },
  },
  {
    name: 'the clock goes back 3 days after the digest, and forward again',
    at: '2026-10-06T07:00:00Z',
    does: (day) => afterDigest(day, '2026-10-06T08:59:50Z', -3 * DAY_MS, 3 * DAY_MS),
    // Which of the two clocks is right cannot be told, and of that date there was no digest yet.
    dates: { '2026-10-03': 'sent', '2026-10-06': 'sent' },
    long: true,
  },
  {
    name: 'the clock goes back and forth by 5 min while the digest is due',
    at: '2026-10-06T07:00:00Z',
    does: async ({ start, jumpTo, clock }) => {
      await start();
      for (let times = 0; times < 4; times += 1) {
        jumpTo('2026-10-06T08:59:00Z');
        await clock.wait(5_000);
        jumpTo('2026-10-06T09:00:10Z');
        await clock.wait(10_000);
      }
    },
    dates: { '2026-10-06': 'sent' },
    long: true,
  },
];

/** A day on which the bot is asked to stop at a phase of one of the posts of its digest, and started again. */
function stopped(name: string, nth: number, at: Phase, long: boolean): Day {
  return {
    name: `the bot is stopped by SIGTERM ${name}, and started again`,
    at: '2026-10-06T07:00:00Z',
    interfere: ({ bot }) => {
      let posts = 0;
      return ({ call, phase }) => {
        if (call === 'chat.postMessage' && phase === at) {
          posts += 1;
          if (posts === nth) bot().kill('SIGTERM');
        }
        return PASS;
      };
    },
    does: async ({ start, jumpTo, bot }) => {
      await start();
      jumpTo('2026-10-06T08:59:50Z');
      assert.equal(await bot().exited, 0, 'it did not end in order');
      await start();
    },
    dates: { '2026-10-06': 'sent' },
    long,
  };
}

/** Processes that stand still, or are not there. */
const SLEEPS: readonly Day[] = [
  stopped('before the digest is posted', 1, 'request', true),
  stopped('once the digest is posted, before it hears of that', 1, 'done', false),
  stopped('between two replies', 2, 'answered', true),
  {
    name: 'the machine sleeps over the due time',
    at: '2026-10-06T07:00:00Z',
    does: async ({ start, clock, bot, jumpTo }) => {
      await start();
      bot().kill('SIGSTOP');
      jumpTo('2026-10-06T11:00:00Z');
      await clock.wait(20_000);
      bot().kill('SIGCONT');
    },
    dates: { '2026-10-06': 'late' },
  },
  {
    name: 'the machine sleeps an hour in the middle of the post',
    at: '2026-10-06T07:00:00Z',
    interfere: ({ bot, clock }) => {
      let slept = false;
      return async ({ call, phase }) => {
        if (call !== 'chat.postMessage' || phase !== 'done' || slept) return PASS;
        slept = true;
        bot().kill('SIGSTOP');
        clock.jump(HOUR_MS);
        await clock.wait(20_000);
        bot().kill('SIGCONT');
        return { do: 'cut' };
      };
    },
    does: async (day) => {
      await afterDigest(day, '2026-10-06T08:59:50Z');
      assert.ok(day.clock.now() > new Date('2026-10-06T10:00:00Z'), 'the machine never slept');
    },
    dates: { '2026-10-06': 'sent' },
  },
  {
    name: 'the bot was off and comes back 11 h after the due time',
    at: '2026-10-06T20:00:00Z',
    madeAt: '2026-10-06T08:00:00Z',
    does: ({ start }) => start(),
    dates: { '2026-10-06': 'late' },
    long: true,
  },
  {
    name: 'the bot was off and comes back 13 h after the due time',
    at: '2026-10-06T22:00:00Z',
    madeAt: '2026-10-06T08:00:00Z',
    does: ({ start }) => start(),
    dates: { '2026-10-06': 'missed' },
  },
  {
    name: 'the bot was off for four days',
    at: '2026-10-09T10:00:00Z',
    madeAt: '2026-10-06T08:00:00Z',
    does: ({ start }) => start(),
    dates: {
      '2026-10-06': 'missed',
      '2026-10-07': 'missed',
      '2026-10-08': 'missed',
      '2026-10-09': 'late',
    },
    long: true,
  },
];

/** A bot that is killed in the middle of its first post, after which the clock is set back by half an hour. */
const SET_BACK_IN_DOUBT: Day = {
  name: 'the bot is killed in the post, and the clock set back by half an hour before it is started again',
  at: '2026-10-06T07:00:00Z',
  interfere: ({ bot }) => {
    let killed = false;
    return ({ call, phase }) => {
      if (call !== 'chat.postMessage' || phase !== 'request' || killed) return PASS;
      killed = true;
      bot().kill('SIGKILL');
      return CUT;
    };
  },
  does: async ({ start, jumpTo, bot, clock, settled }) => {
    await start();
    jumpTo('2026-10-06T08:59:50Z');
    await bot().exited;
    clock.jump(-HOUR_MS / 2);
    await start();
    const since = clock.now().getTime();
    await settled();
    const tookMs = clock.now().getTime() - since;
    assert.ok(tookMs < 90_000, `everything was there after ${tookMs / 1_000} s`);
  },
  dates: { '2026-10-06': 'sent' },
  long: true,
};

/** Zones whose clocks change, and zones whose rules do. */
const ZONES: readonly Day[] = [
  {
    name: 'the due time does not exist: clocks skip it',
    at: '2026-03-28T22:00:00Z',
    madeAt: '2026-03-28T12:00:00Z',
    time: '02:30',
    timeZone: 'Europe/Berlin',
    does: (day) => afterDigest(day, '2026-03-29T00:59:50Z'),
    dates: { '2026-03-29': 'sent' },
  },
  {
    name: 'the due time comes twice',
    at: '2026-10-24T22:00:00Z',
    time: '02:30',
    timeZone: 'Europe/Berlin',
    does: (day) => afterDigest(day, '2026-10-25T00:29:50Z', HOUR_MS),
    dates: { '2026-10-25': 'sent' },
  },
  {
    name: 'the bot starts half an hour after a due time that clocks skipped',
    at: '2026-03-29T01:30:00Z',
    madeAt: '2026-03-28T12:00:00Z',
    time: '02:30',
    timeZone: 'Europe/Berlin',
    does: ({ start }) => start(),
    dates: { '2026-03-29': 'late' },
    long: true,
  },
  {
    name: 'a zone skips a whole date',
    at: '2011-12-29T18:30:00Z',
    timeZone: 'Pacific/Apia',
    does: jumping(25 * HOUR_MS),
    dates: { '2011-12-29': 'missed', '2011-12-31': 'late' },
    long: true,
  },
  {
    name: 'new zone data move the due time to later the same day, after the digest',
    at: '2026-10-06T05:00:00Z',
    timeZone: 'Europe/Berlin',
    does: async (day) => {
      await afterDigest(day, '2026-10-06T06:59:50Z');
      day.bot().kill('SIGKILL');
      await day.bot().exited;
      // Nine o'clock in New York: six hours later.
      day.clock.jump(6 * HOUR_MS + 5 * MINUTE_MS);
      await day.start({
        preload: [...day.clock.preload, OTHER_ZONES],
        environment: { ...day.clock.environment, FAULTS_ZONES: 'Europe/Berlin=America/New_York' },
      });
    },
    dates: { '2026-10-06': 'sent' },
  },
];

/** What clocks, sleep and zones do to digests. */
export const cases: readonly Case[] = [
  ...[...JUMPS, ...SLEEPS, SET_BACK_IN_DOUBT, ...ZONES].map(living),
  ...CLOCKS_APART,
  ...SET_BACK,
];
