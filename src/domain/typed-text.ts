/** Marks that phones put in the place of what was typed, and what was meant. */
const TYPOGRAPHY: readonly (readonly [RegExp, string])[] = [
  [/[\u2018-\u201b\u2032]/g, "'"],
  [/[\u201c-\u201f\u2033]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/\u2026/g, '...'],
];

const QUOTED =
  /^(?:"([^"]*)"|'([^']*)'|`([^`]*)`|[\u2018-\u201b](.*)[\u2018-\u201b]|[\u201c-\u201f](.*)[\u201c-\u201f])$/u;

/** Prose as it was meant: no invisible characters, plain quotes and dashes, single blanks. */
export function tidyProse(text: string): string {
  const plain = TYPOGRAPHY.reduce(
    (rest, [mark, meant]) => rest.replace(mark, meant),
    visible(text),
  );
  return plain.replace(/ +/g, ' ');
}

/** A name or address as it was meant: like {@link tidyProse}, and without quotes around it. */
export function tidyToken(text: string): string {
  return unquoted(tidyProse(text));
}

/**
 * A key as it was copied: only what stands around it goes, and what cannot be seen.
 *
 * Dashes and quotes inside stay as they are, since guessing at them would change the key unnoticed.
 */
export function tidyKey(text: string): string {
  return unquoted(visible(text));
}

/** Drops format and control characters; every kind of blank becomes an ordinary one. */
function visible(text: string): string {
  return text
    .replace(/\p{Cf}/gu, '')
    .replace(/\s/gu, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
}

function unquoted(text: string): string {
  const inner = QUOTED.exec(text)
    ?.slice(1)
    .find((part) => part !== undefined);
  return (inner ?? text).trim();
}
