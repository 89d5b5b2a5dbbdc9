import { describe, expect, it } from 'vitest';
import { asList, asRow, asText } from '../../src/northflank/fields.ts';

describe('asText', () => {
  it.each([
    { sent: 'a', text: 'a' },
    { sent: 7, text: '7' },
    { sent: '', text: undefined },
    { sent: Number.NaN, text: undefined },
    { sent: null, text: undefined },
    { sent: {}, text: undefined },
  ])('reads $sent as $text', ({ sent, text }) => {
    expect(asText(sent)).toBe(text);
  });
});

describe('asRow', () => {
  it('takes objects and nothing else', () => {
    expect(asRow({ a: 1 })).toEqual({ a: 1 });
    expect([[], null, 'a', 1, undefined].map(asRow)).toEqual(Array(5).fill(undefined));
  });
});

describe('asList', () => {
  it('takes one value for a list of one, and nothing for an empty list', () => {
    expect([asList([1, 2]), asList(1), asList(null), asList(undefined)]).toEqual([
      [1, 2],
      [1],
      [],
      [],
    ]);
  });
});
