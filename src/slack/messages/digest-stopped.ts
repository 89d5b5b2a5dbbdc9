import type { Subscription } from '../../domain/digests/subscription.ts';
import { describeWhen } from '../../domain/digests/subscription-words.ts';
import { channelLink, code, plainInMrkdwn } from '../block-kit/mrkdwn.ts';
import { COMMAND } from '../ids.ts';
import { scopeWords } from './digest-wish.ts';

/**
 * Tells one person that a digest stopped, why, and how it goes on; mrkdwn.
 *
 * Says also when the digest came and what it covered: Slack has no name for a channel that is gone.
 */
export function digestStoppedText(subscription: Subscription, reason: string): string {
  const { channelId } = subscription;
  return [
    `✖ I stopped posting ${digestWords(subscription)} in ${channelLink(channelId)}: nobody there hears of failed backups now.`,
    `Why: ${plainInMrkdwn(reason, 300)}.`,
    `To go on: once that is mended, type ${code('/invite')} there if I am not in it, then ${code(`${COMMAND} digest on`)}; its settings are kept. In another channel, ${code(`${COMMAND} digest`)} sets one up.`,
  ].join('\n');
}

/** Tells one person that Slack does not take what a digest says, and why; mrkdwn. */
export function digestRefusedText(subscription: Subscription, reason: string): string {
  return [
    `✖ Slack did not take ${digestWords(subscription)} for ${channelLink(subscription.channelId)}: nobody there hears of failed backups by it.`,
    `Why: ${plainInMrkdwn(reason, 300)}.`,
    `The next one is posted at its hour, if Slack takes it, and counts this one. Until then: ${code(`${COMMAND} status`)} says how backups stand, and once that is mended, ${code(`${COMMAND} digest now`)} there posts one.`,
  ].join('\n');
}

function digestWords(subscription: Subscription): string {
  return `the backup digest (${describeWhen(subscription)}, covers ${scopeWords(subscription.scope)})`;
}
