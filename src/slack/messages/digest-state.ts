import { channelLink, plainInMrkdwn, slackDate } from '../block-kit/mrkdwn.ts';
import type { DigestPage } from '../digest-settings/page.ts';

/** How things stand with the digest of a channel, in one line. */
export function stateLine({
  channelId,
  stored,
  nextAt,
  now,
}: Pick<DigestPage, 'channelId' | 'stored' | 'nextAt' | 'now'>): string {
  const channel = channelLink(channelId);
  if (stored === undefined) return `No digest is posted in ${channel} yet.`;
  const next = nextAt === undefined ? '' : ` Next one: ${slackDate(nextAt)}.`;
  if (stored.stoppedReason !== undefined) {
    return `✖ I stopped posting in ${channel}. The reason then: ${plainInMrkdwn(stored.stoppedReason, 300)}. When that is mended, turn it *on again*.`;
  }
  if (!stored.enabled) return `Off: no digest is posted in ${channel}.`;
  if (stored.pausedUntil !== undefined && stored.pausedUntil.getTime() > now.getTime()) {
    return `Paused in ${channel} until ${slackDate(stored.pausedUntil)}.${next}`;
  }
  return `A digest is posted in ${channel}.${next}`;
}
