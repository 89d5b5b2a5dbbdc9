import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  INPUT,
  option,
  readAnswers,
  selectInput,
  textInput,
} from '../../../src/slack/views/form.ts';

describe('textInput', () => {
  it('is the smallest line that Slack takes', () => {
    expect(textInput({ blockId: 'name', label: 'Name', maxLength: 100 })).toEqual([
      {
        type: 'input',
        block_id: 'name',
        label: { type: 'plain_text', text: 'Name', emoji: false },
        optional: false,
        element: { type: 'plain_text_input', action_id: INPUT, max_length: 100 },
      },
    ]);
  });

  it('has no initial value where it would be empty, which Slack refuses', () => {
    const [block] = textInput({ blockId: 'name', label: 'Name', maxLength: 9, initial: '' });

    expect(JSON.stringify(block)).not.toContain('initial_value');
  });

  it('says below the line what was wrong with it', () => {
    const [, below] = textInput({
      blockId: 'name',
      label: 'Name',
      maxLength: 9,
      notice: 'Too short',
    });

    expect(below).toEqual({
      type: 'context',
      elements: [{ type: 'plain_text', text: '✖ Too short', emoji: false }],
    });
  });
});

describe('selectInput', () => {
  it('starts with the option that is given', () => {
    const one = option('One', '1');
    const block = selectInput({ blockId: 'n', label: 'N', options: [one], initial: one });

    expect(block).toMatchObject({ element: { options: [one], initial_option: one } });
  });
});

describe('readAnswers', () => {
  const answers = readAnswers({
    values: {
      name: { [INPUT]: { type: 'plain_text_input', value: 'abc' } },
      empty: { [INPUT]: { type: 'plain_text_input', value: null } },
      type: { [INPUT]: { type: 'static_select', selected_option: { value: 's3' } } },
      none: { [INPUT]: { type: 'static_select', selected_option: null } },
      time: { [INPUT]: { type: 'timepicker', selected_time: '09:30' } },
      date: { [INPUT]: { type: 'datepicker', selected_date: '2026-11-24' } },
      zone: { find_zone: { type: 'external_select', selected_option: { value: 'UTC' } } },
      days: {
        [INPUT]: { type: 'checkboxes', selected_options: [{ value: '4' }, { value: '0' }] },
      },
      people: { [INPUT]: { type: 'multi_users_select', selected_users: ['U1', 'U2'] } },
      nobody: { [INPUT]: { type: 'multi_users_select', selected_users: [] } },
      'secret_key:2': { [INPUT]: { type: 'plain_text_input', value: 'xyz' } },
    },
  });

  it.each([
    ['name', 'abc'],
    ['empty', ''],
    ['type', 's3'],
    ['none', ''],
    ['secret_key', 'xyz'],
    ['time', '09:30'],
    ['date', '2026-11-24'],
    ['zone', 'UTC'],
    ['days', ''],
    ['secret', ''],
    ['nothing', ''],
  ])('finds under %s %j', (id, text) => {
    expect(answers.text(id)).toBe(text);
  });

  it.each([
    ['days', ['4', '0']],
    ['people', ['U1', 'U2']],
    ['nobody', []],
    ['name', []],
    ['nothing', []],
  ])('finds under %s the choices %j', (id, choices) => {
    expect(answers.list(id)).toEqual(choices);
  });

  it('knows the id that the form gave', () => {
    expect(answers.blockIdOf('secret_key')).toBe('secret_key:2');
    expect(answers.blockIdOf('nothing')).toBe('nothing');
    expect([answers.has('secret_key'), answers.has('nothing')]).toEqual([true, false]);
  });

  it('reads anything without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ values: fc.anything() })), (state) => {
        expect(typeof readAnswers(state).text('name')).toBe('string');
      }),
    );
  });
});
