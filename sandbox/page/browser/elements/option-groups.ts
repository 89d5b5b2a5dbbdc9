import type { Json } from '../../wire.ts';
import { labelOf } from '../state/answers.ts';
import { jsonList, wordsOf } from '../state/json.ts';

/** Options below a heading; without one they stand alone. */
export interface OptionGroup {
  heading?: string;
  options: Json[];
}

/** The options that an element names itself, those without a heading first. */
export function groupsOf(element: Json): OptionGroup[] {
  return [
    { options: jsonList(element['options']) },
    ...jsonList(element['option_groups']).map((group) => ({
      heading: wordsOf(group['label']),
      options: jsonList(group['options']),
    })),
  ];
}

/** What is left of groups for somebody who types; a group of which nothing is left is left out. */
export function narrow(groups: readonly OptionGroup[], typed: string): OptionGroup[] {
  const wanted = typed.toLowerCase();
  const fits = (option: Json): boolean =>
    `${labelOf(option)} ${wordsOf(option['description'])}`.toLowerCase().includes(wanted);
  return groups
    .map((group) => ({ ...group, options: group.options.filter(fits) }))
    .filter(({ options }) => options.length > 0);
}
