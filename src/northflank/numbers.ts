const DECIMAL = /^\d+(\.\d+)?(e\+?\d+)?$/i;

/** A whole number that is not negative, from a number or its digits in a string; else `undefined`. */
export function asCount(value: unknown): number | undefined {
  const number = asNumber(value);
  return number === undefined || number < 0 ? undefined : Math.round(number);
}

/** A number, also from a string in decimal notation. */
export function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' ? readNumber(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function readNumber(text: string): number | undefined {
  return parseDecimal(text) ?? (DECIMAL.test(text.trim()) ? Number(text) : undefined);
}

/** Up to here every whole number is exact. */
const EXACT_DIGITS = 15;

/** A number of digits with at most one point among them, as sizes and moments come; absent for any other text. */
export function parseDecimal(text: string): number | undefined {
  let whole = 0;
  let points = 0;
  for (let at = 0; at < text.length; at += 1) {
    const value = digitAt(text, at);
    whole = 10 * whole + value;
    if (value >= 0) continue;
    points += 1;
    const isWithin = at > 0 && at < text.length - 1;
    if (text[at] !== '.' || points > 1 || !isWithin) return undefined;
  }
  if (text === '') return undefined;
  return points === 0 && text.length <= EXACT_DIGITS ? whole : Number(text);
}

/** NaN where there is none. */
export function digitAt(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}
