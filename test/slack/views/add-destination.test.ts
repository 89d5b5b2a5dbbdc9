import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkView } from '../../../sandbox/slack/validate.ts';
import { DESTINATION_FIELDS } from '../../../src/domain/destinations/rules.ts';
import {
  buildAddDestinationForm,
  buildAddDestinationNotice,
  type FormOptions,
} from '../../../src/slack/views/add-destination.ts';
import { BLOCK } from '../../../src/slack/views/add-destination-answers.ts';
import { TYPED } from '../../fakes/destination-form.ts';
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
