import { setTimeout as wait } from 'node:timers/promises';
import type { NamedCase, Result } from './case.ts';
import type { Options } from './options.ts';

/** A case that has ended. */
export interface Ended {
  case: NamedCase;
  result: Result;
  tookMs: number;
}

const LIMIT_MS = 120_000;
/** How long a case that was broken off may take to clean up after itself. */
const CLEANUP_MS = 15_000;

/** What cases are run with. */
export interface RunOptions extends Pick<Options, 'all' | 'rounds' | 'jobs'> {
  /** The first seed of each case. */
  seed: number;
  /** Ends the run: what is under way is broken off and cleaned up, and nothing else begins. */
  signal?: AbortSignal | undefined;
  /** Is told what a case has to say before it ends. */
  tell?: ((line: string) => void) | undefined;
}

/**
 * Runs cases side by side, then those that want to be alone, one after the other. What may take longest
 * begins first, so that nothing long is still running when all else has ended.
 *
 * @param onEnd is told of each as it ends.
 */
export async function runCases(
  cases: readonly NamedCase[],
  options: RunOptions,
  onEnd: (ended: Ended) => void,
): Promise<Ended[]> {
  const ended: Ended[] = [];
  const inTurn = cases.toSorted((one, other) => limitOf(other) - limitOf(one));
  async function runInTurn(queue: NamedCase[], jobs: number): Promise<void> {
    const work = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        if (options.signal?.aborted) return;
        const one = await runCase(next, options);
        ended.push(one);
        onEnd(one);
      }
    };
    await Promise.all(Array.from({ length: jobs }, work));
  }
  await runInTurn(
    inTurn.filter(({ alone }) => alone !== true),
    options.jobs,
  );
  await runInTurn(
    inTurn.filter(({ alone }) => alone === true),
    1,
  );
  return ended;
}

function limitOf({ limitMs = LIMIT_MS }: NamedCase): number {
  return limitMs;
}

async function runCase(
  each: NamedCase,
  { seed, rounds, all, signal: stop, tell = () => undefined }: RunOptions,
): Promise<Ended> {
  const limitMs = limitOf(each);
  const started = performance.now();
  const opened = new AsyncDisposableStack();
  const timeout = new AbortController();
  const giveUp = (why: string) => timeout.abort(new Error(why));
  const timer = setTimeout(() => giveUp(`It had not ended after ${limitMs / 1000} s.`), limitMs);
  stop?.addEventListener('abort', () => giveUp('The run was stopped.'), { once: true });
  let result: Result;
  let running: Promise<Result> | undefined;
  try {
    const context = { seed, rounds, all, signal: timeout.signal, tell, opened };
    running = each.run(context);
    result = await Promise.race([running, givenUp(timeout.signal)]);
  } catch (error) {
    result = broken(error);
    // What it has opened by itself it closes when it hears the signal, which takes a little.
    await Promise.race([
      running?.catch(() => undefined),
      wait(CLEANUP_MS, undefined, { ref: false }),
    ]);
  }
  clearTimeout(timer);
  try {
    await opened.disposeAsync();
  } catch (error) {
    // What a case leaves behind may break others, so a failure to clean up is one of the case.
    if (result.outcome !== 'broken') result = broken(error);
  }
  return { case: each, result, tookMs: performance.now() - started };
}

function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
  });
}

function broken(error: unknown): Result {
  const words = error instanceof Error ? error.message : String(error);
  const [figure = '', ...details] = words.split('\n');
  return { outcome: 'broken', figure, details };
}
