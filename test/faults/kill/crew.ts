import type { Opened } from '../case.ts';
import { startBotProcess } from '../world/bot.ts';
import type { FaultClock } from '../world/clock.ts';
import type { Interfere } from '../world/gate.ts';
import { startHttpGate } from '../world/http-gate.ts';
import { startPostgresGate } from '../world/postgres-gate.ts';
import { type Blows, createBlows, type Door } from './blows.ts';
import { NORTHFLANK } from './calls.ts';
import { createMember, type Member } from './member.ts';
import type { Round } from './plan.ts';
import type { Stage } from './stage.ts';

/** The bots of a round, with what happens to them. */
export interface Crew {
  blows: Blows;
  /** By the machine's clock, when the last of them was started; absent while one is dead. */
  lastStart: () => number | undefined;
  /** When the last of them was up; absent while one is not. */
  standsSince: () => number | undefined;
  /** Whether nothing that Slack takes late is under way any more. */
  isSettled: () => boolean;
  /** What has happened so far. */
  story: Readonly<Story>;
}

/** What is told of a crew. */
export interface Story {
  deaths: number;
  /** Longest time from the start of a process until the bot in it was up. */
  slowestStartMs: number;
  /** What the bots did that nobody did to them. */
  problems: string[];
}

const SQLITE_PRELOAD = new URL('../world/mortal-sqlite.ts', import.meta.url).href;

/** Starts the bots of a round, to which its blows happen; they end with the round. */
export async function startCrew(
  opened: Opened,
  stage: Stage,
  round: Round,
  clock: FaultClock,
): Promise<Crew> {
  const members: Member[] = [];
  const story: Story = { deaths: 0, slowestStartMs: 0, problems: [] };
  let late = 0;
  const blows = createBlows(round.blows, {
    kill: (bot) => members[bot]?.kill(),
    wait: async (ms) => {
      late += 1;
      await clock.wait(ms);
      late -= 1;
    },
  });
  for (let bot = 0; bot < round.setup.bots; bot += 1) {
    members.push(await createOne(opened, { stage, round, clock, blows, story, bot }));
  }
  opened.opened.defer(() => {
    for (const { retire } of members) retire();
  });
  await Promise.all(members.map(({ start }) => start()));
  return {
    blows,
    lastStart: () => lastOf(members.map(({ startedAt }) => startedAt())),
    standsSince: () => lastOf(members.map(({ upSince }) => upSince())),
    isSettled: () => late === 0,
    story,
  };
}

interface Parts {
  stage: Stage;
  round: Round;
  clock: FaultClock;
  blows: Blows;
  story: Story;
  bot: number;
}

async function createOne(opened: Opened, parts: Parts): Promise<Member> {
  const { stage, round, clock, blows, story, bot } = parts;
  const doors = await openDoors(
    opened,
    stage,
    round,
    (door) => (moment) => blows.at(bot, door, moment),
  );
  return createMember({
    spawn: () => {
      blows.born(bot);
      return startBotProcess(opened, {
        slackApiUrl: doors.slack,
        northflankUrl: doors.northflank,
        databaseUrl: doors.store,
        clock,
        ...mortal(round, blows),
      });
    },
    pause: () => clock.wait(round.pausesMs[story.deaths % round.pausesMs.length] ?? 0),
    onLog: (event) => blows.logged(bot, event),
    onOwnDeath: blows.fell,
    onDeath: () => {
      story.deaths += 1;
    },
    onUp: (milliseconds) => {
      story.slowestStartMs = Math.max(story.slowestStartMs, milliseconds);
    },
    onProblem: (problem) => story.problems.push(problem),
  });
}

async function openDoors(
  opened: Opened,
  { slack, account, databaseUrl }: Stage,
  { setup }: Round,
  interfere: (door: Door) => Interfere,
): Promise<Record<Door, string>> {
  const northflank = await startHttpGate(opened, {
    upstream: () => account.url,
    interfere: interfere(NORTHFLANK),
  });
  return {
    slack: await slack.openDoor(interfere('slack')),
    northflank: northflank.url,
    store:
      setup.store === 'postgres'
        ? await startPostgresGate(opened, databaseUrl, interfere('store'))
        : databaseUrl,
  };
}

/** SQLite is inside the process, so the blow must be too. */
function mortal({ setup }: Round, blows: Blows) {
  const at = blows.next()?.at;
  if (setup.store !== 'sqlite' || at?.kind !== 'statement') return {};
  return {
    preload: [SQLITE_PRELOAD],
    environment: { FAULTS_STATEMENT: String(at.nth), FAULTS_MOMENT: at.phase },
  };
}

function lastOf(moments: readonly (number | undefined)[]): number | undefined {
  const known = moments.filter((at) => at !== undefined);
  return known.length < moments.length ? undefined : Math.max(...known);
}
