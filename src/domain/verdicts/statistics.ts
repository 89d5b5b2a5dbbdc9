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
  return quantileOfSorted(Float64Array.from(values).toSorted(), share);
}

/**
 * {@link quantile} of values in ascending order.
 *
 * @param without one of the values, to be left out once.
 */
export function quantileOfSorted(
  sorted: Float64Array,
  share: number,
  without?: number,
): number | undefined {
  const count = without === undefined ? sorted.length : sorted.length - 1;
  const position = share * (count - 1);
  // What is left out makes the values from its own place on move up by one.
  const at = (index: number) => {
    const value = sorted[index];
    return without === undefined || Number(value) < without ? value : sorted[index + 1];
  };
  const below = at(Math.floor(position));
  const above = at(Math.ceil(position));
  if (count === 0 || below === undefined || above === undefined) return undefined;
  return below === above ? below : below + (above - below) * (position % 1);
}
