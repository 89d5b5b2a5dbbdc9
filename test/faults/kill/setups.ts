/** On what the bots of a round live, and how many there are. */
export interface Setup {
  store: 'sqlite' | 'postgres';
  /** SQLite has one: a lock sees to that. */
  bots: 1 | 3;
}

/** Consecutive seeds take these in turn, so that a run of any length has all of them. */
export const SETUPS: readonly Setup[] = [
  { store: 'sqlite', bots: 1 },
  { store: 'postgres', bots: 1 },
  { store: 'postgres', bots: 3 },
];
