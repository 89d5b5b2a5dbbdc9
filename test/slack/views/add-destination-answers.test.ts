import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK, readAddDestinationForm } from '../../../src/slack/views/add-destination-answers.ts';
import { INPUT } from '../../../src/slack/views/form.ts';
import { stateOf, TYPED, WANTED } from '../../fakes/destination-form.ts';
import { hostileText } from '../../fakes/hostile-text.ts';

const FILLED = {
  name: TYPED.name,
  description: '',
  bucketName: TYPED.bucketName,
  region: TYPED.region,
  endpoint: TYPED.endpoint,
  prefix: TYPED.prefix,
};

const noEntries = () => undefined;

const inputIds: ReadonlySet<string> = new Set(Object.values(BLOCK));

describe('readAddDestinationForm', () => {
  it('reads the destination, and apart from it what the form may be shown with again', () => {
    expect(readAddDestinationForm(stateOf(), noEntries)).toEqual({
      ok: true,
      destination: WANTED,
      filled: { ...FILLED, description: TYPED.description, keyEntry: undefined },
      attempt: 0,
    });
  });

  it('reads a form that was shown again, and counts', () => {
    expect(readAddDestinationForm(stateOf({}, 3), noEntries)).toMatchObject({
      ok: true,
      destination: WANTED,
      attempt: 3,
    });
  });

  it.each([
    ['name', 'ab'],
    ['description', 'a@b'],
    ['bucketName', 'Shop'],
    ['region', 'us-east-1'],
    ['endpoint', 'https://s3.us-west-2.amazonaws.com'],
    ['prefix', '/'],
    ['accessKey', ''],
    ['secretKey', ''],
  ] as const)('tells a wrong %s at its own input', (field, value) => {
    const reading = readAddDestinationForm(stateOf({ [field]: value }), noEntries);

    expect(reading).toEqual({ ok: false, errors: { [BLOCK[field]]: expect.any(String) } });
  });

  it('tells a wrong key at the input as it is called in a form shown again', () => {
    const reading = readAddDestinationForm(stateOf({ secretKey: 'short' }, 2), noEntries);

    expect(reading).toEqual({ ok: false, errors: { 'secret_key:2': expect.any(String) } });
  });

  describe('with keys on the server', () => {
    const pick = (entry: string) =>
      entry === 'shop-prod'
        ? { accessKey: TYPED.accessKey, secretKey: TYPED.secretKey }
        : undefined;
    const none = { accessKey: '', secretKey: '' };

    it('takes the keys of the chosen entry', () => {
      const state = stateOf({ ...none, keyEntry: 'entry:shop-prod' });

      expect(readAddDestinationForm(state, pick)).toMatchObject({
        ok: true,
        destination: WANTED,
        filled: { keyEntry: 'shop-prod' },
      });
    });

    it.each(['', 'typed'])('takes typed keys when the menu says %j', (keyEntry) => {
      expect(readAddDestinationForm(stateOf({ keyEntry }), pick)).toMatchObject({
        destination: WANTED,
        filled: { keyEntry: undefined },
      });
    });

    it.each([
      ['neither way', { ...none, keyEntry: '' }, 'or type both'],
      ['both ways', { keyEntry: 'entry:shop-prod' }, 'not both ways'],
      ['an entry and half a key', { accessKey: '', keyEntry: 'entry:shop-prod' }, 'not both ways'],
      ['an entry that is gone', { ...none, keyEntry: 'entry:old' }, 'no longer on the server'],
    ])('refuses %s at the menu alone', (_, typed, part) => {
      expect(readAddDestinationForm(stateOf(typed), pick)).toEqual({
        ok: false,
        errors: { key_entry: expect.stringContaining(part) },
      });
    });

    it('asks for the missing half of a typed key', () => {
      const state = stateOf({ secretKey: '', keyEntry: '' });

      expect(readAddDestinationForm(state, pick)).toEqual({
        ok: false,
        errors: { secret_key: expect.any(String) },
      });
    });
  });

  it('reads anything without throwing, and tells mistakes at inputs of the form only', () => {
    const blockId = fc.constantFrom(...Object.values(BLOCK), 'secret_key:7', 'secret_key:x', 'y');
    const answer = fc.oneof(
      fc.anything(),
      fc.record({ value: hostileText }),
      fc.record({ selected_option: fc.record({ value: hostileText }) }),
    );
    const values = fc.dictionary(blockId, fc.record({ [INPUT]: answer }));
    const state = fc.oneof(
      fc.anything(),
      fc.record({ values }),
      fc.record({ values: fc.anything() }),
    );
    fc.assert(
      fc.property(state, (submitted) => {
        const reading = readAddDestinationForm(submitted, noEntries);
        const ids = reading.ok ? [] : Object.keys(reading.errors);
        expect(ids.filter((id) => !inputIds.has(id.split(':')[0] ?? ''))).toEqual([]);
        expect(reading.ok || ids.length > 0).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('tells no more than Slack shows at a field, and nothing of the keys', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (name, endpoint) => {
        const reading = readAddDestinationForm(stateOf({ name, endpoint }), noEntries);
        const texts = reading.ok ? [] : Object.values(reading.errors);
        expect(texts.filter((text) => text.length > 200)).toEqual([]);
        expect(texts.join()).not.toMatch(/canary/i);
      }),
    );
  });
});
