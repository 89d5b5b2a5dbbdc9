import type { ViewValues } from '../events.ts';

/** Who reads: decides how moments, names and the state of inputs are shown. */
export interface Reader {
  now: Date;
  /** IANA zone. */
  timeZone: string;
  /** The name behind an id of a person, channel or group; `undefined` shows the id. */
  nameOf: (id: string) => string | undefined;
  /** State of the inputs, for views. */
  values: ViewValues;
  /** What stands below inputs, by `block_id`. */
  errors: Record<string, string>;
}
