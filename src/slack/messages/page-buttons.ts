import type { types } from '@slack/bolt';
import type { Page, ShowView } from '../../domain/history/paging.ts';
import type { ShowFilter } from '../../domain/history/show-filter.ts';
import { button } from '../block-kit/blocks.ts';

/**
 * The ways to leaf through a list: newer, older, and its first page read anew.
 *
 * @param action `action_id`, one of `ACTION`.
 * @param valueOf what a button carries that leads to a view.
 */
export function pageButtons(
  action: string,
  { page, asOf, hasOlder }: Page<unknown>,
  filter: ShowFilter,
  valueOf: (view: ShowView) => string,
): (types.Button | undefined)[] {
  const turn = (n: number, label: string, view: ShowView) =>
    button(`${action}:${n}`, label, valueOf(view));
  return [
    page > 0 ? turn(0, '‹ Newer', { filter, page: page - 1, asOf }) : undefined,
    hasOlder ? turn(1, 'Older ›', { filter, page: page + 1, asOf }) : undefined,
    turn(2, page > 0 ? 'Latest' : 'Refresh', { filter, page: 0 }),
  ];
}
