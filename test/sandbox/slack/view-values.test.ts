import { describe, expect, it } from 'vitest';
import type { Json } from '../../../sandbox/slack/json.ts';
import { type Answer, answerValue, valuesOf } from '../../../sandbox/slack/view-values.ts';

const option = (value: string): Json => ({
  text: { type: 'plain_text', text: value.toUpperCase() },
  value,
});
const offered = { options: [option('a'), option('b')] };

describe('answerValue', () => {
  it.each<[Json, Answer, Json]>([
    [{ type: 'plain_text_input' }, 'x', { value: 'x' }],
    [{ type: 'plain_text_input' }, '', { value: null }],
    [{ type: 'number_input' }, 3, { value: '3' }],
    [{ type: 'static_select', ...offered }, 'b', { selected_option: option('b') }],
    [{ type: 'static_select', ...offered }, 'B', { selected_option: option('b') }],
    [{ type: 'static_select', option_groups: [offered] }, 'a', { selected_option: option('a') }],
    [{ type: 'static_select', ...offered }, null, { selected_option: null }],
    [{ type: 'external_select' }, option('c'), { selected_option: option('c') }],
    [
      { type: 'checkboxes', ...offered },
      ['a', 'b'],
      { selected_options: [option('a'), option('b')] },
    ],
    [{ type: 'checkboxes', ...offered }, null, { selected_options: [] }],
    [{ type: 'datepicker' }, '2026-11-21', { selected_date: '2026-11-21' }],
    [{ type: 'timepicker', timezone: 'UTC' }, '08:30', { selected_time: '08:30', timezone: 'UTC' }],
    [{ type: 'users_select' }, 'U1', { selected_user: 'U1' }],
    [{ type: 'conversations_select' }, 'C1', { selected_conversation: 'C1' }],
  ])('of %j with %j is as Slack sends it', (element, answer, value) => {
    expect(answerValue(element, answer)).toEqual({ type: element['type'], ...value });
  });

  it.each<[Json, Answer, string]>([
    [{ type: 'static_select', ...offered }, 'c', 'no option "c" among: A, B'],
    [{ type: 'external_select' }, 'c', 'no option "c" among: '],
    [{ type: 'button' }, 'x', 'a button takes no answer'],
  ])('of %j with %j cannot be', (element, answer, problem) => {
    expect(() => answerValue(element, answer)).toThrow(problem);
  });
});

describe('valuesOf', () => {
  const input = (element: Json): Json => ({ type: 'input', block_id: 'b', element });

  it('starts with what the elements start with', () => {
    const blocks = [
      input({ type: 'plain_text_input', action_id: 'a', initial_value: 'x' }),
      { type: 'actions', block_id: 'row', elements: [{ type: 'button', action_id: 'go' }] },
    ];

    expect(valuesOf(blocks, {})).toEqual({ b: { a: { type: 'plain_text_input', value: 'x' } } });
  });

  it('forgets what was typed when the element became another one', () => {
    const before = { b: { a: { type: 'plain_text_input', value: 'x' } } };

    expect(valuesOf([input({ type: 'url_text_input', action_id: 'a' })], before)).toEqual({
      b: { a: { type: 'url_text_input', value: null } },
    });
  });
});
