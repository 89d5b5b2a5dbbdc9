import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkView } from '../../../sandbox/slack/validate.ts';
import { DESTINATION_FIELDS } from '../../../src/domain/destinations/rules.ts';
import {
  BLOCK,
  buildAddDestinationForm,
  buildAddDestinationNotice,
  type FormOptions,
  readAddDestinationForm,
} from '../../../src/slack/views/add-destination.ts';
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

function refusalsOf(view: object): unknown[] {
  return checkView({ ...view }, 'modal', { oldWorkspace: true });
}

/** Ids of the inputs, from top to bottom. */
function inputsOf(options: FormOptions): (string | undefined)[] {
  return buildAddDestinationForm(options)
    .blocks.filter(({ type }) => type === 'input')
    .map(({ block_id: id }) => id);
}

const noEntries = () => undefined;

describe('buildAddDestinationForm', () => {
  it.each<[string, FormOptions]>([
    ['empty', { keyNames: [] }],
    [
      'with keys on the server',
      { keyNames: Array.from({ length: 99 }, (_, n) => `${n}`.repeat(30)) },
    ],
    [
      'shown again with everything wrong',
      {
        keyNames: ['shop-prod'],
        filled: { ...FILLED, description: 'x'.repeat(200), keyEntry: 'shop-prod' },
        attempt: 12,
        notice: 'x'.repeat(3000),
        fieldNotices: Object.fromEntries(
          DESTINATION_FIELDS.map((field) => [field, 'x'.repeat(211)]),
        ),
      },
    ],
  ])('is a modal that Slack takes: %s', (_, options) => {
    expect(refusalsOf(buildAddDestinationForm(options))).toEqual([]);
  });

  it('asks for everything that a destination needs, in a sensible order', () => {
    expect(inputsOf({ keyNames: [] })).toEqual([
      'name',
      'description',
      'type',
      'bucket',
      'region',
      'endpoint',
      'prefix',
      'access_key',
      'secret_key',
    ]);
  });

  it('offers the keys on the server only where there are some', () => {
    expect(inputsOf({ keyNames: ['shop-prod'] })).toContain('key_entry');
    expect(inputsOf({ keyNames: [] })).not.toContain('key_entry');
  });

  it('says that Slack cannot hide what is typed and asks for a key of this bucket', () => {
    const text = JSON.stringify(buildAddDestinationForm({ keyNames: [] }));

    expect(text).toContain('Slack cannot hide what you type');
    expect(text).toContain('this one bucket only');
  });

  it('shows again what was typed, under the same ids', () => {
    const view = buildAddDestinationForm({ keyNames: [], filled: FILLED, attempt: 1 });
    const values = view.blocks.flatMap((block) =>
      'element' in block && 'initial_value' in block.element
        ? [[block.block_id, block.element.initial_value]]
        : [],
    );

    expect(values).toEqual([
      ['name', TYPED.name],
      ['bucket', TYPED.bucketName],
      ['region', TYPED.region],
      ['endpoint', TYPED.endpoint],
      ['prefix', TYPED.prefix],
    ]);
  });

  it('gives the key inputs new ids each time, so that no client fills them in again', () => {
    const ids = [0, 1, 2].map((attempt) => inputsOf({ keyNames: [], attempt }).slice(-2));

    expect(ids).toEqual([
      ['access_key', 'secret_key'],
      ['access_key:1', 'secret_key:1'],
      ['access_key:2', 'secret_key:2'],
    ]);
  });

  it('says what is wrong right below the field, and puts the cursor there', () => {
    const view = buildAddDestinationForm({
      keyNames: [],
      filled: FILLED,
      fieldNotices: { region: 'Northflank: unknown region' },
    });
    const at = view.blocks.findIndex(({ block_id: id }) => id === BLOCK.region);

    expect(view.blocks[at]).toMatchObject({ element: { focus_on_load: true } });
    expect(JSON.stringify(view.blocks[at + 1])).toContain('Northflank: unknown region');
    expect(JSON.stringify(view).match(/focus_on_load/g)).toHaveLength(1);
  });

  it('carries nothing through Slack', () => {
    expect(buildAddDestinationForm({ keyNames: [] }).private_metadata).toBeUndefined();
  });
});

describe('buildAddDestinationNotice', () => {
  it('is a modal without inputs that Slack takes, whatever its text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(refusalsOf(buildAddDestinationNotice(text))).toEqual([]);
      }),
    );
  });
});

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

const inputIds: ReadonlySet<string> = new Set(Object.values(BLOCK));
