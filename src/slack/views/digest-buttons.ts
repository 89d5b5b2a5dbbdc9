import type { types } from '@slack/bolt';
import { actions, button } from '../block-kit/blocks.ts';
import type { DigestPage } from '../digest-settings/page.ts';
import { ACTION, type DigestVerb } from '../ids.ts';
import { plain } from './form.ts';

/** What can be done with the digest at once, below the line that says how it stands. */
export function digestButtons({ stored, mayChange, now }: DigestPage): types.ActionsBlock[] {
  const preview = verb('preview', 'Preview');
  if (stored === undefined || !mayChange) return actions([preview]);
  const { enabled, stoppedReason, pausedUntil } = stored;
  const isStill = !enabled || stoppedReason !== undefined;
  const isPaused = pausedUntil !== undefined && pausedUntil.getTime() > now.getTime();
  return actions([
    preview,
    asking(verb('now', 'Send now'), {
      title: plain('Send now?'),
      text: plain('Today’s digest is posted in the channel, for everybody to see.'),
      confirm: plain('Send now'),
      deny: plain('Not now'),
    }),
    ...(isStill ? [verb('on', 'On again')] : []),
    ...(isPaused && !isStill ? [verb('on', 'Resume now')] : []),
    ...(isStill
      ? []
      : [
          asking(verb('off', 'Off', 'danger'), {
            title: plain('Turn the digest off?'),
            text: plain(
              'Nobody in the channel is told about failed backups then. The settings stay.',
            ),
            confirm: plain('Turn off'),
            deny: plain('Keep it'),
            style: 'danger',
          }),
        ]),
  ]);
}

function verb(
  name: DigestVerb,
  label: string,
  style?: types.Button['style'],
): types.Button | undefined {
  return button(`${ACTION.digestVerb}:${name}`, label, name, style);
}

function asking(
  made: types.Button | undefined,
  confirm: types.ConfirmationDialog,
): types.Button | undefined {
  return made && { ...made, confirm };
}
