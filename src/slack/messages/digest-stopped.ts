import type { Subscription } from '../../domain/subscription.ts';
import { COMMAND } from '../ids.ts';
import { channelLink, code, escapeMrkdwn } from '../mrkdwn.ts';

/** Tells one person that a digest stopped, why, and how it goes on; mrkdwn. */
export function digestStoppedText(
  { channelId }: Pick<Subscription, 'channelId'>,
  reason: string,
): string {
  return (
    `I stopped posting the backup digest to ${channelLink(channelId)}: ${escapeMrkdwn(reason)}. ` +
    `Nothing else is changed. Once that is mended, type ${code(`${COMMAND} digest on`)} there.`
  );
}
