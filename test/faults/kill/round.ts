import { createClock, type FaultClock } from '../world/clock.ts';
import { isFinal, readDeliveries, type StoredDelivery } from '../world/deliveries.ts';
import { leftIn } from '../world/slack.ts';
import { REPLIES } from '../world/small-account.ts';
import { judge, type Verdict } from '../world/verdict.ts';
import { type Crew, startCrew } from './crew.ts';
import type { Round } from './plan.ts';
import { type Stage, setStage } from './stage.ts';

/** Within so long after the last restart every message is there exactly once, by the machine's clock. */
const RECOVERY_LIMIT_MS = 90_000;

/** How a round ended. */
export interface RoundEnd extends Verdict {
  round: Round;
  /** Row of the table: what the last blow hit. */
  row: string;
  /** Whether every blow found its point. */
  reached: boolean;
  deaths: number;
  /** From the last restart until the last message came or went, by the bots' clock; 0 when none did after it. */
  recoveryMs: number;
  /** How long the machine took to start a bot, at most. */
  slowestStartMs: number;
}

const LOOK_EVERY_MS = 200;
/** Longest time until bots come to what a blow waits for, by their clock. */
const BLOW_LIMIT_MS = 300_000;
/** How long nothing may happen any more before a round counts as over, by the bots' clock. */
const QUIET_MS = 3_000;

/**
 * Plays one round.
 *
 * @param speed 1 lives in real time with `src/main.ts`; more takes the hurried bot, and counts
 * recovery from when a bot is up, since a machine does not start processes faster for it.
 */
export async function playRound(
  round: Round,
  speed: number,
  signal: AbortSignal,
): Promise<RoundEnd> {
  await using opened = new AsyncDisposableStack();
  const clock = createClock(speed);
  const stage = await setStage({ opened }, round, clock);
  let lastMessageAt = 0;
  stage.slack.subscribe((event) => {
    if (event.type === 'message' && event.change !== 'updated') lastMessageAt = Date.now();
  });
  const crew = await startCrew({ opened }, stage, round, clock);
  const isInTime = await untilSettled(stage, crew, clock, signal);
  const deliveries = await readDeliveries(stage.databaseUrl);
  const verdict = judge(stage.channels, leftIn(stage.slack), deliveries, REPLIES);
  const countsFrom = (speed === 1 ? crew.lastStart() : crew.standsSince()) ?? Date.now();
  const hit = crew.blows.hit();
  const isRestarted = crew.story.deaths > 0 && lastMessageAt > countsFrom;
  const recoveryMs = isRestarted ? (lastMessageAt - countsFrom) * speed : 0;
  if (speed === 1 && recoveryMs > RECOVERY_LIMIT_MS) {
    verdict.problems.push(`recovered only ${recoveryMs / 1000} s after the last start`);
  }
  if (!isInTime) verdict.problems.push(describeUnsettled(crew, deliveries));
  verdict.problems.push(...crew.story.problems);
  return {
    ...verdict,
    round,
    row: hit === undefined ? round.cell.row : `statement: ${hit}`,
    reached: crew.blows.next() === undefined,
    deaths: crew.story.deaths,
    recoveryMs,
    slowestStartMs: crew.story.slowestStartMs,
  };
}

/** @returns whether everything came to rest in time. */
async function untilSettled(
  stage: Stage,
  crew: Crew,
  clock: FaultClock,
  signal: AbortSignal,
): Promise<boolean> {
  let quietSince: number | undefined;
  let restlessSince: number | undefined;
  let changedAt: number | undefined;
  for (;;) {
    signal.throwIfAborted();
    await clock.wait(LOOK_EVERY_MS * clock.speed, signal);
    if (crew.story.problems.length > 0) return true;
    if (!(await isSettled(stage, crew))) {
      quietSince = undefined;
      restlessSince ??= Date.now();
      const since = Math.max(crew.lastStart() ?? Date.now(), restlessSince);
      const isLate = Date.now() - since > RECOVERY_LIMIT_MS;
      if (isLate && isAllStruck(crew, changedAt, clock)) return false;
      continue;
    }
    restlessSince = undefined;
    quietSince ??= Date.now();
    if ((Date.now() - quietSince) * clock.speed < QUIET_MS) continue;
    const next = crew.blows.next();
    if (next?.afterChange !== true) return true;
    if (changedAt === undefined) {
      changedAt = Date.now();
      change(stage);
      crew.blows.changed();
    } else if (isAllStruck(crew, changedAt, clock)) return true;
  }
}

/** No blow is waited for any more: all have fallen, or what they wait for did not come in time. */
function isAllStruck(crew: Crew, changedAt: number | undefined, clock: FaultClock): boolean {
  if (crew.blows.next() === undefined) return true;
  const since = changedAt ?? crew.standsSince();
  if (since === undefined) return false;
  return (Date.now() - since) * clock.speed > BLOW_LIMIT_MS;
}

async function isSettled({ channels, databaseUrl }: Stage, crew: Crew): Promise<boolean> {
  if (crew.standsSince() === undefined || !crew.isSettled()) return false;
  const deliveries = await readDeliveries(databaseUrl);
  return deliveries.length >= channels.length && deliveries.every(isFinal);
}

/** One addon recovers and another one breaks: a digest that is out is edited, and says so in its thread. */
function change({ account }: Stage): void {
  account.failing.delete('orders');
  account.failing.add('events');
}

function describeUnsettled(crew: Crew, deliveries: readonly StoredDelivery[]): string {
  const states = deliveries.map(({ channel, state }) => `${channel} ${state}`).join(', ');
  const bots = crew.standsSince() === undefined ? 'a bot is not up' : 'all bots are up';
  return `not at rest ${RECOVERY_LIMIT_MS / 1000} s after the last start: ${states}; ${bots}`;
}
