/** A chart's figures, as blocks carry them. */
export interface Series {
  name: string;
  /** One value for each category, in their order. */
  values: number[];
}

/** Where values lie on an axis. */
export interface Scale {
  min: number;
  max: number;
  /** Round values in between, smallest first, ends included. */
  ticks: number[];
}

const STEPS = [1, 2, 2.5, 5, 10];
const WANTED_TICKS = 4;

/** A scale with round ticks that holds zero and every value. */
export function scaleFor(values: readonly number[]): Scale {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const span = high - low > Number.EPSILON ? high - low : 1;
  const power = 10 ** Math.floor(Math.log10(span / WANTED_TICKS));
  const step = power * (STEPS.find((one) => one * power * WANTED_TICKS >= span) ?? 10);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
  return { min: ticks[0] ?? 0, max: ticks.at(-1) ?? 1, ticks };
}

/** Where a value lies between 0 (the smallest) and 1. */
export function place({ min, max }: Scale, value: number): number {
  return (value - min) / (max - min);
}

/** A slice of a pie as an SVG path in a circle of radius 1 around the origin; shares go from 0 to 1. */
export function slicePath(from: number, to: number): string {
  if (to - from >= 1) return 'M 0 -1 A 1 1 0 1 1 0 1 A 1 1 0 1 1 0 -1 Z';
  return `M 0 0 L ${pointAt(from)} A 1 1 0 ${to - from > 0.5 ? 1 : 0} 1 ${pointAt(to)} Z`;
}

/** A point on the circle, clockwise from the top. */
function pointAt(share: number): string {
  const angle = (share - 0.25) * 2 * Math.PI;
  return `${Math.cos(angle).toFixed(4)} ${Math.sin(angle).toFixed(4)}`;
}
