/**
 * A refusal, in Northflank's error body.
 *
 * The documentation leaves the shape of `details` open: here it maps dotted field names to sentences.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly details: Readonly<Record<string, readonly string[]>> | undefined;

  constructor(
    status: number,
    message: string,
    details?: Readonly<Record<string, readonly string[]>>,
  ) {
    super(message);
    this.status = status;
    this.details = details;
  }

  /** The body as it is sent; `errorId` is what Northflank's support would ask for. */
  toBody(errorId: string): Record<string, unknown> {
    const { status, message, details } = this;
    return { error: { status, message, id: errorId, details } };
  }
}
