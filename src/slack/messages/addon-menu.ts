import type { types } from '@slack/bolt';
import type { AddonRef } from '../../domain/addons/addon.ts';
import { formatAddonRef } from '../../domain/addons/addon.ts';
import { LIMIT } from '../block-kit/limits.ts';
import { ACTION } from '../ids.ts';

/**
 * The acts on one bad addon beyond *Show*, each carrying what could be typed behind the command.
 *
 * @returns nothing where the address is too long for Slack: cut short it would name another addon.
 */
export function addonMenu(addon: AddonRef, index: number): types.Overflow | undefined {
  const address = formatAddonRef(addon);
  const options = [
    { label: 'Failed runs', text: `show ${address} failed` },
    { label: 'Last 7 days', text: `show ${address} 7d` },
    { label: 'All of this project', text: `status ${addon.projectId}` },
    { label: 'Snooze until the next digest', text: `digest snooze ${address}` },
    { label: 'Snooze 7 days', text: `digest snooze ${address} 7d` },
  ]
    .filter(({ text }) => text.length <= LIMIT.optionValue)
    .map(
      ({ label, text }): types.PlainTextOption => ({
        text: { type: 'plain_text', text: label },
        value: text,
      }),
    );
  if (options.length === 0) return undefined;
  return { type: 'overflow', action_id: `${ACTION.addonMenu}:${index}`, options };
}
