import { describe, expect, it } from 'vitest';
import { CANARY_NAMES, createCanaries, ENCODING_NAMES, ENCODINGS } from './canaries.ts';
import { findCanaries } from './search.ts';

const canaries = createCanaries(1);
const EVERY = CANARY_NAMES.flatMap((canary) =>
  ENCODING_NAMES.map((encoding) => ({ canary, encoding })),
);

function finds(text: string) {
  return findCanaries(canaries, [
    { name: 'elsewhere', text: 'nothing' },
    { name: 'log', text },
  ]);
}

describe('the search for secrets', () => {
  it('looks for twelve secrets in seven encodings', () => {
    expect(EVERY).toHaveLength(84);
  });

  it.each(EVERY)('finds a $canary that is $encoding, in each of its forms', (planted) => {
    for (const needle of ENCODINGS[planted.encoding](canaries[planted.canary])) {
      expect(finds(`{"level":20,"event":"x","text":"before ${needle} after"}`)).toContainEqual(
        expect.objectContaining({ ...planted, place: 'log' }),
      );
    }
  });

  it.each(['base64', 'base64url'] as const)(
    'finds what a longer text holds that is %s as a whole, wherever it begins',
    (encoding) => {
      for (const before of ['', 'a', 'ab', 'abc']) {
        const whole = Buffer.from(`${before}${canaries['typed secret key']}!`).toString(encoding);
        expect(finds(whole)).toContainEqual(
          expect.objectContaining({ canary: 'typed secret key', encoding, place: 'log' }),
        );
      }
    },
  );

  it('finds nothing where nothing is, and does not repeat what it finds', () => {
    expect(finds('xoxb-1. nf. AKIA, and the last four: 01zZ')).toEqual([]);
    const [found] = finds(`token=${canaries['Slack bot token']}`);
    expect(found?.around).toBe('token=[31 characters]');
  });

  it('makes the same secrets of one seed, and others of another', () => {
    expect(createCanaries(1)).toEqual(canaries);
    expect(Object.values(createCanaries(2))).not.toEqual(
      expect.arrayContaining([canaries['typed secret key']]),
    );
  });
});
