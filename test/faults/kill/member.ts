import { availableParallelism } from 'node:os';
import type { BotProcess } from '../world/bot.ts';
import { nameOf } from '../world/postgres-gate.ts';
import { createRoom } from '../world/room.ts';

/** One bot of a crew through its lives: it comes back when it was killed. */
export interface Member {
  /** Ends it on the spot; nothing when it is dead already. */
  kill: () => void;
  /** When its process was started, by the machine's clock; absent while it is dead. */
  startedAt: () => number | undefined;
  /** Since when it is up; absent while it is not. */
  upSince: () => number | undefined;
  /** Begins its first life. Resolves when its process is started. */
  start: () => Promise<void>;
  /** Ends it for good. */
  retire: () => void;
}

/** What a member tells, and is started with. */
export interface MemberDeps {
  /** Starts a process for its next life. */
  spawn: () => BotProcess;
  /** Waits while it is dead. */
  pause: () => Promise<void>;
  /** Is told of the first line of each of these events in each life. */
  onLog: (event: string) => void;
  /** Is told when it died at a statement of SQLite, where only it could do that. */
  onOwnDeath: (statement: string) => void;
  onDeath: () => void;
  /** Is told how long a start took. */
  onUp: (milliseconds: number) => void;
  /** Is told when it ended although nobody killed it. */
  onProblem: (problem: string) => void;
}

/** Starting is all that a bot needs a core for: more at once would only take longer, each of them. */
const starting = createRoom(2 * availableParallelism());

/** Lines of the log that blows may fall at; a bot is up with `started`. */
const EVENTS = ['slack_connected', 'started', 'digest_finished'];

/** Creates one that has not started yet. */
export function createMember(deps: MemberDeps): Member {
  let current: { process: BotProcess; upSince?: number } | undefined;
  let hasLived = false;
  let isRetired = false;

  async function start(): Promise<void> {
    await starting.take(1, hasLived);
    if (isRetired) {
      starting.give(1);
      return;
    }
    hasLived = true;
    const process = deps.spawn();
    current = { process };
    const heard = new Map(EVENTS.map((event) => [event, listen(process, event)]));
    void heard.get('started')?.then(() => starting.give(1));
    void process.exited.then(() => bury(process));
  }

  async function listen(process: BotProcess, event: string): Promise<void> {
    try {
      await process.logged(event);
    } catch {
      return; // It ended before, which is seen to below.
    }
    if (current?.process !== process) return;
    if (event === 'started') {
      current.upSince = Date.now();
      deps.onUp(current.upSince - process.startedAt);
    }
    deps.onLog(event);
  }

  async function bury(process: BotProcess): Promise<void> {
    if (isRetired) return;
    const own = process.lines().find(({ event }) => event === 'died_at_statement');
    if (own !== undefined) deps.onOwnDeath(nameOf(String(own['sql'])));
    else if (current !== undefined) {
      deps.onProblem(`a bot ended by itself: ${process.stderr.slice(-500)}`);
      return;
    }
    current = undefined;
    deps.onDeath();
    await deps.pause();
    await start();
  }

  return {
    kill: () => {
      current?.process.kill('SIGKILL');
      current = undefined;
    },
    startedAt: () => current?.process.startedAt,
    upSince: () => current?.upSince,
    start,
    retire: () => {
      isRetired = true;
    },
  };
}
