import type { types, ViewOutput } from '@slack/bolt';
import { z } from 'zod';
import {
  formatShowFilter,
  parseShowFilter,
  type ShowFilter,
} from '../../domain/history/show-filter.ts';
import { isRemark, REMARK_CHOSEN } from '../addons/options.ts';
import { ACTION, CALLBACK } from '../ids.ts';
import { readAnswers } from './form.ts';

/** Where the chosen addon sits in the submitted state. */
const ADDON = { blockId: 'addon', actionId: ACTION.pickAddon } as const;

/** What travels through the modal. */
const Carried = z.object({
  ticket: z.string(),
  filter: z.string().max(100).transform(parseShowFilter),
});

/**
 * The modal that asks which addon to show.
 *
 * @param ticket under which the command waits for its answer.
 * @param filter what is to be shown of the addon.
 */
export function buildPickAddonView(ticket: string, filter: ShowFilter): types.ModalView {
  return {
    type: 'modal',
    callback_id: CALLBACK.pickAddon,
    private_metadata: JSON.stringify({ ticket, filter: formatShowFilter(filter) }),
    title: { type: 'plain_text', text: 'Show backups' },
    submit: { type: 'plain_text', text: 'Show' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      {
        type: 'input',
        block_id: ADDON.blockId,
        label: { type: 'plain_text', text: 'Addon' },
        hint: {
          type: 'plain_text',
          text: 'Type a few letters of the project or the addon. The backups are shown to you alone.',
        },
        element: {
          type: 'external_select',
          action_id: ADDON.actionId,
          placeholder: { type: 'plain_text', text: 'project/addon' },
          min_query_length: 0,
          focus_on_load: true,
        },
      },
    ],
  };
}

/** What is wrong with the choice, by block; absent when it is an addon. Never throws, whatever `state` is. */
export function findPickErrors(
  view: Pick<ViewOutput, 'state'>,
): Record<string, string> | undefined {
  return isRemark(chosenIn(view)) ? { [ADDON.blockId]: REMARK_CHOSEN } : undefined;
}

/** The chosen option's value, and what went in. @throws when Slack sends no choice, or metadata not ours. */
export function readPickAddonView(view: Pick<ViewOutput, 'private_metadata' | 'state'>): {
  chosen: string;
  ticket: string;
  filter: ShowFilter;
} {
  const chosen = chosenIn(view);
  if (chosen === '') throw new Error('the picker was submitted without a choice');
  return { chosen, ...Carried.parse(JSON.parse(view.private_metadata)) };
}

function chosenIn({ state }: Pick<ViewOutput, 'state'>): string {
  return readAnswers(state).text(ADDON.blockId);
}
