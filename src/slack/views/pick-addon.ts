import type { types, ViewOutput } from '@slack/bolt';
import { ACTION, CALLBACK } from '../ids.ts';

/** Where the chosen addon sits in the submitted state. */
const ADDON = { blockId: 'addon', actionId: ACTION.pickAddon } as const;

/**
 * The modal that asks which addon to show.
 *
 * @param ticket under which the command waits for its answer; travels in `private_metadata`.
 */
export function buildPickAddonView(ticket: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: CALLBACK.pickAddon,
    private_metadata: ticket,
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

/** The chosen `project/addon` and the ticket that went in. @throws when Slack sends no choice. */
export function readPickAddonView(view: Pick<ViewOutput, 'private_metadata' | 'state'>): {
  address: string;
  ticket: string;
} {
  const chosen = view.state.values[ADDON.blockId]?.[ADDON.actionId]?.selected_option?.value;
  if (!chosen) throw new Error('the picker was submitted without a choice');
  return { address: chosen, ticket: view.private_metadata };
}
