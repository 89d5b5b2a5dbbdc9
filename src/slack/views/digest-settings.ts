import type { types } from '@slack/bolt';
import { actions, button, context, section, sectionsOf } from '../block-kit/blocks.ts';
import type { AnyBlock } from '../block-kit/message.ts';
import { coverageOf, type DigestPage } from '../digest-settings/page.ts';
import { ACTION, CALLBACK } from '../ids.ts';
import { stateLine } from '../messages/digest-state.ts';
import { wishLines } from '../messages/digest-wish.ts';
import { carry } from './digest-answers.ts';
import { digestButtons } from './digest-buttons.ts';
import {
  contentBlocks,
  languageBlock,
  mentionBlocks,
  pauseBlock,
  scopeBlocks,
  timeBlocks,
} from './digest-fields.ts';
import { plain } from './form.ts';
import { snoozeBlocks } from './snooze-blocks.ts';

const MODAL = {
  type: 'modal',
  callback_id: CALLBACK.digestSettings,
  title: { type: 'plain_text', text: 'Digest of this channel' },
} as const;

/**
 * The settings of a channel's digest: a form for whoever may change them, words for everybody else.
 *
 * @param notice what happened, above everything; mrkdwn.
 */
export function buildDigestSettings(page: DigestPage, notice?: string): types.ModalView {
  return page.mayChange ? buildForm(page, notice) : buildDigestOverview(page, notice);
}

/** What the settings are, in words: for those who may only look, and after saving. */
export function buildDigestOverview(page: DigestPage, notice?: string): types.ModalView {
  const { stored, mayChange } = page;
  const lines = stored === undefined ? [] : wishLines(stored, coverageOf(page, stored));
  return {
    ...MODAL,
    close: plain('Close'),
    private_metadata: carried(page),
    blocks: [
      ...top(page, notice),
      ...sectionsOf(lines.map(({ label, text }) => `*${label}*: ${text}`)),
      ...(mayChange ? [] : [context('Only operators and admins of this bot can change this.')]),
    ],
  };
}

/** What stands in the modal while something is read or saved; `text` is mrkdwn. */
export function buildDigestWait(text: string): types.ModalView {
  return { ...MODAL, close: plain('Close'), blocks: [section(text)] };
}

/** What stands in the modal when the settings could not be read; `text` is mrkdwn. */
export function buildDigestUnread(channelId: string, text: string): types.ModalView {
  return {
    ...buildDigestWait(text),
    private_metadata: carry({ channelId }),
    blocks: [
      section(text),
      ...actions([button(`${ACTION.digestVerb}:${READ_AGAIN}`, 'Try again', READ_AGAIN)]),
    ],
  };
}

/** What the button carries that reads the settings again. */
export const READ_AGAIN = 'read-again';

function buildForm(page: DigestPage, notice: string | undefined): types.ModalView {
  const { draft } = page;
  return {
    ...MODAL,
    submit: plain('Save'),
    close: plain('Cancel'),
    private_metadata: carried(page),
    blocks: [
      ...top(page, notice),
      { type: 'divider' },
      ...scopeBlocks(page),
      ...timeBlocks(page),
      ...contentBlocks(draft),
      languageBlock(page),
      ...mentionBlocks(page),
      pauseBlock(page),
    ],
  };
}

function carried({ channelId, stored }: DigestPage): string {
  return carry({ channelId, version: stored?.version });
}

function top(page: DigestPage, notice: string | undefined): AnyBlock[] {
  const { stored, mayChange } = page;
  const invitation = stored === undefined && mayChange ? ' *Save* starts it.' : '';
  return [
    ...(notice === undefined ? [] : [section(notice)]),
    section(`${stateLine(page)}${invitation}`),
    ...digestButtons(page),
    ...snoozeBlocks(page),
  ];
}
