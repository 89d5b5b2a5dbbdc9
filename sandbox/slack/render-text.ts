import type { ShownMessage, ShownView } from './events.ts';
import { blockLines } from './render/blocks.ts';
import { plainFromMrkdwn } from './render/mrkdwn.ts';
import type { Reader } from './render/reader.ts';
import { isView, messageOf, type Shown, viewOf } from './sights.ts';

/** When and for whom a text is written. */
export interface RenderOptions {
  now: Date;
  /** IANA zone of the reader. */
  timeZone: string;
  /** The name behind an id of a person, channel or group; without one the id is shown. */
  nameOf?: ((id: string) => string | undefined) | undefined;
}

/**
 * What a person sees, as text for a terminal: a message, modal, home tab, or Slack's own notice.
 *
 * Every element is there: buttons as `[Label]`, menus as `⋯(a|b)`, inputs with their hints and errors.
 */
export function renderText(shown: Shown, options: RenderOptions): string {
  if ('seq' in shown) {
    if (shown.type === 'notice') return `Slack: ${shown.text}`;
    if (shown.type === 'modal' && shown.view === undefined) return '(closed)';
    if ('change' in shown && shown.change === 'deleted') return '(deleted)';
  }
  const lines = isView(shown)
    ? viewLines(viewOf(shown), options)
    : messageLines(messageOf(shown), options);
  return lines.join('\n').replaceAll(/[ \t]+$/gm, '');
}

function messageLines(message: ShownMessage, options: RenderOptions): string[] {
  const reader = readerOf(options);
  return message.blocks.length > 0
    ? blockLines(message.blocks, reader)
    : plainFromMrkdwn(message.text, reader).split('\n');
}

function viewLines(view: ShownView, options: RenderOptions): string[] {
  const reader = { ...readerOf(options), values: view.values, errors: view.errors };
  const blocks = blockLines(view.blocks, reader);
  if (view.type === 'home') return blocks;
  const buttons = [view.close ?? 'Cancel', view.submit].filter((label) => label !== undefined);
  return [
    view.title,
    '═'.repeat(view.title.length),
    ...blocks,
    '',
    buttons.map((label) => `[${label}]`).join(' '),
  ];
}

function readerOf({ now, timeZone, nameOf }: RenderOptions): Reader {
  return { now, timeZone, nameOf: nameOf ?? (() => undefined), values: {}, errors: {} };
}
