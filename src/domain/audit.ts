/**
 * One line of the record of who changed what: `intended` before the effect, its ending after.
 * `denied` stands alone.
 */
export interface AuditEntry {
  userId: string;
  /** What was to be done, as a fixed word such as `add-destination`. */
  deed: string;
  state: 'denied' | 'intended' | 'done' | 'not-done' | 'not-known';
  /** The id of the thing, never a name that somebody typed and never a secret. */
  subject?: string | undefined;
  /** The rule that granted or denied. */
  rule?: string | undefined;
  /** Links this line to the log and to what the person was shown. */
  reference: string;
}

/** Writes one line. @throws when it is not written: then nothing may be changed. */
export type Audit = (entry: AuditEntry) => Promise<void>;
