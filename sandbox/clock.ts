/** The sandbox's time: account, workspace and bot all live by it. */
export interface SandboxClock {
  now: () => Date;
  /** How many times faster than real time it runs; 1 while something holds it. */
  readonly speed: number;
  /** The chosen speed, also while something holds the clock. */
  readonly chosenSpeed: number;
  /** Chooses a speed; it is in force whenever nothing holds the clock. */
  run: (speed: number) => void;
  /** Moves on to a later moment; an earlier one changes nothing, since time does not go back. */
  jumpTo: (moment: Date) => void;
  /**
   * Keeps real speed until the returned function is called: links that live for seconds must not
   * die while somebody waits for an answer.
   */
  hold: () => () => void;
}

/** Where a clock starts and what drives it. */
export interface SandboxClockOptions {
  start: Date;
  /** Milliseconds that only go forward. */
  elapsed?: (() => number) | undefined;
}

/** A clock that starts at the given moment at real speed. */
export function createSandboxClock({
  start,
  elapsed = () => performance.now(),
}: SandboxClockOptions): SandboxClock {
  const holds = new Set<symbol>();
  let chosen = 1;
  let base = { sandbox: start.getTime(), real: elapsed() };

  const speed = (): number => (holds.size > 0 ? Math.min(1, chosen) : chosen);
  const current = (): number => base.sandbox + (elapsed() - base.real) * speed();
  const rebase = (change: () => void): void => {
    base = { sandbox: current(), real: elapsed() };
    change();
  };
  return {
    now: () => new Date(Math.floor(current())),
    get speed() {
      return speed();
    },
    get chosenSpeed() {
      return chosen;
    },
    run: (next) => rebase(() => (chosen = next)),
    jumpTo: (moment) => {
      base = { sandbox: Math.max(current(), moment.getTime()), real: elapsed() };
    },
    hold: () => {
      const mark = Symbol('hold');
      rebase(() => holds.add(mark));
      return () => rebase(() => holds.delete(mark));
    },
  };
}
