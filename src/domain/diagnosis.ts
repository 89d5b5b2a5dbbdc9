/** How one thing stands. `not-known`: it could not be looked at, which never counts as well. */
export type Health = 'ok' | 'wrong' | 'not-known';

/** What was found of one thing; plain text without anything secret. */
export interface Diagnosis {
  health: Health;
  /** The thing: `Slack bot token`. */
  subject: string;
  /** The channel that it is about, for whoever can link it. */
  channelId?: string | undefined;
  /** One or two sentences; here and in {@link mend}, `{at}` stands for the moment `at`. */
  fact: string;
  at?: Date | undefined;
  /** What to do about it, or what to know; absent when there is nothing. */
  mend?: string | undefined;
  /** Nobody can look without changing something, so that it speaks neither for nor against. */
  unasked?: true | undefined;
}

/** Whether everything that can be looked at was, and is well. */
export function isAllWell(diagnoses: readonly Diagnosis[]): boolean {
  return diagnoses.every(({ health, unasked }) => health === 'ok' || unasked === true);
}
