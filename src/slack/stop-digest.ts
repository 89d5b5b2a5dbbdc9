import type { WebClient } from '@slack/web-api';
import type { Clock } from '../domain/clock.ts';
import { errorFields, type Log } from '../domain/log.ts';
import type { Subscription } from '../domain/subscription.ts';
import { code, escapeMrkdwn } from './mrkdwn.ts';

/** What a digest is stopped with. */
export interface StopDigestDeps {
  subscriptions: {
    get: (id: string) => Promise<Subscription | undefined>;
    /** Answers true to one of all who stop it at once. */
    stop: (id: string, reason: string, at: Date) => Promise<boolean>;
  };
  client: WebClient;
  /** Ids of users and usergroups, in the order in which they are told where nobody owns the digest. */
  admins: readonly string[];
  now: Clock;
  log: Log;
}

/** Creates what stops posting to a channel that takes nothing, and tells the owner once. */
export function createStopDigest({ subscriptions, client, admins, now, log }: StopDigestDeps) {
  return async (id: string, reason: string): Promise<void> => {
    if (!(await subscriptions.stop(id, reason, now()))) return;
    const subscription = await subscriptions.get(id);
    const owner = subscription?.ownerId ?? admins.find((admin) => /^[UW]/.test(admin));
    log.warn('digest_stopped', { subscription: id, channel: subscription?.channelId, reason });
    if (subscription === undefined || owner === undefined) return;
    const text =
      `I stopped posting the backup digest to <#${subscription.channelId}>: ${escapeMrkdwn(reason)}. ` +
      `Nothing else is changed. Once that is mended, type ${code('/backups digest on')} there.`;
    try {
      await client.chat.postMessage({ channel: owner, text, unfurl_links: false });
    } catch (error) {
      log.warn('digest_owner_not_told', { subscription: id, ...errorFields(error) });
    }
  };
}
