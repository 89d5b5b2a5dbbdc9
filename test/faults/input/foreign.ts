import * as fc from 'fast-check';
import { hostileText } from '../../fakes/hostile-text.ts';

const MEGABYTE = 1_000_000;

/** Controls, direction marks, zero widths, lone surrogates: what a name could forge or break a line with. */
const disturbing = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\u0000', '\u001b', '\u007f', '\u0085', '\u200b', '\u200e', '\u202e', '\u2028'),
    fc.constantFrom(
      '\u061c',
      '\u200f',
      '\u2066',
      '\u2069',
      '\ufeff',
      '\ud800',
      '\udfff',
      '\r',
      '\n',
      '\t',
      '`',
      '"',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 60,
});

/** A million characters of what costs most to look through. */
const huge = fc
  .constantFrom('a', ' ', '&', '<', '-', '"', '/', '👨‍👩‍👧‍👦', '\u202e', 'e\u0301')
  .map((unit) => unit.repeat(Math.ceil(MEGABYTE / unit.length)));

/** Any text that somebody may send; one in a few hundred is a megabyte. */
export const foreignText: fc.Arbitrary<string> = fc.oneof(
  { weight: 400, arbitrary: hostileText },
  { weight: 400, arbitrary: disturbing },
  { weight: 200, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 2, arbitrary: huge },
);

/** Words that mean something, in any order and between anything. */
export function phrases(...known: readonly string[]): fc.Arbitrary<string> {
  const words = fc.array(fc.oneof(fc.constantFrom(...known), disturbing), { maxLength: 8 });
  return fc.oneof(
    { weight: 3, arbitrary: words.map((each) => each.join(' ')) },
    { weight: 1, arbitrary: foreignText },
  );
}

/** Any JSON, in which these keys are often present, at any depth. */
export function jsonWith(...keys: readonly string[]): fc.Arbitrary<unknown> {
  const { value } = fc.letrec<{ value: unknown; leaf: unknown; record: unknown }>((tie) => ({
    leaf: fc.oneof(
      foreignText,
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constantFrom(
        null,
        undefined,
        '',
        '0',
        [],
        {},
        Number.MAX_VALUE,
        '2026-11-21T09:00:00.000Z',
      ),
    ),
    record: fc.dictionary(
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...keys) },
        { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', 'then') },
        { weight: 1, arbitrary: fc.string({ maxLength: 10 }) },
      ),
      tie('value'),
      { maxKeys: 8 },
    ),
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('leaf'),
      tie('record'),
      fc.array(tie('value'), { maxLength: 4 }),
    ),
  }));
  return value;
}

/** The same, as text that was broken now and then on its way. */
export function jsonTextWith(...keys: readonly string[]): fc.Arbitrary<string> {
  const text = jsonWith(...keys).map((value) => JSON.stringify(value) ?? '');
  return fc.oneof(
    { weight: 4, arbitrary: text },
    { weight: 1, arbitrary: fc.tuple(text, fc.nat(40)).map(([whole, end]) => whole.slice(0, end)) },
    { weight: 1, arbitrary: foreignText },
  );
}

type Path = readonly string[];

/** A sound value of which up to four parts, at any depth, are gone or are something else. */
export function spoilt(sound: unknown, ...keys: readonly string[]): fc.Arbitrary<unknown> {
  const blow = fc.record({
    path: fc.constantFrom(...pathsOf(sound)),
    isGone: fc.boolean(),
    instead: jsonWith(...keys),
  });
  return fc
    .array(blow, { maxLength: 4 })
    .map((blows) =>
      blows.reduce(
        (value, { path, isGone, instead }) => replaced(value, path, isGone ? undefined : instead),
        sound,
      ),
    );
}

/** The ways to every part of a value, the value itself left out. */
function pathsOf(value: unknown, above: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const path = [...above, key];
    return [path, ...pathsOf(part, path)];
  });
}

/** A copy in which one part is another; nothing happens where an earlier blow took what held it. */
function replaced(value: unknown, [key, ...rest]: Path, instead: unknown): unknown {
  if (key === undefined) return instead;
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...value };
  Reflect.set(copy, key, replaced(Reflect.get(copy, key), rest, instead));
  return copy;
}
