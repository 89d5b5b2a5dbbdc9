/** The timer looks at what is due every 15 s. */
const TICK_GRACE_MS = 60_000;
/** How long Slack may be away before that counts as not ready: its own refreshes take seconds. */
const SLACK_GRACE_MS = 120_000;

/** Where a bot is in its life; while it stops it still answers what it was asked before. */
export type Phase = 'starting' | 'running' | 'stopping';

/** What readiness is decided on. */
export interface Signs {
  /** What is wrong with the store. */
  storage: readonly string[];
  phase: Phase;
  /** Since when Slack cannot reach us; absent while it can. */
  disconnectedSince: Date | undefined;
  /** How long ago it was last looked what is due; absent before the first time. */
  sinceTickMs: number | undefined;
}

/**
 * Names what keeps the bot from being ready, in sentences without a full stop; nothing when it is.
 *
 * Northflank being away is no reason: a restart would not bring it back.
 */
export function findUnready(signs: Signs, now: Date): string[] {
  const { storage, phase, disconnectedSince, sinceTickMs = 0 } = signs;
  return [
    ...storage,
    ...(phase === 'starting' ? ['The bot is still starting'] : []),
    ...(phase === 'stopping' ? ['The bot is stopping'] : []),
    ...(isOlder(disconnectedSince, SLACK_GRACE_MS, now) ? ['Slack is not connected'] : []),
    // A digest that nobody looks at would be late without anybody knowing.
    ...(sinceTickMs > TICK_GRACE_MS ? ['Digests are not looked after'] : []),
  ];
}

function isOlder(moment: Date | undefined, than: number, now: Date): boolean {
  return moment !== undefined && now.getTime() - moment.getTime() > than;
}
