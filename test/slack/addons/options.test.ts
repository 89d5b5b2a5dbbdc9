import { describe, expect, it } from 'vitest';
import {
  addonOptions,
  isRemark,
  noAddonOptions,
  readAddonOption,
} from '../../../src/slack/addons/options.ts';
import { directoryOf, project } from '../../fakes/directories.ts';

const LONG_PROJECT = `project-${'x'.repeat(60)}`;
const LONG = [`${LONG_PROJECT}/orders-db`, `${LONG_PROJECT}/orders-db-archive`];
const texts = (options: ReturnType<typeof addonOptions>) => options.map(({ text }) => text.text);

describe('addonOptions', () => {
  it('offers an address as it is, up to what Slack takes', () => {
    const address = `shop/${'y'.repeat(70)}`;

    expect(addonOptions(directoryOf([address]), '')).toEqual([
      { text: { type: 'plain_text', text: address }, value: address },
    ]);
  });

  it('offers longer addresses too, by what tells them apart', () => {
    const options = addonOptions(directoryOf(LONG), '');

    expect(texts(options)).toEqual(['…/orders-db', '…/orders-db-archive']);
    expect(options.map(({ description }) => description?.text)).toEqual([
      LONG_PROJECT,
      LONG_PROJECT,
    ]);
    expect(new Set(options.map(({ value }) => value)).size).toBe(2);
  });

  it.each([`${'p'.repeat(200)}/${'a'.repeat(200)}`, `${'p'.repeat(74)}/a`, `p/${'a'.repeat(74)}`])(
    'keeps to Slack’s lengths for %s',
    (address) => {
      const [option] = addonOptions(directoryOf([address]), '');

      const lengths = [option?.text.text, option?.value, option?.description?.text ?? ''];
      expect(Math.max(...lengths.map((text) => text?.length ?? 0))).toBeLessThanOrEqual(75);
    },
  );

  it('says how many more there are than fit', () => {
    const addresses = (count: number) => Array.from({ length: count }, (_, n) => `shop/db-${n}`);

    expect(addonOptions(directoryOf(addresses(100)), '').every(isRealAddon)).toBe(true);
    const options = addonOptions(directoryOf(addresses(101)), '');
    expect(options).toHaveLength(100);
    expect(texts(options).at(-1)).toBe('◌ And 2 more: type part of the name');
  });

  it('says that addons may be missing, also where none or too many were found', () => {
    const failure = { kind: 'forbidden', reason: 'no' } as const;
    const unreadProjects = [{ project: project('lab'), failure }];
    const gap = '◌ Not all addons could be read: more may exist';

    expect(texts(addonOptions(directoryOf([], { unreadProjects }), 'orders'))).toEqual([gap]);
    const many = Array.from({ length: 100 }, (_, n) => `shop/db-${n}`);
    const options = addonOptions(directoryOf(many, { unreadProjects }), '');
    expect(options).toHaveLength(100);
    expect(texts(options).slice(-2)).toEqual(['◌ And 2 more: type part of the name', gap]);
  });

  it('has nothing to say where nothing fits what was typed', () => {
    expect(addonOptions(directoryOf(['shop/orders-db']), 'zzz')).toEqual([]);
  });
});

describe('readAddonOption', () => {
  it('reads back every address that is offered', async () => {
    const addresses = ['shop/orders-db', ...LONG];
    const directory = directoryOf(addresses);

    const chosen = addonOptions(directory, '').map(({ value = '' }) =>
      readAddonOption(value, async () => directory),
    );

    expect(await Promise.all(chosen)).toEqual(addresses);
  });

  it('needs no directory for an address that is a value', async () => {
    const unread = () => Promise.reject(new Error('is not to be read'));

    expect(await readAddonOption('shop/orders-db', unread)).toBe('shop/orders-db');
  });

  it('says so when a long one is gone', async () => {
    const [{ value = '' } = {}] = addonOptions(directoryOf(LONG), '');

    await expect(readAddonOption(value, async () => directoryOf([]))).rejects.toThrow(
      'not listed any more',
    );
  });

  it('says what a remark is', async () => {
    const [{ value = '' } = {}] = noAddonOptions('Northflank is not answering');

    expect(isRemark(value)).toBe(true);
    await expect(readAddonOption(value, async () => directoryOf([]))).rejects.toThrow(
      'is no addon',
    );
  });
});

function isRealAddon({ value = '' }: { value?: string | undefined }): boolean {
  return !isRemark(value);
}
