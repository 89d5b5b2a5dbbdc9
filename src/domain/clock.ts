/** The time, asked when needed: production hands over the real one, tests and the sandbox their own. */
export type Clock = () => Date;

/** Waits; ends early, without an error, when the signal gives up. */
export type Delay = (milliseconds: number, signal?: AbortSignal) => Promise<void>;
