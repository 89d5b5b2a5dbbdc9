import type { types } from '@slack/bolt';
import { LIMIT } from './limits.ts';
import { cleanText, truncate } from './mrkdwn.ts';

/** A section of mrkdwn; foreign text in it must already be escaped. */
export function section(text: string, accessory?: types.Button): types.SectionBlock {
  const block: types.SectionBlock = {
    type: 'section',
    text: { type: 'mrkdwn', text: cutMrkdwn(text, LIMIT.sectionText) },
    // Without it clients fold long sections behind "see more".
    expand: true,
  };
  return accessory === undefined ? block : { ...block, accessory };
}

/** Small gray mrkdwn below something. */
export function context(text: string): types.ContextBlock {
  return {
    type: 'context',
    elements: [{ type: 'mrkdwn', text: cutMrkdwn(text, LIMIT.sectionText) }],
  };
}

/**
 * A button that carries what it acts on.
 *
 * @param id `action_id`, one of {@link ACTION}; with `:n` where its block has several of the kind.
 * @returns nothing when the value is too long for Slack: cut short it would name another thing.
 */
export function button(
  id: string,
  text: string,
  value: string,
  style?: types.Button['style'],
): types.Button | undefined {
  if (value === '' || value.length > LIMIT.buttonValue) return undefined;
  const label = truncate(cleanText(text), LIMIT.buttonText);
  const made: types.Button = {
    type: 'button',
    action_id: id,
    text: { type: 'plain_text', text: label === '' ? '—' : label },
    value,
  };
  return style === undefined ? made : { ...made, style };
}

/** A row of buttons; no block at all when there is none. */
export function actions(buttons: readonly (types.Button | undefined)[]): types.ActionsBlock[] {
  const elements = buttons.filter((made) => made !== undefined).slice(0, LIMIT.actionsElements);
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

/** Whole lines put together into as few sections as Slack's length allows. */
export function sectionsOf(lines: readonly string[]): types.SectionBlock[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last === undefined || last.length + 1 + line.length > LIMIT.sectionText) texts.push(line);
    else texts[texts.length - 1] = `${last}\n${line}`;
  }
  return texts.map((text) => section(text));
}

/** Whole lines as a message's own text, which alone is read by screen readers; the last ones go when too long. */
export function textOf(lines: readonly string[]): string {
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > LIMIT.messageText) break;
    kept.push(line);
  }
  return kept.length === 0 ? cutMrkdwn(lines.join('\n'), LIMIT.messageText) : kept.join('\n');
}

/** Shortens mrkdwn without leaving half an entity, date or link behind. */
export function cutMrkdwn(text: string, max: number): string {
  if (text.length <= max) return text === '' ? '—' : text;
  const cut = truncate(text, max).slice(0, -1);
  return `${cut.replace(/&[a-z]{0,3}$/, '').replace(/<[^>]*$/, '')}…`;
}
