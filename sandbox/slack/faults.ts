/** Something that goes wrong on Slack's side. */
export type Fault =
  /** HTTP 429; without `retryAfterSeconds` the header is missing. */
  | { kind: 'rate_limited'; retryAfterSeconds?: number | undefined }
  /** An HTTP status such as 500 or 503, with no JSON. */
  | { kind: 'http'; status: number }
  /** `{"ok": false, "error": …}`. */
  | { kind: 'error'; error: string }
  /** The work is done, and the connection is cut before the answer. */
  | { kind: 'lost_answer' }
  /** The connection is cut and nothing is done. */
  | { kind: 'cut' }
  /** The work is done when it comes in; the answer comes late. */
  | { kind: 'slow'; ms: number };

interface Planned {
  method: string;
  fault: Fault;
  left: number;
}

/** What shall go wrong, in the order in which it was asked for. */
export class Faults {
  #planned: Planned[] = [];

  /**
   * Lets the next calls of a method go wrong.
   *
   * @param method a Web API method, `response_url`, or `*` for all of them.
   * @param times how many calls; forever when left out.
   */
  add(method: string, fault: Fault, times = Number.POSITIVE_INFINITY): void {
    this.#planned.push({ method, fault, left: times });
  }

  /** All is well again. */
  clear(): void {
    this.#planned = [];
  }

  /** The fault for this call, used up by asking. */
  take(method: string): Fault | undefined {
    const planned = this.#planned.find((entry) => entry.method === method || entry.method === '*');
    if (planned === undefined) return undefined;
    planned.left -= 1;
    if (planned.left <= 0) this.#planned = this.#planned.filter((entry) => entry !== planned);
    return planned.fault;
  }
}
