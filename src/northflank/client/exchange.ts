import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

/** One answer as it came. */
export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** How long and how large an answer may be. */
export interface ExchangeLimits {
  /** From the request to the last byte, whatever trickles in between. */
  totalMs: number;
  bodyBytes: number;
}

/** Why an exchange ended that did not fail by itself. */
export type Stop = 'too-long' | 'too-large' | 'given-up';

/** Ends an exchange for a reason of ours. */
export class StoppedExchange extends Error {
  override readonly name = 'StoppedExchange';
  readonly stop: Stop;

  constructor(stop: Stop) {
    super(`The exchange was stopped (${stop})`);
    this.stop = stop;
  }
}

/**
 * Sends one request and reads its answer whole.
 *
 * Goes without the streams of undici's `request`: what we read fits into memory many times over, and
 * a list of many pages takes a third less of the processor.
 *
 * @throws {StoppedExchange} at a limit or when the signal gives up; otherwise undici's own errors.
 */
export function exchange(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  limits: ExchangeLimits,
  signal: AbortSignal,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const answer: RawAnswer = { status: 0, headers: {}, text: '' };
    let bytes = 0;
    let stopped: StoppedExchange | undefined;
    let controller: Dispatcher.DispatchController | undefined;

    // undici's own timeouts restart with every byte.
    const timer = setTimeout(() => stop('too-long'), limits.totalMs);
    const giveUp = (): void => stop('given-up');

    function clear(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    }

    function stop(reason: Stop): void {
      stopped ??= new StoppedExchange(reason);
      clear();
      reject(stopped);
      controller?.abort(stopped);
    }

    if (signal.aborted) {
      stop('given-up');
      return;
    }
    signal.addEventListener('abort', giveUp, { once: true });
    dispatcher.dispatch(options, {
      onRequestStart: (started) => {
        controller = started;
        if (stopped) started.abort(stopped);
      },
      onResponseStart: (_, status, headers) => {
        Object.assign(answer, { status, headers });
      },
      onResponseData: (_, chunk) => {
        bytes += chunk.byteLength;
        if (bytes > limits.bodyBytes) stop('too-large');
        else chunks.push(chunk);
      },
      onResponseEnd: () => {
        clear();
        resolve({ ...answer, text: textOf(chunks, bytes) });
      },
      onResponseError: (_, error) => {
        clear();
        reject(error);
      },
    });
  });
}

/** Most answers come in one piece, which needs no copy. */
function textOf(chunks: readonly Buffer[], bytes: number): string {
  const [only] = chunks;
  const whole = only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, bytes);
  return whole.toString('utf8');
}
