import type { types } from '@slack/bolt';

/**
 * Characters that only disturb: controls, line and paragraph separators, zero-width and direction
 * marks, with which a foreign name could forge or reorder what stands around it.
 */
const DISTURBING =
  // oxlint-disable-next-line no-control-regex -- removing control characters is the point
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]+/gu;

/** Made for the first text that is too long: it takes longer than all else at the start. */
let graphemes: Intl.Segmenter | undefined;

/** Foreign text on one line: disturbing characters and runs of white space become single spaces. */
export function cleanText(text: string): string {
  return text.replace(DISTURBING, ' ').replace(/\s+/gu, ' ').trim();
}

/**
 * Shortens by whole characters as people see them and marks the cut with "…".
 *
 * @param max greatest length of the result in UTF-16 units, which is how Slack counts.
 */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length > max - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Makes text inert where Slack reads `<…>` and `&…;`. Emphasis marks stay: Slack has no escape for them. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Foreign text as inline code, where emphasis marks mean nothing; backticks, which would end it, become quotes. */
export function code(text: string, max = 120): string {
  const inner = truncate(cleanText(text).replaceAll('`', "'"), max);
  return `\`${escapeMrkdwn(inner === '' ? '—' : inner)}\``;
}

/** Foreign text in bold-able mrkdwn: marks that would start formatting get a zero-width joiner before them. */
export function plainInMrkdwn(text: string, max = 120): string {
  return escapeMrkdwn(truncate(cleanText(text), max)).replace(/[*_~`]/g, '\u200d$&');
}

/** A channel as Slack links it; direct messages have no name to link. */
export function channelLink(channelId: string): string {
  return channelId.startsWith('D') ? 'these direct messages' : `<#${channelId}>`;
}

/** Formats of Slack's date syntax that this bot uses. */
const DATE_FORMAT = {
  dateTime: '{date_short_pretty} {time}',
  date: '{date_short_pretty}',
  time: '{time}',
  /** How long ago, as Slack counts when the reader looks. */
  ago: '{ago}',
} as const;

/**
 * A moment that Slack shows in each reader's own zone.
 *
 * Clients that cannot do so show the fallback, which therefore names UTC.
 */
export function slackDate(date: Date, format: keyof typeof DATE_FORMAT = 'dateTime'): string {
  const seconds = Math.floor(date.getTime() / 1000);
  return `<!date^${seconds}^${DATE_FORMAT[format]}|${formatUtc(date)}>`;
}

/** {@link slackDate} as a rich text element, for table cells. */
export function dateElement(
  date: Date,
  format: keyof typeof DATE_FORMAT = 'dateTime',
): types.RichTextDate {
  return {
    type: 'date',
    timestamp: Math.floor(date.getTime() / 1000),
    format: DATE_FORMAT[format],
    fallback: formatUtc(date),
  };
}

/** A moment where Slack's date syntax does not work: `2026-11-21 06:00 UTC`. */
function formatUtc(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
