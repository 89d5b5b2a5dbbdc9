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
  const { channelId, scope } = subscription;
  const digest = `the backup digest (${describeWhen(subscription)}, covers ${scopeWords(scope)})`;
  return [
    `✖ I stopped posting ${digest} in ${channelLink(channelId)}: nobody there hears of failed backups now.`,
    `Why: ${plainInMrkdwn(reason, 300)}.`,
    `To go on: once that is mended, type ${code('/invite')} there if I am not in it, then ${code(`${COMMAND} digest on`)}; its settings are kept. In another channel, ${code(`${COMMAND} digest`)} sets one up.`,
  ].join('\n');
}
