import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkAccessKey,
  checkSecretKey,
  keyConflict,
} from '../../../src/domain/destinations/key-rules.ts';

/** Shaped like the real ones, made of the alphabet's own words. */
const AWS_ID = 'AKIAFAKEFAKEFAKEFAKE';
const AWS_SECRET = 'fakeFAKE/fakeFAKE+fakeFAKE/fakeFAKE+fake';

describe('checkAccessKey', () => {
  it.each([
    ['an AWS id', AWS_ID],
    ['an R2 id', '0123456789abcdef0123456789abcdef'],
    ['a DigitalOcean id', 'DO00FAKEFAKEFAKEFAKE'],
    ['the shortest of MinIO', 'abc'],
    ['the longest', 'a'.repeat(128)],
  ])('takes %s', (_, key) => {
    expect(checkAccessKey(key)).toEqual({ ok: true, value: key });
  });

  it.each([
    ['blanks', `  ${AWS_ID}\n`],
    ['quotes', `"${AWS_ID}"`],
    ['smart quotes', `\u201c${AWS_ID}\u201d`],
    ['an invisible character', `\u200b${AWS_ID}`],
  ])('takes away %s around it', (_, typed) => {
    expect(checkAccessKey(typed)).toEqual({ ok: true, value: AWS_ID });
  });

  it.each([
    ['nothing', '', 'Paste the access key id'],
    ['too little', 'ab', 'Paste the access key id'],
    ['too much', 'a'.repeat(129), 'Paste the access key id'],
    ['a blank inside', 'AKIAFAKE FAKEFAKEFAKE', 'no blanks'],
    ['two lines', `${AWS_ID}\n${AWS_SECRET}`, 'no blanks'],
    ['an ARN', 'arn:aws:iam::123456789012:user/backup', 'ARN'],
    ['an address', 'https://console.example.com', 'an address'],
    ['its name before it', `AWS_ACCESS_KEY_ID=${AWS_ID}`, 'without its name'],
    ['its name in another style', `accessKey: ${AWS_ID}`, 'without its name'],
    ['a long dash', 'abc\u2014def', 'plain characters'],
    ['a temporary key', 'ASIAFAKEFAKEFAKEFAKE', 'temporary'],
    ['the id of a role', 'AROAFAKEFAKEFAKEFAKE', 'user or role'],
    ['the secret', AWS_SECRET, 'swapped'],
  ])('refuses %s', (_, typed, part) => {
    expect(checkAccessKey(typed)).toEqual({ ok: false, error: expect.stringContaining(part) });
  });
});

describe('checkSecretKey', () => {
  it.each([
    ['an AWS secret', AWS_SECRET],
    ['the shortest of MinIO', 'minio123'],
    ['one with an equals sign', 'ZmFrZWZha2U='],
    ['the longest', 'a'.repeat(512)],
  ])('takes %s', (_, key) => {
    expect(checkSecretKey(key)).toEqual({ ok: true, value: key });
  });

  it.each([
    ['nothing', '', '8 to 512'],
    ['too little', 'minio12', '8 to 512'],
    ['too much', 'a'.repeat(513), '8 to 512'],
    ['its name before it', `aws_secret_access_key = ${AWS_SECRET}`, 'without its name'],
    ['the id', AWS_ID, 'swapped'],
    ['a blank inside', 'fakeFAKE fakeFAKE', 'no blanks'],
  ])('refuses %s', (_, typed, part) => {
    expect(checkSecretKey(typed)).toEqual({ ok: false, error: expect.stringContaining(part) });
  });
});

describe('keyConflict', () => {
  it('finds the same key pasted twice', () => {
    expect(keyConflict({ accessKey: 'minioadmin', secretKey: 'minioadmin' })).toContain(
      'once more',
    );
  });

  it('finds nothing wrong with two different keys', () => {
    expect(keyConflict({ accessKey: AWS_ID, secretKey: AWS_SECRET })).toBeUndefined();
  });
});

describe('errors about keys', () => {
  it('repeat no part of what was typed', () => {
    // A key of characters that no sentence of ours holds, with something wrong around it.
    const odd = fc.string({ unit: fc.constantFrom('Q', 'Z', '7', '9'), minLength: 4 });
    const wrong = fc.constantFrom('arn:', 'https://', 'AWS_SECRET_ACCESS_KEY=', 'a b', '\u2014');
    fc.assert(
      fc.property(wrong, odd, (start, key) => {
        for (const checked of [checkAccessKey(start + key), checkSecretKey(start + key)]) {
          expect(checked.ok ? '' : checked.error).not.toContain(key);
        }
      }),
    );
  });
});
