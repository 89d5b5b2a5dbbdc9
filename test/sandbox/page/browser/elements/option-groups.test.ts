import { describe, expect, it } from 'vitest';
import { groupsOf, narrow } from '../../../../../sandbox/page/browser/elements/option-groups.ts';

const option = (text: string, description?: string) => ({
  text: { type: 'plain_text', text },
  value: text,
  ...(description !== undefined && { description: { type: 'plain_text', text: description } }),
});

describe('narrow', () => {
  const groups = groupsOf({
    option_groups: [
      { label: { type: 'plain_text', text: 'Fruit' }, options: [option('Apple'), option('Pear')] },
      { label: { type: 'plain_text', text: 'Trees' }, options: [option('Oak', 'no pears')] },
    ],
  });
  const left = (typed: string) =>
    narrow(groups, typed).map(({ heading, options }) => [
      heading,
      ...options.map(({ value }) => value),
    ]);

  it('leaves all before anything is typed, but no heading with nothing below it', () => {
    expect(left('')).toEqual([
      ['Fruit', 'Apple', 'Pear'],
      ['Trees', 'Oak'],
    ]);
  });

  it('looks in labels and descriptions, whatever their capitals', () => {
    expect(left('PEAR')).toEqual([
      ['Fruit', 'Pear'],
      ['Trees', 'Oak'],
    ]);
    expect(left('fig')).toEqual([]);
  });
});
