import type { NamedCase, Result } from './case.ts';
import type { Options } from './options.ts';

/** A case that has ended. */
export interface Ended {
  case: NamedCase;
  result: Result;
  tookMs: number;
}

const LIMIT_MS = 120_000;

/**
 * Runs cases side by side, then those that want to be alone, one after the other.
 *
 * @param seed the first seed of each case.
 * @param onEnd is told of each as it ends.
 */
export async function runCases(
  cases: readonly NamedCase[],
  options: Pick<Options, 'all' | 'rounds' | 'jobs'> & { seed: number },
  onEnd: (ended: Ended) => void,
): Promise<Ended[]> {
  const ended: Ended[] = [];
  async function runInTurn(queue: NamedCase[], jobs: number): Promise<void> {
    const work = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const one = await runCase(next, options);
        ended.push(one);
        onEnd(one);
      }
    };
    await Promise.all(Array.from({ length: jobs }, work));
  }
  await runInTurn(
    cases.filter(({ alone }) => alone !== true),
    options.jobs,
  );
  await runInTurn(
    cases.filter(({ alone }) => alone === true),
    1,
  );
  return ended;
}

async function runCase(
  each: NamedCase,
  { seed, rounds, all }: Pick<Options, 'all' | 'rounds'> & { seed: number },
): Promise<Ended> {
  const limitMs = each.limitMs ?? LIMIT_MS;
  const started = performance.now();
  const timeout = new AbortController();
  const opened = new AsyncDisposableStack();
  const timer = setTimeout(() => timeout.abort(), limitMs);
  let result: Result;
  try {
    const context = { seed, rounds, all, signal: timeout.signal, opened };
    result = await Promise.race([each.run(context), givenUp(timeout.signal, limitMs)]);
  } catch (error) {
    result = broken(error);
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

function givenUp(signal: AbortSignal, limitMs: number): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = () => reject(new Error(`It had not ended after ${limitMs / 1000} s.`));
    signal.addEventListener('abort', giveUp, { once: true });
  });
}

function broken(error: unknown): Result {
  const words = error instanceof Error ? error.message : String(error);
  const [figure = '', ...details] = words.split('\n');
  return { outcome: 'broken', figure, details };
}
