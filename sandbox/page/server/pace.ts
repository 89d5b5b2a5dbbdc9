import type { SandboxClock } from '../../clock.ts';

/** The clock keeps real speed this long after the last sign of work. */
const QUIET_MS = 2000;

/** Keeps a fast clock at real speed while somebody works: hours must not pass between a question and its answer. */
export class Pace {
  readonly #clock: SandboxClock;
  readonly #elapsed: () => number;
  #until = 0;
  #release: (() => void) | undefined;

  /** @param elapsed milliseconds that only go forward. */
  constructor(clock: SandboxClock, elapsed: () => number = () => performance.now()) {
    this.#clock = clock;
    this.#elapsed = elapsed;
  }

  /** To be told again and again whether there is work. */
  note(isWorking: boolean): void {
    const real = this.#elapsed();
    if (isWorking) this.#until = real + QUIET_MS;
    if (real < this.#until) {
      this.#release ??= this.#clock.hold();
      return;
    }
    this.#release?.();
    this.#release = undefined;
  }
}
