/** A Unix time as a date input shows it in a zone: `2026-11-21T06:00`. */
export function toLocal(seconds: number, timeZone: string): string {
  const words = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(new Date(seconds * 1000));
  return words.replace(' ', 'T');
}

/** The Unix time of what a date input holds, read in a zone; absent for what is no date. */
export function fromLocal(local: string, timeZone: string): number | undefined {
  const asUtc = Date.parse(`${local}Z`) / 1000;
  if (Number.isNaN(asUtc)) return undefined;
  // A guess is off by the zone's offset, which the second look corrects across a change of clocks.
  let guess = asUtc;
  for (let look = 0; look < 2; look += 1) {
    guess += asUtc - Date.parse(`${toLocal(guess, timeZone)}Z`) / 1000;
  }
  return guess;
}
