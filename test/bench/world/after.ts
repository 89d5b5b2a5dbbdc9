import { performance } from 'node:perf_hooks';

/** Timers come up to this much late, so the rest is waited for without them. */
const EARLY_MS = 2;

/** Does something this long from now, to a tenth of a millisecond: what is measured are milliseconds. */
export function after(ms: number, act: () => void): void {
  if (ms <= 0) {
    act();
    return;
  }
  const at = performance.now() + ms;
  const wait = (): void => {
    if (performance.now() >= at) act();
    else setImmediate(wait);
  };
  setTimeout(wait, Math.max(0, ms - EARLY_MS));
}
