/** The bot's own pauses between two looks are this long or longer. */
const LONG_MS = 5_000;

/** Ends short waits at once and long ones only when they are given up, so that a test sets the pace. */
export function patientDelay(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted || milliseconds < LONG_MS) return Promise.resolve();
  return new Promise((resolve) => {
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}
