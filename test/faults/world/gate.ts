/**
 * Where in the life of a call something can be done to it, in order.
 *
 * `connect`: a connection came in, and nobody knows yet for what. `headers`, `half-body`: so much of
 * the request is here. `request`: all of it is here and nothing is passed on. `done`: the server behind
 * has done it and answered, and nothing of that is passed back. `half-answer`, `answered`: so much is.
 */
export const PHASES = [
  'connect',
  'headers',
  'half-body',
  'request',
  'done',
  'half-answer',
  'answered',
] as const;
export type Phase = (typeof PHASES)[number];

/** A call at one phase, as those who interfere see it. */
export interface Moment {
  phase: Phase;
  /** The same at all phases of one call, and of no other; 0 at `connect`. */
  id: number;
  /** What is called: a Web API method, `GET /v1/projects`, `update deliveries`; empty at `connect`. */
  call: string;
  /** What was asked, from `request` on. */
  body: string;
  /** What was answered, from `done` on. */
  answer: string;
}

/**
 * What is to become of a call.
 *
 * `pass`: it goes on. `cut`: the caller's connection ends here. `late`: that too, but what was asked
 * reaches the server after so long, when it was all here by then. `silence`: nothing ever comes back.
 */
export type Deed =
  | { do: 'pass' }
  | { do: 'cut' }
  | { do: 'late'; after: () => Promise<void> }
  | { do: 'silence' };

let calls = 0;

/** The id of a new call. */
export function nextId(): number {
  calls += 1;
  return calls;
}

/** It goes on. */
export const PASS: Deed = { do: 'pass' };
/** The caller's connection ends here. */
export const CUT: Deed = { do: 'cut' };

/**
 * Is asked at each phase of each call. May do to the caller's process what it likes, at once: what
 * stands between is not continued before it answers.
 */
export type Interfere<D = Deed> = (moment: Moment) => D | Promise<D>;
