import type { LogTap } from './log-tap.ts';
import { openPage } from './open-page.ts';
import type { SandboxPage } from './page.ts';
import { openSurroundings, type Surroundings } from './surroundings.ts';

/** A workspace and an account that wait for bots which somebody else starts. */
export interface SandboxWithoutBot extends Pick<Surroundings, 'slack' | 'northflank'> {
  page: SandboxPage;
  /** What such bots need in their environment, as lines of a file for `--env-file`. */
  environmentFile: string;
  close: () => Promise<void>;
}

const now = (): Date => new Date();

const REAL_TIME = 'Bots of your own keep real time, so the clock cannot be moved here.';

/** Starts both, with the page, at this machine's own time: bots in processes of their own know no other. */
export async function startWithoutBot(
  log: LogTap,
  { seed, port }: { seed?: number | undefined; port?: number | undefined } = {},
): Promise<SandboxWithoutBot> {
  const opened = new AsyncDisposableStack();
  try {
    const { slack, northflank, environment } = await openSurroundings({ now, seed }, opened);
    const clock = {
      now,
      speed: 1,
      chosenSpeed: 1,
      run: () => undefined,
      jumpTo: () => undefined,
      hold: () => () => undefined,
    };
    const nobody = {
      idle: () => Promise.resolve(),
      nextDigestAt: () => Promise.resolve(undefined),
      followUpDigests: () => Promise.resolve(),
    };
    const page = await openPage(
      { slack, northflank, bot: nobody },
      { clock, log, port, fixedTime: REAL_TIME },
    );
    opened.defer(() => page.close());
    const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
    return {
      slack,
      northflank,
      page,
      environmentFile: lines.join(''),
      close: () => opened.disposeAsync(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
