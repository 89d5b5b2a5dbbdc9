import { formatCount } from '../../domain/format.ts';
import type { Page } from '../../domain/history/paging.ts';
import type { ShowFilter } from '../../domain/history/show-filter.ts';
import { slackDate } from '../block-kit/mrkdwn.ts';

const numbers = new Intl.NumberFormat('en');

/**
 * Where a page stands in its list: `1–15 of 1,250 backups · as of 09:00`, or that nothing matches.
 *
 * @param read how many backups there were to choose from.
 */
export function pageSummary(page: Page<unknown>, filter: ShowFilter, read: number): string {
  const noun = describeFilter(filter, page.total === 1);
  const asOf = `as of ${slackDate(page.asOf, 'time')}`;
  // What there is to say of nothing stands in the first lines already.
  if (read === 0) return asOf;
  if (page.total === 0) {
    return `No ${noun}${page.totalIsExact ? '' : ' among those read'} · ${asOf}`;
  }
  const range =
    page.rows.length === page.total
      ? ''
      : `${numbers.format(page.offset + 1)}–${numbers.format(page.offset + page.rows.length)} of `;
  const total = `${page.totalIsExact ? '' : 'at least '}${numbers.format(page.total)}`;
  const newer = page.newer === 0 ? '' : ` · ${page.newer} newer since`;
  return `${range}${total} ${noun} · ${asOf}${newer}`;
}

/** What a filter lets through, as the end of "15 of …": `failed dumps of the last 7 days`. */
function describeFilter({ failed, types, withinHours }: ShowFilter, one: boolean): string {
  const s = one ? '' : 's';
  const things =
    types.length === 0 ? `backup${s}` : types.map((type) => `${type}${s}`).join(' and ');
  const time =
    withinHours === undefined
      ? ''
      : ` of the last ${withinHours % 24 === 0 ? formatCount(withinHours / 24, 'day') : formatCount(withinHours, 'hour')}`;
  return `${failed ? 'failed or unclear ' : ''}${things}${time}`;
}
