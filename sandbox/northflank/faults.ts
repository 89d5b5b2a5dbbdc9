/** What is broken at the moment. All may be set at any time; each takes effect with the next request. */
export interface NorthflankFaults {
  /** A gateway's HTML page with status 503 answers everything. */
  down: boolean;
  /** Connections are cut before anything is done. */
  unreachable: boolean;
  /** Everything is done, but connections are cut instead of answering. */
  losesAnswers: boolean;
  /** The same, but only for what changes something. */
  losesWriteAnswers: boolean;
  /** Every answer comes this many real milliseconds late. */
  slowMs: number;
  /** The hour's requests are used up. */
  rateLimited: boolean;
  /** The token is refused. */
  tokenRevoked: boolean;
  /** The token's role lacks the permission for everything about backup destinations. */
  destinationsForbidden: boolean;
  /** Ids of destinations whose bucket denies access, so that their backups cannot be listed. */
  refusingDestinations: string[];
  /** Addresses (`project/addon`) whose backups and schedules are answered with status 500. */
  failingAddons: string[];
}

/** Nothing broken. */
export function noFaults(): NorthflankFaults {
  return {
    down: false,
    unreachable: false,
    losesAnswers: false,
    losesWriteAnswers: false,
    slowMs: 0,
    rateLimited: false,
    tokenRevoked: false,
    destinationsForbidden: false,
    refusingDestinations: [],
    failingAddons: [],
  };
}

/** What the gateway in front of Northflank says when nothing is behind it. */
export const GATEWAY_PAGE =
  '<html><head><title>503 Service Temporarily Unavailable</title></head><body><h1>503</h1></body></html>';
