import type { Clock } from '../domain/clock.ts';
import { findUnready, type Phase } from '../telemetry/readiness.ts';
import type { Outside } from './outside.ts';

/** Where a bot is in its life, and what keeps it from being ready. */
export interface Life {
  /** What keeps it from being ready; empty when it is. */
  readiness: () => Promise<readonly string[]>;
  enter: (phase: Phase) => void;
  /** Digests are looked after from now on; `lastTickAt` tells when that was last done. */
  watch: (lastTickAt: () => Date | undefined) => void;
}

/** A life that is starting. */
export function createLife({
  storage,
  link,
  now,
}: Pick<Outside, 'storage' | 'link'> & { now: Clock }): Life {
  let phase: Phase = 'starting';
  let lastTickAt: (() => Date | undefined) | undefined;
  return {
    readiness: async () => {
      const signs = {
        storage: await storage.health(),
        phase,
        disconnectedSince: link.disconnectedSince(),
        lastTickAt: lastTickAt?.(),
      };
      return findUnready(signs, now());
    },
    enter: (next) => {
      phase = next;
    },
    watch: (tickAt) => {
      lastTickAt = tickAt;
    },
  };
}
