const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * Sizes as a row of bars, oldest first.
 *
 * Bars stand on zero, so that half the size is half the bar; equal sizes are bars of equal height.
 *
 * @param values oldest first; a missing one is a gap.
 * @returns nothing when there are fewer than two values to compare.
 */
export function sparkline(values: readonly (number | undefined)[]): string {
  const known = values.filter((value) => value !== undefined);
  if (known.length < 2) return '';
  const largest = Math.max(...known);
  return values
    .map((value) => {
      if (value === undefined) return '·';
      const share = largest <= 0 ? 0 : Math.max(0, value) / largest;
      return BARS[Math.min(BARS.length - 1, Math.round(share * (BARS.length - 1)))];
    })
    .join('');
}
