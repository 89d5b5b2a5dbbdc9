import { describe, expect, it } from 'vitest';
import type { ShownView } from '../../../sandbox/slack/events.ts';
import { checkInputs } from '../../../sandbox/slack/input-checks.ts';
import type { Json } from '../../../sandbox/slack/json.ts';

/** A modal with one input, and what stands in it. */
function viewWith(element: Json, value: Json, block: Json = {}): ShownView {
  return {
    id: 'V1',
    type: 'modal',
    user: 'U1',
    hash: 'h',
    rootId: 'V1',
    externalId: '',
    callbackId: '',
    privateMetadata: '',
    title: 'Add',
    clearOnClose: false,
    notifyOnClose: false,
    blocks: [{ type: 'input', block_id: 'b', element: { action_id: 'a', ...element }, ...block }],
    values: { b: { a: { type: element['type'], ...value } } },
    errors: {},
  };
}

describe('checkInputs', () => {
  it.each<[Json, string, string | undefined]>([
    [{ type: 'plain_text_input', min_length: 3 }, 'ab', 'Must be at least 3 characters.'],
    [{ type: 'plain_text_input', min_length: 3 }, 'abc', undefined],
    [{ type: 'plain_text_input', max_length: 3 }, 'abc', undefined],
    [{ type: 'plain_text_input', max_length: 3 }, 'abcd', 'Must be at most 3 characters.'],
    [{ type: 'email_text_input' }, 'ada', 'Please enter a valid email address.'],
    [{ type: 'email_text_input' }, 'ada@example.com', undefined],
    [{ type: 'url_text_input' }, 'example', 'Please enter a valid URL.'],
    [{ type: 'url_text_input' }, 'https://example.com', undefined],
    [{ type: 'number_input', is_decimal_allowed: false }, '1.5', 'Please enter a whole number.'],
    [{ type: 'number_input', is_decimal_allowed: true }, '1.5', undefined],
    [{ type: 'number_input', is_decimal_allowed: true }, 'x', 'Please enter a number.'],
    [{ type: 'number_input', min_value: '2' }, '1', 'Must be at least 2.'],
    [{ type: 'number_input', max_value: '2' }, '3', 'Must be at most 2.'],
    [{ type: 'number_input', min_value: '2', max_value: '2' }, '2', undefined],
  ])('of %j with "%s" finds: %s', (element, value, error) => {
    const found = checkInputs(viewWith(element, { value }));

    expect(found).toEqual(error === undefined ? {} : { b: error });
  });

  it.each<[string, Json]>([
    ['plain_text_input', { value: null }],
    ['static_select', { selected_option: null }],
    ['checkboxes', { selected_options: [] }],
    ['multi_users_select', { selected_users: [] }],
    ['datepicker', { selected_date: null }],
  ])('misses an answer in a %s, unless it is optional', (type, value) => {
    const missing = { b: 'Please complete this required field.' };

    expect(checkInputs(viewWith({ type }, value))).toEqual(missing);
    expect(checkInputs(viewWith({ type }, value, { optional: true }))).toEqual({});
  });
});
