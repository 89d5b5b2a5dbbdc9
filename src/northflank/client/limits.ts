/** The figures by which calls are made; tests shorten them. */
export interface Limits {
  /** Until a connection stands. */
  connectMs: number;
  /** From the request to the last header. */
  headersMs: number;
  /** One try from start to last byte, whatever trickles in between. */
  tryMs: number;
  /** One question of a person: all pages, tries and waits together. */
  personMs: number;
  /** Longest single wait that a digest or background call sits out. */
  longestWaitMs: number;
  /** Greatest answer that is read. */
  bodyBytes: number;
  /** Tries of one GET in all, the first included. */
  tries: number;
  /** Pages of one list. */
  maxPages: number;
}

/** What production goes by. */
export const DEFAULT_LIMITS: Limits = {
  connectMs: 3_000,
  headersMs: 10_000,
  tryMs: 20_000,
  personMs: 25_000,
  longestWaitMs: 60_000,
  bodyBytes: 5 * 1024 * 1024,
  tries: 3,
  // A quarter of the default hour of 1,000 requests: no single list may eat the budget, and 25,000
  // rows are far beyond what Northflank keeps of one addon (500 backups per schedule).
  maxPages: 250,
};

/** Greatest page that Northflank serves. */
export const ROWS_PER_PAGE = 100;
