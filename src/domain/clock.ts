/** The time, asked when needed: production hands over the real one, tests and the sandbox their own. */
export type Clock = () => Date;
