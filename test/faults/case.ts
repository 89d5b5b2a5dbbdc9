/** What came of a case. */
export interface Result {
  outcome: 'held' | 'broken' | 'skipped';
  /** One measured value with its unit, such as `recovered in 17.2 s`; of one that was skipped, why. */
  figure: string;
  /** Lines for below: what broke and how to see it again, or a table. */
  details?: readonly string[];
}

/** Something bad that is done to the bot, and what must come of it. */
export interface Case {
  /** What is done, in a few words; no other case of its group has the same. */
  name: string;
  /** What must be so in the end. */
  required: string;
  /** Takes too long for the short set: runs with `--all`, or when it is chosen by name. */
  long?: boolean;
  /** Measures times or load, so nothing else may run beside it. */
  alone?: boolean;
  /** Has rounds, each with a seed of its own, and is what `--rounds` and `--seed` mean without a name. */
  rounds?: boolean;
  /** The case counts as broken when it has not ended by then; default 2 min. */
  limitMs?: number;
  /** Anything thrown counts as broken, with its message as the detail. */
  run: (context: CaseContext) => Promise<Result>;
}

/** A case with the folder that it stands in. */
export interface NamedCase extends Case {
  group: string;
}

/** What a case is given. */
export interface CaseContext {
  /** Where all chance of this run comes from. */
  seed: number;
  /** Rounds that were asked for; absent when the case is to choose. */
  rounds: number | undefined;
  /** Everything is wanted, not only what is quick. */
  all: boolean;
  /** Gives up when the case's time is over. */
  signal: AbortSignal;
  /** Prints a line at once, for what is not to wait for the end of a long case. */
  tell: (line: string) => void;
  /** Takes what has to be closed after the case, the newest first. */
  opened: AsyncDisposableStack;
}

/** All that most building blocks need of a case; a test can give it too. */
export type Opened = Pick<CaseContext, 'opened'>;

/** `group: name`, as it is printed and chosen. */
export function titleOf({ group, name }: Pick<NamedCase, 'group' | 'name'>): string {
  return `${group}: ${name}`;
}
