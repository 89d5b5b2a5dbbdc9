import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hideSecrets, repeatsSecret } from '../../src/domain/secret-echo.ts';

const SECRET = 'fakeCANARY/secretFAKE+12345';

describe('repeatsSecret', () => {
  it.each([
    ['whole', `"${SECRET}" is not valid`],
    ['cut', `Invalid secretKey: ${SECRET.slice(0, 8)}`],
    ['its end only', `…${SECRET.slice(-8)} is not valid`],
    ['in other letters', SECRET.toUpperCase()],
    ['percent-encoded', encodeURIComponent(SECRET)],
    [
      'percent-encoded through and through',
      SECRET.replace(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`),
    ],
    ['as JSON in JSON', JSON.stringify(JSON.stringify({ secretKey: SECRET }))],
    ['with blanks between', SECRET.split('').join(' ')],
    ['backwards', SECRET.split('').toReversed().join('')],
    ['base64', Buffer.from(SECRET).toString('base64')],
    ['within what is base64 as a whole', Buffer.from(`ab${SECRET}`).toString('base64url')],
    ['hex', `key ${Buffer.from(SECRET).toString('hex')} is not valid`],
    ['escaped', SECRET.replace(/./g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`)],
  ])('finds a secret that is %s', (_, text) => {
    expect(repeatsSecret(text, ['other-key', SECRET])).toBe(true);
  });

  it.each([
    'credentials.endpoint must be a valid host',
    'Backup destination name already exists',
    'the field is required',
    '',
  ])('lets %j pass', (text) => {
    expect(repeatsSecret(text, [SECRET])).toBe(false);
  });

  it('finds a short secret only whole', () => {
    expect(repeatsSecret('the key abc is wrong', ['abc'])).toBe(true);
    expect(repeatsSecret('the key ab is wrong', ['abc'])).toBe(false);
  });

  it('finds nothing where there is no secret', () => {
    expect(repeatsSecret('any text', ['', '+/='])).toBe(false);
  });

  it('finds any piece of seven characters, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9]{8,60}$/),
        fc.nat(),
        fc.string(),
        fc.string(),
        (secret, start, before, after) => {
          const from = start % (secret.length - 6);
          // What stands around it must not join it to a percent code.
          const text = `${before} ${secret.slice(from, from + 7)} ${after}`;
          expect(repeatsSecret(text, [secret])).toBe(true);
        },
      ),
    );
  });
});

describe('hideSecrets', () => {
  it('leaves out the words that repeat a secret, and no other', () => {
    const base64 = Buffer.from(SECRET).toString('base64');

    expect(hideSecrets(`The token ${SECRET} (or "${base64}") is wrong`, [SECRET])).toBe(
      'The token [hidden] (or "[hidden]") is wrong',
    );
    expect(hideSecrets('The fakecanary is a bird', [SECRET])).toBe('The fakecanary is a bird');
  });

  it('leaves out ids of keys that nobody told it', () => {
    expect(hideSecrets('InvalidAccessKeyId: AKIAFAKEFAKEFAKEFAKE does not exist', [])).toBe(
      'InvalidAccessKeyId: [hidden] does not exist',
    );
  });
});
