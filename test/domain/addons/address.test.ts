import { describe, expect, it } from 'vitest';
import { formatAddonRef } from '../../../src/domain/addons/addon.ts';
import type { AddonMatch } from '../../../src/domain/addons/address.ts';
import { parseAddonAddress, resolveAddon } from '../../../src/domain/addons/address.ts';
import type { Directory } from '../../../src/domain/addons/directory.ts';
import { directoryOf, entry, project } from '../../fakes/directories.ts';

describe('parseAddonAddress', () => {
  it.each([
    { typed: 'shop-prod/orders-db', why: 'as it should be' },
    { typed: '  Shop-Prod / Orders-DB  ', why: 'capitals and spaces' },
    { typed: '“shop-prod/orders-db”', why: 'curly quotes' },
    { typed: '`shop-prod/orders-db`', why: 'backticks' },
    { typed: 'shop—prod/orders–db', why: 'long dashes' },
    { typed: 'shop\u2011prod/orders\u2212db', why: 'non-breaking hyphen and minus sign' },
    { typed: '\u00a0shop-prod/orders-db\u00a0', why: 'non-breaking spaces' },
    { typed: 'shop-\u200bprod/\u2060orders-db\ufeff', why: 'zero-width characters' },
    { typed: 'shop-prod/orders-db.', why: 'a full stop' },
    { typed: 'shop-prod/orders-db, ', why: 'a comma' },
    { typed: 'shop-prod／orders-db', why: 'a full-width slash' },
    { typed: 'acme/shop-prod/orders-db/', why: 'the team in front and a slash behind' },
    { typed: '<#C0123ABCD|shop-prod>/orders-db', why: 'a channel of the same name' },
    { typed: '<http://shop-prod/orders-db|shop-prod/orders-db>', why: 'a link made by Slack' },
    {
      typed: '<https://app.northflank.com/t/acme/project/shop-prod/addon/orders-db/backups?x=1>',
      why: 'the address of a page',
    },
    {
      typed: '<https://app.northflank.com/t/acme/project/shop-prod/addons/orders-db|Addon>',
      why: 'the address of a page under a label',
    },
  ])('understands $why', ({ typed }) => {
    expect(parseAddonAddress(typed)).toEqual({ project: 'shop-prod', addon: 'orders-db' });
  });

  it('takes a lone word as the addon', () => {
    expect(parseAddonAddress('orders-db')).toEqual({ addon: 'orders-db' });
  });

  it('keeps the spaces of a display name', () => {
    expect(parseAddonAddress('Shop  Prod/Orders DB')).toEqual({
      project: 'shop prod',
      addon: 'orders db',
    });
  });

  it('decodes what Slack escaped, once', () => {
    expect(parseAddonAddress('R&amp;D / a&amp;lt;b')).toEqual({ project: 'r&d', addon: 'a&lt;b' });
  });

  it.each(['', '   ', '“”', '/', '<>', '\u200b', '...'])('finds nothing in "%s"', (typed) => {
    expect(parseAddonAddress(typed)).toBeUndefined();
  });
});

const DIRECTORY = directoryOf([
  entry('shop-prod/billing-db'),
  entry('shop-prod/events-1'),
  entry('shop-prod/orders-db', { name: 'Orders DB', projectName: 'Shop Production' }),
  entry('shop-staging/orders-db', { projectName: 'Shop Staging' }),
  entry('lab/кэш', { addonId: 'cache-0', name: 'Кэш' }),
]);

describe('resolveAddon', () => {
  it.each([
    { typed: 'shop-prod/orders-db', leadsTo: 'shop-prod/orders-db' },
    { typed: 'billing-db', leadsTo: 'shop-prod/billing-db' },
    { typed: 'Shop Production / Orders DB', leadsTo: 'shop-prod/orders-db' },
    { typed: 'shop staging/orders_db', leadsTo: 'shop-staging/orders-db' },
    { typed: 'кэш', leadsTo: 'lab/cache-0' },
    { typed: 'biling-db', leadsTo: 'corrected shop-prod/billing-db' },
    { typed: 'bililng-bd', leadsTo: 'corrected shop-prod/billing-db' },
    { typed: 'shop-pord/orders-db', leadsTo: 'corrected shop-prod/orders-db' },
    { typed: 'orders-db', leadsTo: 'one of shop-prod/orders-db, shop-staging/orders-db' },
    { typed: 'order-db', leadsTo: 'one of shop-prod/orders-db, shop-staging/orders-db' },
  ])('leads from "$typed" to $leadsTo', ({ typed, leadsTo }) => {
    expect(describeMatch(resolve(DIRECTORY, typed))).toBe(leadsTo);
  });

  it('forgives one mistake in a short name and two in a long one, no more', () => {
    const directory = directoryOf(['p/cache', 'p/customers']);

    expect(resolve(directory, 'cahce').kind).toBe('found');
    expect(resolve(directory, 'cahc').kind).toBe('none');
    expect(resolve(directory, 'cusotmres').kind).toBe('found');
    expect(resolve(directory, 'cusotmrse').kind).toBe('none');
  });

  it('never takes one number for another', () => {
    expect(resolve(DIRECTORY, 'events-2').kind).toBe('none');
  });

  it('names the nearest three where nothing fits', () => {
    const directory = directoryOf(['a/ledger', 'a/orders-archive', 'b/zebra', 'c/orders', 'd/x']);

    const match = resolve(directory, 'c/orders-arch');

    expect(match).toMatchObject({ kind: 'none', incomplete: false });
    expect(match.kind === 'none' && match.nearest.map(formatAddonRef)).toEqual([
      'c/orders',
      'a/orders-archive',
      'a/ledger',
    ]);
  });

  it('finds nothing near in an empty account', () => {
    expect(resolve(directoryOf([]), 'orders')).toEqual({
      kind: 'none',
      nearest: [],
      incomplete: false,
    });
  });

  describe('with a project that could not be read', () => {
    const failure = { kind: 'unavailable', reason: 'Northflank is not answering' } as const;
    const partial: Directory = {
      ...DIRECTORY,
      projects: [...DIRECTORY.projects, project('vault')],
      unreadProjects: [{ project: project('vault'), failure }],
    };

    it('says that the addon may exist', () => {
      expect(resolve(partial, 'invoices')).toMatchObject({ kind: 'none', incomplete: true });
      expect(resolve(partial, 'vault/orders')).toMatchObject({ kind: 'none', incomplete: true });
    });

    it('forgives no typo, since the right name may be in the unread part', () => {
      expect(resolve(partial, 'biling-db')).toMatchObject({ kind: 'none', incomplete: true });
    });

    it('is as sure as ever about a project that was read', () => {
      expect(resolve(partial, 'shop-prod/invoices')).toMatchObject({ incomplete: false });
      expect(resolve(partial, 'shop-prod/biling-db')).toMatchObject({ kind: 'found' });
    });

    it('is sure of nothing when rows themselves were unreadable', () => {
      const odd = { ...partial, unreadableRows: 1 };

      expect(resolve(odd, 'shop-prod/invoices')).toMatchObject({ incomplete: true });
    });
  });
});

function resolve(directory: Directory, typed: string): AddonMatch {
  const address = parseAddonAddress(typed);
  if (address === undefined) throw new Error(`no address in "${typed}"`);
  return resolveAddon(directory, address);
}

function describeMatch(match: AddonMatch): string {
  if (match.kind === 'none') return 'none';
  if (match.kind === 'ambiguous')
    return `one of ${match.candidates.map(formatAddonRef).join(', ')}`;
  return `${match.corrected ? 'corrected ' : ''}${formatAddonRef(match.addon)}`;
}
