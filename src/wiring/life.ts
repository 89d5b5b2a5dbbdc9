import type { Clock } from '../domain/clock.ts';
import { findUnready, type Phase } from '../telemetry/readiness.ts';
import type { Outside } from './outside.ts';

/** Where a bot is in its life, and what keeps it from being ready. */
export interface Life {
  /** What keeps it from being ready; empty when it is. */
  readiness: () => Promise<readonly string[]>;
  enter: (phase: Phase) => void;
  /** Digests are looked after from now on; `sinceTick` tells how many milliseconds ago that was last done. */
  watch: (sinceTick: () => number | undefined) => void;
}

/** A life that is starting. */
export function createLife({
  storage,
  link,
  now,
}: Pick<Outside, 'storage' | 'link'> & { now: Clock }): Life {
  let phase: Phase = 'starting';
  let sinceTick: (() => number | undefined) | undefined;
  return {
    readiness: async () => {
      const signs = {
        storage: await storage.health(),
        phase,
        disconnectedSince: link.disconnectedSince(),
        sinceTickMs: sinceTick?.(),
      };
      return findUnready(signs, now());
    },
    enter: (next) => {
      phase = next;
    },
    watch: (asked) => {
      sinceTick = asked;
    },
  };
}
