/** The middle value, or the mean of the two middle ones; absent for no values. In any order. */
export function median(values: readonly number[]): number | undefined {
  return quantile(values, 0.5);
}

/**
 * The value below which a share of the values lies, interpolated between neighbours so that one stray
 * value among few does not decide alone; absent for no values. In any order.
 *
 * @param share 0–1.
 */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = Float64Array.from(values).toSorted();
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return undefined;
  return below === above ? below : below + (above - below) * (position % 1);
}
