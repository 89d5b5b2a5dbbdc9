import type { Json } from '../../../sandbox/slack/json.ts';
import { checkBlocks, type Surface } from '../../../sandbox/slack/validate.ts';

export const NEW = { oldWorkspace: false };
export const plain = (text: string): Json => ({ type: 'plain_text', text });
export const mrkdwn = (text: string): Json => ({ type: 'mrkdwn', text });
export const raw = (text: string): Json => ({ type: 'raw_text', text });
export const number = (value: number): Json => ({ type: 'raw_number', value, text: String(value) });
export const rich = (text: string): Json => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});
export const section = (text: string): Json => ({ type: 'section', text: mrkdwn(text) });
export const button = (extra: Json = {}): Json => ({
  type: 'button',
  text: plain('Show'),
  ...extra,
});
export const actions = (...elements: Json[]): Json => ({ type: 'actions', elements });
export const option = (value: string): Json => ({ text: plain(value), value });
export const options = (count: number): Json[] =>
  Array.from({ length: count }, (_, n) => option(`o${n}`));
export const input = (element: Json, extra: Json = {}): Json => ({
  type: 'input',
  label: plain('Name'),
  element,
  ...extra,
});
export const table = (...rows: Json[][]): Json => ({ type: 'table', rows });
export const dataTable = (rows: Json[][], extra: Json = {}): Json => ({
  type: 'data_table',
  caption: 'Backups',
  rows,
  ...extra,
});
export const chart = (body: Json, title = 'Sizes'): Json => ({
  type: 'data_visualization',
  title,
  chart: body,
});
export const bar = (labels: string[], series: Json[]): Json => ({
  type: 'bar',
  series,
  axis_config: { categories: labels },
});
export const x = (count: number): string => 'x'.repeat(count);

/** Pointers of all issues, in their order. */
export function pointers(blocks: Json[], surface: Surface = 'message', limits = NEW): string[] {
  return checkBlocks(blocks, surface, limits).map(({ pointer }) => pointer);
}
