/** Something worth measuring: what each module of `rows/` exports as `bench`. */
export interface Bench {
  /** Measures; alone, since two at a time would measure each other. */
  run: (size: Size) => Promise<readonly Row[]>;
}

/** How much is measured: {@link FULL} for figures, {@link TINY} to see that the bench itself works. */
export interface Size {
  /** How often each side is measured, in turns. */
  rounds: number;
  /** The same for what takes long. */
  longRounds: number;
  /** Backups in the one long list. */
  listed: number;
  addons: number;
  /** Backups of each addon. */
  backups: number;
  /** Commands at once. */
  commands: number;
  /** Presses of a key in a type-ahead menu. */
  keys: number;
  /** Addons that stand for all where asking each in turn would take minutes. */
  sample: number;
}

/** What the document is made of. */
export const FULL: Size = {
  rounds: 15,
  longRounds: 3,
  listed: 10_000,
  addons: 400,
  backups: 300,
  commands: 200,
  keys: 20,
  sample: 10,
};

/** As little as still goes through all of a bench. */
export const TINY: Size = {
  rounds: 1,
  longRounds: 1,
  listed: 150,
  addons: 9,
  backups: 30,
  commands: 3,
  keys: 2,
  sample: 1,
};

/** One line of the table. */
export interface Row {
  what: string;
  against: string;
  /** The figure that has a reach, with its unit. */
  figure: string;
  reach: string;
  isMet: boolean;
  /** Absolute times of this run and this machine. */
  beside: string;
}

/** A figure that is compared with one of the same run; smaller is better. */
export function ratioRow(row: {
  what: string;
  against: string;
  ours: number;
  theirs: number;
  unit: string;
  atMost: number;
}): Row {
  const { what, against, ours, theirs, unit, atMost } = row;
  const ratio = ours / theirs;
  return {
    what,
    against,
    figure: `${ratio.toFixed(2)} ×`,
    reach: `≤ ${atMost.toFixed(2)} ×`,
    isMet: ratio <= atMost,
    beside: `${inUnit(ours, unit)} against ${inUnit(theirs, unit)}`,
  };
}

/** A figure with a bound of its own; smaller is better. */
export function boundRow(row: {
  what: string;
  against?: string;
  value: number;
  unit: string;
  below: number;
  beside?: string;
}): Row {
  const { what, against = 'itself', value, unit, below, beside = '' } = row;
  return {
    what,
    against,
    figure: inUnit(value, unit),
    reach: `< ${below} ${unit}`,
    isMet: value < below,
    beside,
  };
}

/** Three digits tell all that a timer can. */
function inUnit(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 1;
  return `${value.toFixed(digits)} ${unit}`;
}
