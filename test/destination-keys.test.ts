import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  NO_DESTINATION_KEYS,
  parseDestinationKeys,
  readDestinationKeys,
} from '../src/destination-keys.ts';

const PAIR = {
  accessKey: 'AKIACANARYCANARYCANA',
  secretKey: 'canary/secret+canary/secret+canary/secre',
};
const FILE = JSON.stringify({
  'shop-prod': PAIR,
  'Archive 2': { ...PAIR, accessKey: 'other-canary' },
});

function mistakeIn(file: unknown): string {
  try {
    parseDestinationKeys(typeof file === 'string' ? file : JSON.stringify(file));
  } catch (error) {
    return String(error);
  }
  return '';
}

describe('parseDestinationKeys', () => {
  it('names the entries in the order of the file and gives their keys', () => {
    const keys = parseDestinationKeys(FILE);

    expect(keys.names()).toEqual(['shop-prod', 'Archive 2']);
    expect(keys.pick('shop-prod')).toEqual(PAIR);
  });

  it.each(['nothing', '', '__proto__', 'constructor', 'SHOP-PROD'])('has no entry %j', (name) => {
    expect(parseDestinationKeys(FILE).pick(name)).toBeUndefined();
  });

  it('reads a file with a byte order mark', () => {
    expect(parseDestinationKeys(`\ufeff${FILE}`).names()).toHaveLength(2);
  });

  it('shows no key when it is serialised, inspected or put into text', () => {
    const keys = parseDestinationKeys(FILE);
    const shown = [
      JSON.stringify({ keys }),
      inspect(keys, { depth: null, showHidden: true, getters: true }),
      Object.values(keys).join(),
    ].join();

    expect(shown).not.toMatch(/canary/i);
  });

  it('hands out copies, so that nobody changes what is kept', () => {
    const keys = parseDestinationKeys(FILE);
    const pair = keys.pick('shop-prod');
    if (pair) pair.secretKey = 'changed';

    expect(keys.pick('shop-prod')).toEqual(PAIR);
  });

  it.each([
    ['text that is not JSON', `{"shop-prod": {"secretKey": "${PAIR.secretKey}" oops`, 'not JSON'],
    ['a list', [PAIR], 'expected an object of entries'],
    ['an entry that is text', { shop: PAIR.secretKey }, 'entry "shop": missing or not text'],
    [
      'a missing field',
      { shop: { accessKey: PAIR.accessKey } },
      'entry "shop", secretKey: missing',
    ],
    [
      'a field that is no text',
      { shop: { ...PAIR, accessKey: 7 } },
      'entry "shop", accessKey: missing',
    ],
    ['an unknown field', { shop: { ...PAIR, canary: 'x' } }, 'entry "shop": holds more than'],
    ['an empty field', { shop: { ...PAIR, secretKey: '' } }, 'entry "shop", secretKey: Paste'],
    [
      'swapped keys',
      { shop: { accessKey: PAIR.secretKey.replace('c', 'C'), secretKey: PAIR.accessKey } },
      'swapped',
    ],
    [
      'one key twice',
      { shop: { accessKey: 'canarycanary', secretKey: 'canarycanary' } },
      'entry "shop", secretKey: This is the access key once more',
    ],
    ['a name that may be a key', { [PAIR.secretKey]: PAIR }, 'with a name of 40 characters'],
    ['an empty name', { '': PAIR }, 'with a name of 0 characters'],
    ['a name that Slack cannot show', { ['a'.repeat(61)]: PAIR }, 'with a name of 61 characters'],
  ])('refuses %s and names the place, never the value', (_, file, part) => {
    const message = mistakeIn(file);

    expect(message).toContain(part);
    expect(message).not.toMatch(/canary/i);
  });

  it('names every mistake at once', () => {
    const message = mistakeIn({
      shop: { ...PAIR, secretKey: '' },
      other: { ...PAIR, accessKey: '' },
    });

    expect(message).toContain('entry "shop", secretKey');
    expect(message).toContain('entry "other", accessKey');
  });

  it.each([
    { count: 99, refused: false },
    { count: 100, refused: true },
  ])('with $count entries says $refused to more than a menu holds', ({ count, refused }) => {
    const entries = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`entry-${index}`, PAIR]),
    );

    expect(mistakeIn(entries).includes('more than 99 entries')).toBe(refused);
  });
});

describe('readDestinationKeys', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'destination-keys-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    { mode: 0o600, warned: false },
    { mode: 0o640, warned: false },
    { mode: 0o644, warned: true },
  ])('warns of a file that everybody may read: mode $mode', ({ mode, warned }) => {
    const path = join(folder, `keys-${mode}.json`);
    writeFileSync(path, FILE);
    chmodSync(path, mode);
    const warnings: string[] = [];

    const keys = readDestinationKeys(path, (sentence) => warnings.push(sentence));

    expect(keys.names()).toHaveLength(2);
    expect(warnings.length > 0).toBe(warned);
  });

  it('says that the file cannot be read', () => {
    expect(() => readDestinationKeys(join(folder, 'nothing.json'), () => {})).toThrow(
      'DESTINATION_KEYS: the file cannot be read',
    );
  });
});

describe('NO_DESTINATION_KEYS', () => {
  it('has no entries', () => {
    expect(NO_DESTINATION_KEYS.names()).toEqual([]);
    expect(NO_DESTINATION_KEYS.pick('shop-prod')).toBeUndefined();
  });
});
