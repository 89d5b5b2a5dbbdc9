import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewDestination } from '../../../src/domain/destinations/destination.ts';
import {
  checkBucketName,
  checkDescription,
  checkDestination,
  checkName,
  checkPrefix,
  checkRegion,
} from '../../../src/domain/destinations/rules.ts';

const GOOD = {
  name: 'Nightly archive',
  description: '',
  bucketName: 'shop-backups',
  region: 'us-west-2',
  endpoint: 's3.us-west-2.amazonaws.com',
  prefix: 'shop-prod/',
  accessKey: 'AKIAFAKEFAKEFAKEFAKE',
  secretKey: 'fakeFAKE/fakeFAKE+fakeFAKE/fakeFAKE+fake',
};

function good(value: string) {
  return { ok: true, value };
}

function wrong(part: string) {
  return { ok: false, error: expect.stringContaining(part) };
}

describe('checkName', () => {
  it.each([
    ['abc', 'abc'],
    ['Nightly archive', 'Nightly archive'],
    ['nightly-archive 2', 'nightly-archive 2'],
    ['  Nightly   archive ', 'Nightly archive'],
    ['Nightly\u2011archive', 'Nightly-archive'],
    ['\u201cNightly archive\u201d', 'Nightly archive'],
    ['a'.repeat(100), 'a'.repeat(100)],
  ])('takes %j as %j', (typed, value) => {
    expect(checkName(typed)).toEqual(good(value));
  });

  it.each(['', 'ab', 'a'.repeat(101), '-abc', 'abc-', 'a--b', 'a - b', 'a_b', 'caf\u00e9', 'a.b'])(
    'refuses %j with an example',
    (typed) => {
      expect(checkName(typed)).toEqual(wrong('such as Nightly archive'));
    },
  );
});

describe('checkDescription', () => {
  it.each([
    ['', ''],
    ['   ', ''],
    [
      'Copies of the shop\u2019s databases \u2014 nightly',
      "Copies of the shop's databases - nightly",
    ],
    [`.,?/\\'"()[];\`%^&*-_:!`, `.,?/\\'"()[];\`%^&*-_:!`],
    ['a'.repeat(200), 'a'.repeat(200)],
  ])('takes %j as %j', (typed, value) => {
    expect(checkDescription(typed)).toEqual(good(value));
  });

  it.each(['@', '#', '$', '+', '=', '{', '}', '|', '<', '>', '~', '\u00e9', '\u{1f4be}'])(
    'names %s as the character to leave out',
    (strange) => {
      expect(checkDescription(`copies ${strange} shop`)).toEqual(wrong(`Leave out ${strange}:`));
    },
  );

  it('refuses more than 200 characters and counts them', () => {
    expect(checkDescription('a'.repeat(201))).toEqual(wrong('these are 201'));
  });
});

describe('checkBucketName', () => {
  it.each(['abc', 'shop-backups', 'shop.backups.2', '0abc', 'a'.repeat(63)])('takes %s', (name) => {
    expect(checkBucketName(name)).toEqual(good(name));
  });

  it.each([
    ['', '3 to 63'],
    ['ab', '3 to 63'],
    ['a'.repeat(64), '3 to 63'],
    ['Shop', '3 to 63'],
    ['-shop', '3 to 63'],
    ['shop-', '3 to 63'],
    ['shop..x', '3 to 63'],
    ['shop_x', '3 to 63'],
    ['192.168.5.4', '3 to 63'],
    ['s3://shop-backups', 'name alone'],
    ['shop-backups/prod', 'name alone'],
    ['arn:aws:s3:::shop-backups', 'name alone'],
  ])('refuses %j', (typed, part) => {
    expect(checkBucketName(typed)).toEqual(wrong(part));
  });
});

describe('checkRegion', () => {
  it.each(['us-west-2', 'auto', 'GRA', 'eu_west', 'a'.repeat(50)])('takes %s', (region) => {
    expect(checkRegion(region)).toEqual(good(region));
  });

  it.each(['', 'US West (Oregon)', 'us west 2', '-us', 'us--west', 'a'.repeat(51)])(
    'refuses %j with an example',
    (typed) => {
      expect(checkRegion(typed)).toEqual(wrong('such as us-west-2'));
    },
  );
});

describe('checkPrefix', () => {
  it.each([
    ['shop-prod/', 'shop-prod/'],
    ['shop-prod', 'shop-prod/'],
    ['_', '_/'],
    [' Shop_1/ ', 'Shop_1/'],
    [`${'a'.repeat(199)}/`, `${'a'.repeat(199)}/`],
  ])('takes %j as %j', (typed, value) => {
    expect(checkPrefix(typed)).toEqual(good(value));
  });

  it.each(['', '/', '/shop/', 'a/b/', 'a//', 'a b/', '../', 'caf\u00e9/', 'a'.repeat(200)])(
    'refuses %j with an example',
    (typed) => {
      expect(checkPrefix(typed)).toEqual(wrong('such as shop-prod/'));
    },
  );
});

describe('checkDestination', () => {
  it('gives what Northflank takes, without a description when there is none', () => {
    expect(checkDestination(GOOD)).toEqual({
      ok: true,
      destination: {
        name: 'Nightly archive',
        type: 's3',
        prefix: 'shop-prod/',
        credentials: {
          accessKey: GOOD.accessKey,
          secretKey: GOOD.secretKey,
          bucketName: 'shop-backups',
          region: 'us-west-2',
          endpoint: 's3.us-west-2.amazonaws.com',
        },
      },
    });
  });

  it('keeps a description that is there', () => {
    expect(checkDestination({ ...GOOD, description: ' Shop copies ' })).toMatchObject({
      destination: { description: 'Shop copies' },
    });
  });

  it('tells every mistake at once, each at its field', () => {
    const nothing = { ...GOOD, name: '', bucketName: '', region: '', endpoint: '', prefix: '' };
    const checked = checkDestination({ ...nothing, accessKey: '', secretKey: '' });

    expect(checked.ok ? [] : Object.keys(checked.errors).toSorted()).toEqual([
      'accessKey',
      'bucketName',
      'endpoint',
      'name',
      'prefix',
      'region',
      'secretKey',
    ]);
  });

  it('tells at the region that it is not the one of the endpoint', () => {
    expect(checkDestination({ ...GOOD, region: 'us-east-1' })).toEqual({
      ok: false,
      errors: { region: expect.stringContaining('write us-west-2 here') },
    });
  });

  it('tells at the secret that it is the access key once more', () => {
    expect(checkDestination({ ...GOOD, accessKey: 'minioadmin', secretKey: 'minioadmin' })).toEqual(
      {
        ok: false,
        errors: { secretKey: expect.stringContaining('once more') },
      },
    );
  });

  it('lets nothing through that Northflank’s own patterns refuse', () => {
    const typed = fc.record({
      name: text('abZ9 -_\u00e9'),
      description: fc.oneof(text('abZ9 .,?@#\u2019\u2014\u{1f4be}'), fc.string()),
      bucketName: text('ab9.-A/'),
      region: text('ab9-_ '),
      endpoint: fc.oneof(text('ab9.-:@/'), fc.constant('s3.eu-west-1.example.com')),
      prefix: text('abZ9-_/ '),
      accessKey: text('abZ9/+ "', 12),
      secretKey: text('abZ9/+ "', 12),
    });
    fc.assert(
      fc.property(typed, (form) => {
        const checked = checkDestination({ ...form, region: form.region || 'auto' });
        expect(!checked.ok || northflankTakes(checked.destination)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('lets each field through alone as Northflank’s patterns want it', () => {
    fc.assert(
      fc.property(text('abZ9 -_\u00e9/.'), (typed) => {
        for (const [field, check] of [
          ['name', checkName],
          ['description', checkDescription],
          ['prefix', checkPrefix],
        ] as const) {
          const checked = check(typed);
          const form = { ...GOOD, [field]: checked.ok ? checked.value : GOOD[field] };
          const whole = checkDestination(form);
          expect(whole.ok && northflankTakes(whole.destination)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

function text(alphabet: string, minLength = 0) {
  return fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), minLength, maxLength: 24 });
}

/** The patterns as Northflank documents them for adding a destination. */
function northflankTakes({ name, description, prefix, credentials }: NewDestination): boolean {
  return (
    /^[a-zA-Z0-9]+((-|\s)[a-zA-Z0-9]+)*$/.test(name) &&
    name.length >= 3 &&
    name.length <= 100 &&
    /^([a-zA-Z0-9-_]+)\/$/.test(prefix) &&
    (description === undefined ||
      (/^[a-zA-Z0-9.,?\s\\/'"()[\];`%^&*\-_:!]+$/.test(description) &&
        description.length <= 200)) &&
    Object.values(credentials).every((value) => value !== '')
  );
}
