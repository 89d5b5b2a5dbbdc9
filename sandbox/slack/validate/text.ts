import { type Json, jsonList } from '../json.ts';
import { address, byType, type Check, flag, list, record, text, whole, word } from './shape.ts';

/** A text object without any formatting, of 1 to `max` characters. */
export function plain(max: number): Check {
  return byType({ plain_text: plainFields(max) });
}

/** A text object in Slack's markup, of 1 to `max` characters; these count marks and entities. */
export function mrkdwn(max: number): Check {
  return byType({ mrkdwn: mrkdwnFields(max) });
}

/** A text object of either kind. */
export function anyText(max: number): Check {
  return byType({ plain_text: plainFields(max), mrkdwn: mrkdwnFields(max) });
}

function plainFields(max: number): Check {
  return record({ required: { text: text(max) }, optional: { emoji: flag } });
}

function mrkdwnFields(max: number): Check {
  return record({ required: { text: text(max) }, optional: { verbatim: flag } });
}

const style = record({
  optional: { bold: flag, code: flag, italic: flag, strike: flag, underline: flag },
});

const any = text(Number.POSITIVE_INFINITY);

/** The parts of a line of rich text. */
const RICH_PARTS: Record<string, Check> = {
  text: record({ required: { text: any }, optional: { style } }),
  link: record({ required: { url: address }, optional: { text: any, style, unsafe: flag } }),
  user: record({ required: { user_id: any }, optional: { style } }),
  usergroup: record({ required: { usergroup_id: any }, optional: { style } }),
  channel: record({ required: { channel_id: any }, optional: { style } }),
  team: record({ required: { team_id: any }, optional: { style } }),
  emoji: record({ required: { name: any }, optional: { unicode: any, url: address, style } }),
  broadcast: record({
    required: { range: word('here', 'channel', 'everyone') },
    optional: { style },
  }),
  color: record({ required: { value: any }, optional: { style } }),
  date: record({
    required: { timestamp: whole(0, 99_999_999_999), format: any },
    optional: { url: address, fallback: any, timezone: any, style },
  }),
};

const parts = list(byType(RICH_PARTS), { min: 0, max: Number.POSITIVE_INFINITY });
const border = whole(0, 1);
const section = record({ required: { elements: parts } });

const RICH_ELEMENTS: Record<string, Check> = {
  rich_text_section: section,
  rich_text_quote: record({ required: { elements: parts }, optional: { border } }),
  rich_text_preformatted: record({
    required: { elements: parts },
    optional: { border, language: any },
  }),
  rich_text_list: record({
    required: {
      style: word('bullet', 'ordered'),
      elements: list(byType({ rich_text_section: section }), { max: Number.POSITIVE_INFINITY }),
    },
    optional: { indent: whole(0, 8), offset: whole(0, 100_000), border },
  }),
};

/** What a rich text block holds. */
export const richTextElements = list(byType(RICH_ELEMENTS), { max: Number.POSITIVE_INFINITY });

/** A rich text block inside something else, such as a cell. */
export const richText = byType({
  rich_text: record({
    required: { elements: richTextElements },
    optional: { block_id: text(255) },
  }),
});

/** How many characters of a rich text count towards a limit. */
export function richTextLength(block: Json): number {
  return jsonList(block['elements']).reduce((sum, element) => {
    const own = ['text', 'fallback', 'name'].map((key) => element[key]);
    const length = own.reduce<number>((most, entry) => {
      return typeof entry === 'string' ? Math.max(most, entry.length) : most;
    }, 0);
    return sum + length + richTextLength(element);
  }, 0);
}
