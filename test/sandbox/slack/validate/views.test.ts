import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../sandbox/slack/json.ts';
import { checkView, isViewTooLarge } from '../../../../sandbox/slack/validate.ts';
import { input, NEW, plain, raw, section, table, x } from '../block-samples.ts';

describe('checkView', () => {
  const field = input({ type: 'plain_text_input', action_id: 'a' });
  const modal = (extra: Json = {}): Json => ({
    type: 'modal',
    title: plain('Add'),
    blocks: [section('a')],
    ...extra,
  });
  const found = (view: Json, surface: 'modal' | 'home' = 'modal'): string[] =>
    checkView(view, surface, NEW).map(({ pointer }) => pointer);

  it('takes a modal at its limits', () => {
    const view = modal({
      title: plain(x(24)),
      submit: plain(x(24)),
      close: plain(x(24)),
      private_metadata: x(3000),
      callback_id: x(255),
      external_id: x(255),
      clear_on_close: true,
      notify_on_close: true,
      blocks: [field],
    });

    expect(found(view)).toEqual([]);
  });

  it('takes a home tab without a title', () => {
    expect(found({ type: 'home', blocks: [section('a')] }, 'home')).toEqual([]);
  });

  it.each<[string, Json, string]>([
    ['no title', { type: 'modal', blocks: [] }, '/view/title'],
    ['a title of 25 characters', modal({ title: plain(x(25)) }), '/view/title/text'],
    ['a submit label of 25 characters', modal({ submit: plain(x(25)) }), '/view/submit/text'],
    [
      'private metadata of 3,001 characters',
      modal({ private_metadata: x(3001) }),
      '/view/private_metadata',
    ],
    ['an input without a submit button', modal({ blocks: [field] }), '/view/submit'],
    ['a table', modal({ blocks: [table([raw('a')])] }), '/view/blocks/0/type'],
    ['no blocks', { type: 'modal', title: plain('Add') }, '/view/blocks'],
    ['another type', modal({ type: 'home' }), '/view/type'],
    ['an unknown property', modal({ width: 'wide' }), '/view/width'],
    [
      'two elements that want the cursor',
      modal({
        submit: plain('Add'),
        blocks: ['a', 'b'].map((id) =>
          input({ type: 'plain_text_input', action_id: id, focus_on_load: true }),
        ),
      }),
      '/view',
    ],
  ])('refuses a modal with %s', (_name, view, pointer) => {
    expect(found(view)).toContain(pointer);
  });

  it('finds a view of more than 250 KB too large', () => {
    const blocks = Array.from({ length: 100 }, () => section(x(2490)));

    expect(isViewTooLarge(modal({ blocks: blocks.slice(0, 90) }))).toBe(false);
    expect(isViewTooLarge(modal({ blocks }))).toBe(true);
  });
});
