import type { ReadFailure, ReadFailureKind } from '../domain/listing.ts';

/**
 * A failed call to the Northflank API.
 *
 * Carries what a log line needs and nothing secret: the path holds ids only, and neither the token,
 * a header nor a body is kept. {@link detail} is Northflank's own sentence, cut to 300 characters.
 */
export class NorthflankError extends Error {
  override readonly name = 'NorthflankError';
  readonly kind: ReadFailureKind;
  readonly path: string;
  /** HTTP status; absent when no answer came or it was cut. */
  readonly status: number | undefined;
  /** Northflank's id of this error, for its support. */
  readonly errorId: string | undefined;
  /** Northflank's own words on why it refused; foreign text. */
  readonly detail: string | undefined;
  /**
   * The same, where a person may see it: absent for a write, whose refusal may quote what was sent.
   */
  readonly words: string | undefined;
  /** Earliest moment at which another try makes sense. */
  readonly retryAt: Date | undefined;
  /** Names of the fields that a refusal is about, when Northflank says so: `name`, `credentials.endpoint`. */
  readonly fields: readonly string[];
  /** False when the request surely never reached Northflank, so that nothing can have come of it. */
  readonly sent: boolean;
  /** Said to a person instead of the kind's own clause, where the kind is too coarse. */
  readonly reason: string | undefined;

  constructor(
    kind: ReadFailureKind,
    message: string,
    options: {
      path: string;
      status?: number | undefined;
      errorId?: string | undefined;
      detail?: string | undefined;
      words?: string | undefined;
      retryAt?: Date | undefined;
      fields?: readonly string[] | undefined;
      /** Default true. */
      sent?: boolean | undefined;
      reason?: string | undefined;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.path = options.path;
    this.status = options.status;
    this.errorId = options.errorId;
    this.detail = options.detail;
    this.words = options.words;
    this.retryAt = options.retryAt;
    this.fields = options.fields ?? [];
    this.sent = options.sent ?? true;
    this.reason = options.reason;
  }

  /** Whether the same call may succeed later without anybody changing anything. */
  get retryable(): boolean {
    return this.kind === 'unavailable' || this.kind === 'timeout' || this.kind === 'rate-limited';
  }
}

/** Whether Northflank says that there is no such thing. */
export function isNotFound(error: unknown): boolean {
  return error instanceof NorthflankError && error.kind === 'not-found';
}

/** Of Northflank's words, what still reads as part of a sentence. */
const LONGEST_WORDS = 120;

/** The clause that a person may read, by kind. */
const REASONS: Record<ReadFailureKind, string> = {
  unauthorized: 'Northflank refused the token',
  forbidden: "the token's role lacks a permission",
  'not-found': 'Northflank knows no such thing',
  'rate-limited': "this hour's request budget is used up",
  unavailable: 'Northflank is not answering',
  untrusted: "Northflank's certificate is not trusted here",
  timeout: 'Northflank took too long to answer',
  malformed: 'Northflank sent an answer that cannot be read',
  refused: 'Northflank refused the request',
  'cursor-loop': 'Northflank sent the same page twice',
  cancelled: 'reading was stopped',
};

/** Turns a failed call into what a person may be told of it; anything but a NorthflankError is `malformed`. */
export function toReadFailure(error: unknown): ReadFailure {
  if (!(error instanceof NorthflankError)) {
    return { kind: 'malformed', reason: REASONS.malformed };
  }
  const { kind, retryAt } = error;
  return { kind, reason: `${error.reason ?? REASONS[kind]}${wordsOf(error)}`, retryAt };
}

/** Only a refusal has a cause of its own each time; other kinds say it all, and stay comparable. */
function wordsOf({ kind, words }: NorthflankError): string {
  if (kind !== 'refused' || words === undefined) return '';
  const clause = words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS - 1)}…` : words;
  return `: “${clause}”`;
}
