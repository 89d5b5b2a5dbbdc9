import { actions, section, textOf } from '../block-kit/blocks.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import type { DigestPage } from '../digest-settings/page.ts';
import { COMMAND } from '../ids.ts';
import { runButton } from '../run-button.ts';
import { stateLine } from './digest-state.ts';

/** What a channel is told when the bot is added to it: what it does, and what to do first. */
export function buildWelcome(
  page: Pick<DigestPage, 'channelId' | 'stored' | 'nextAt' | 'now'>,
): SlackMessage {
  const { stored } = page;
  const lines = [
    '*I watch the backups of your databases on Northflank*: what failed, what silently did not happen, and what cannot be told.',
    `• \`${COMMAND}\` shows how the backups of every addon stand now; only you see the answer.`,
    stored === undefined
      ? `• \`${COMMAND} digest\` sets up one message here a day, at this channel’s own hour, that says what is bad now.`
      : `• ${stateLine(page)} \`${COMMAND} digest\` shows and changes its settings.`,
  ];
  const isStill = stored !== undefined && (!stored.enabled || stored.stoppedReason !== undefined);
  return {
    text: textOf(lines),
    blocks: [
      section(lines.join('\n')),
      ...actions([
        isStill ? runButton('on', 'Turn the digest on again', 'digest on', 'primary') : undefined,
        stored === undefined
          ? runButton('digest', 'Set up the digest', 'digest', 'primary')
          : runButton('digest', 'Digest settings', 'digest'),
        runButton('status', 'Status', 'status'),
        runButton('help', 'Help', 'help'),
      ]),
    ],
  };
}

/** What a person who opens the Home tab for the first time is told above the board. */
export interface FirstVisit {
  /** Whether the person may set things up. */
  isAdmin: boolean;
  /** Whether any channel has a digest. */
  hasDigest: boolean;
}

/** The note on the Home tab for whoever opens it for the first time; mrkdwn. */
export function firstVisitLines({ isAdmin, hasDigest }: FirstVisit): string[] {
  return [
    `*New here?* This is how the backups of your databases stand. In any channel, \`${COMMAND} show\` lets you pick one, and \`${COMMAND} show orders-db\` shows it at once.`,
    ...(hasDigest
      ? []
      : [`No channel has a digest yet: type \`${COMMAND} digest\` in the one that is to have it.`]),
    ...(isAdmin
      ? [`You may set things up: \`${COMMAND} doctor\` says what is not in order yet.`]
      : []),
  ];
}
