/** A wait by a clock that may be set: when it began, and until when it lasts. */
export interface Wait {
  since: Date;
  until: Date;
}

/**
 * The wait as it stands now, to be kept in its place.
 *
 * Where the clock was set back to before its beginning it begins anew, or it would last longer by as much.
 */
export function resume<T extends Wait>(wait: T, now: Date): T {
  if (now >= wait.since) return wait;
  const lengthMs = wait.until.getTime() - wait.since.getTime();
  return { ...wait, since: now, until: new Date(now.getTime() + lengthMs) };
}

/** The wait as {@link resume} has it; absent once it is over. */
export function lasting(wait: Wait | undefined, now: Date): Wait | undefined {
  const resumed = wait && resume(wait, now);
  return resumed !== undefined && now < resumed.until ? resumed : undefined;
}

/** Milliseconds that a wait still lasts; 0 where there is none. */
export function restOf(wait: Wait | undefined, now: Date): number {
  return wait === undefined ? 0 : Math.max(0, wait.until.getTime() - now.getTime());
}
