import { describe, expect, it } from 'vitest';
import { tidyKey, tidyProse, tidyToken } from '../../src/domain/typed-text.ts';

describe('tidyProse', () => {
  it.each([
    { typed: '  nightly \u00a0 copies\n', meant: 'nightly copies' },
    { typed: 'the shop\u2019s \u201ccopies\u201d', meant: 'the shop\'s "copies"' },
    { typed: 'prod \u2014 nightly\u2026', meant: 'prod - nightly...' },
    { typed: 'ni\u200bght\u00adly\ufeff', meant: 'nightly' },
    { typed: '\u202eylthgin\u202c', meant: 'ylthgin' },
    { typed: 'a\u0000b\u0007c', meant: 'abc' },
  ])('reads $typed as $meant', ({ typed, meant }) => {
    expect(tidyProse(typed)).toBe(meant);
  });

  it('leaves quotes around a text, since they may belong to it', () => {
    expect(tidyProse('"hot" and "cold"')).toBe('"hot" and "cold"');
  });
});

describe('tidyToken', () => {
  it.each([
    { typed: '"shop-backups"', meant: 'shop-backups' },
    { typed: '\u201cshop-backups\u201d', meant: 'shop-backups' },
    { typed: ' \u2018shop\u2011backups\u2019 ', meant: 'shop-backups' },
    { typed: '`shop-backups`', meant: 'shop-backups' },
    { typed: '"shop-backups', meant: '"shop-backups' },
  ])('reads $typed as $meant', ({ typed, meant }) => {
    expect(tidyToken(typed)).toBe(meant);
  });
});

describe('tidyKey', () => {
  it.each([
    { typed: ' \u200babc/DEF+123 \n', meant: 'abc/DEF+123' },
    { typed: '"abc/DEF+123"', meant: 'abc/DEF+123' },
    { typed: '\u201cabc/DEF+123\u201d', meant: 'abc/DEF+123' },
  ])('takes away what stands around a key', ({ typed, meant }) => {
    expect(tidyKey(typed)).toBe(meant);
  });

  it('guesses at nothing inside a key', () => {
    expect(tidyKey('abc\u2014def\u2019ghi  jkl')).toBe('abc\u2014def\u2019ghi  jkl');
  });
});
