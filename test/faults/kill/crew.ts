import type { Opened } from '../case.ts';
import { type BotProcess, startBotProcess } from '../world/bot.ts';
import type { FaultClock } from '../world/clock.ts';
import type { Interfere } from '../world/gate.ts';
import { startHttpGate } from '../world/http-gate.ts';
import { nameOf, startPostgresGate } from '../world/postgres-gate.ts';
import { type Blows, createBlows, type Door } from './blows.ts';
import { NORTHFLANK } from './cells.ts';
import type { Round } from './plan.ts';
import type { Stage } from './stage.ts';

/** The bots of a round: each comes back when it was killed. */
export interface Crew {
  blows: Blows;
  deaths: () => number;
  /** By the machine's clock, when the last bot that came back had started; absent while one is away. */
  standsSince: () => number | undefined;
  /** When the last bot was started, by the machine's clock. */
  lastStart: () => number;
  /** What the bots did that nobody did to them. */
  problems: () => readonly string[];
  /** Resolves when nothing that Slack takes late is under way any more. */
  settled: () => boolean;
}

interface Member {
  index: number;
  doors: Record<Door, string>;
  process?: BotProcess;
  startedAt?: number | undefined;
  killed: boolean;
}

const SQLITE_PRELOAD = new URL('../world/mortal-sqlite.ts', import.meta.url).href;

/** Starts the bots of a round, to which its blows happen. */
export async function startCrew(
  opened: Opened,
  stage: Stage,
  round: Round,
  clock: FaultClock,
): Promise<Crew> {
  const members: Member[] = [];
  const problems: string[] = [];
  let deaths = 0;
  let late = 0;
  let lastStart = Date.now();
  let over = false;

  const blows = createBlows(round.blows, {
    kill: (bot) => {
      const member = members[bot];
      if (member?.process === undefined || member.killed) return;
      member.killed = true;
      member.process.kill('SIGKILL');
    },
    wait: async (ms) => {
      late += 1;
      await clock.wait(ms);
      late -= 1;
    },
  });

  function start(member: Member): void {
    lastStart = Date.now();
    member.killed = false;
    member.startedAt = undefined;
    blows.born(member.index);
    const process = startBotProcess(opened, {
      slackApiUrl: member.doors.slack,
      northflankUrl: member.doors.northflank,
      databaseUrl: member.doors.store,
      clock,
      ...mortal(round, blows),
    });
    member.process = process;
    for (const event of ['started', 'slack_connected', 'digest_finished']) {
      void listen(member, process, event);
    }
    void process.exited.then(() => buried(member, process));
  }

  async function listen(member: Member, process: BotProcess, event: string): Promise<void> {
    try {
      await process.logged(event);
    } catch {
      return; // It ended before, which is seen to elsewhere.
    }
    if (event === 'started') member.startedAt = Date.now();
    blows.logged(member.index, event);
  }

  async function buried(member: Member, process: BotProcess): Promise<void> {
    if (over) return;
    const statement = process.lines().find(({ event }) => event === 'died_at_statement');
    if (statement !== undefined) blows.fell(nameOf(String(statement['sql'])));
    else if (!member.killed) {
      problems.push(`a bot ended by itself: ${process.stderr.slice(-500)}`);
      return;
    }
    member.startedAt = undefined;
    deaths += 1;
    await clock.wait(round.pausesMs[(deaths - 1) % round.pausesMs.length] ?? 0);
    if (!over) start(member);
  }

  for (let index = 0; index < round.setup.bots; index += 1) {
    const doors = await openDoors(
      opened,
      stage,
      round,
      (door) => (moment) => blows.at(index, door, moment),
    );
    members.push({ index, doors, killed: false });
  }
  opened.opened.defer(() => {
    over = true;
  });
  for (const member of members) start(member);

  return {
    blows,
    deaths: () => deaths,
    standsSince: () => {
      const starts = members.map(({ startedAt, killed }) => (killed ? undefined : startedAt));
      return starts.includes(undefined)
        ? undefined
        : Math.max(...starts.filter((at) => at !== undefined));
    },
    lastStart: () => lastStart,
    problems: () => problems,
    settled: () => late === 0,
  };
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
