import { createSandboxClock, type SandboxClock } from '../../../sandbox/clock.ts';
import { tapLog } from '../../../sandbox/log-tap.ts';
import { noFaults } from '../../../sandbox/northflank/faults.ts';
import type { SandboxNorthflank } from '../../../sandbox/northflank.ts';
import { openPage } from '../../../sandbox/open-page.ts';
import type { SandboxPage } from '../../../sandbox/page.ts';
import { type Sandbox, startSandbox } from '../../../sandbox/start-sandbox.ts';
import { SILENT } from '../../fakes/log.ts';

const START = new Date('2026-11-21T10:00:00Z');

/** The whole sandbox with its page. Its time stands still unless it is moved. */
export interface Stage {
  sandbox: Sandbox;
  northflank: SandboxNorthflank;
  clock: SandboxClock;
  served: SandboxPage;
  /** Mends what was broken and closes what was left open. */
  tidy: () => Promise<void>;
  close: () => Promise<void>;
}

export async function startStage(): Promise<Stage> {
  const clock = createSandboxClock({ start: START, elapsed: () => 0 });
  const log = tapLog(SILENT, clock.now);
  const sandbox = await startSandbox({
    now: clock.now,
    log: log.log,
    wait: () => Promise.resolve(),
  });
  const { slack, northflank } = sandbox;
  if (northflank === undefined) throw new Error('the sandbox has no account of its own');
  const served = await openPage(sandbox, { clock, log });
  return {
    sandbox,
    northflank,
    clock,
    served,
    tidy: async () => {
      Object.assign(northflank.faults, noFaults());
      slack.set({ lateMs: 0 });
      for (const id of slack.workspace.people.keys()) {
        const person = slack.user(id);
        const view = person.modal.at(-1);
        if (view !== undefined) await person.closeView(view, { all: true });
      }
    },
    close: async () => {
      await served.close();
      // Cuts the answers that nobody waits for any more.
      await northflank.close();
      await sandbox.close();
    },
  };
}
