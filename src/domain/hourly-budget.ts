/** The requests that Northflank grants the account in an hour, as far as it has said so. */
export interface HourlyBudget {
  limit?: number | undefined;
  remaining?: number | undefined;
  /** When the next hour begins; what is left was said of the one before. */
  resetAt?: Date | undefined;
}

/** Northflank's limit until an answer states it. */
export const DEFAULT_HOURLY_LIMIT = 1000;

/** Share of the limit that only people may touch. */
export const KEPT_FOR_PEOPLE = 0.2;

/** Share of the limit that what nobody waits for may use in an hour. */
export const BACKGROUND_SHARE = 0.3;

/** Below this share left, what nobody waits for is spread over the rest of the hour. */
export const SPREAD_BELOW = 0.3;
