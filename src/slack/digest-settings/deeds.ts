import type { Delivery } from '../../domain/digests/delivery.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import { UserError } from '../../domain/user-error.ts';
import type { Act, Actor } from '../acts/act.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { channelLink, code } from '../block-kit/mrkdwn.ts';
import { COMMAND, type DigestVerb } from '../ids.ts';
import { endingText, type NotDoneEnding, notDoneText } from '../messages/digest-change.ts';
import { buildDigestPreview } from '../messages/digest-preview.ts';
import { sendEnding } from '../messages/digest-sent.ts';
import { type ChangeDigestDeps, changeDigest, type DigestChange, recorder } from './change.ts';

/** What the deeds take. */
export interface DigestDeedDeps extends ChangeDigestDeps {
  /** Today's digest as this subscription would have it; nothing is stored. */
  composePreview: (subscription: Subscription) => Promise<SlackMessage>;
  /** Posts a digest now, by the way that all digests go, and gives it as it then stands. */
  sendNow: (
    subscription: Subscription,
  ) => Promise<Pick<Delivery, 'channelId' | 'state' | 'reason'>>;
  /** For the sentence that tells how to invite it. */
  botUserId: string;
}

/** What can be done with a digest beside changing its settings, typed or by a button. */
export interface DigestDeeds {
  /** Does it and gives the sentence that tells how it ended; mrkdwn. */
  perform: (act: Actor, verb: Exclude<DigestVerb, 'preview'>, channelId: string) => Promise<string>;
  /**
   * Turns off the stopped digest of a channel in which nobody can type any more; the sentence as above.
   *
   * @throws {UserError} when there is none, or it is not stopped: then it is to be turned off where it is posted.
   */
  turnOffElsewhere: (act: Actor, channelId: string) => Promise<string>;
  /** The digest for one person to look at. */
  preview: (draft: Subscription) => Promise<SlackMessage>;
}

/** Creates the deeds; whoever does one is asked for the right to it here. */
export function createDigestDeeds(deps: DigestDeedDeps): DigestDeeds {
  async function turn(
    act: Actor,
    channelId: string,
    deed: keyof typeof TURNED,
    turned: DigestChange['wanted'],
  ) {
    const ending = await changeDigest(deps, act, { channelId, deed, wanted: turned });
    return endingText(ending, channelId, deps.botUserId);
  }
  return {
    preview: async (draft) => buildDigestPreview(draft.channelId, await deps.composePreview(draft)),
    perform: async (act, verb, channelId) =>
      verb === 'now'
        ? await sendNow(deps, act, channelId)
        : await turn(act, channelId, verb, (stored) => stored && TURNED[verb](stored)),
    turnOffElsewhere: (act, channelId) =>
      turn(act, channelId, 'off', (stored) => turnedOffElsewhere(channelId, stored)),
  };
}

/** What a digest becomes when it is turned on or off. */
const TURNED = {
  off: (stored) => ({ ...stored, enabled: false }),
  on: (stored) => ({
    ...stored,
    enabled: true,
    pausedUntil: undefined,
    stoppedReason: undefined,
  }),
} satisfies Record<string, (stored: Subscription) => Subscription>;

/** Of one that still posts, its channel has a say: there everybody sees who turns it off. */
function turnedOffElsewhere(channelId: string, stored: Subscription | undefined): Subscription {
  if (stored === undefined) {
    // Perhaps no channel at all has this id, and nobody can be sent there.
    throw new UserError(
      `Nothing was changed: no digest is set up for a channel with the id ${code(channelId)}. Check the id: an admin’s \`${COMMAND} doctor\` names each channel whose digest is stopped.`,
    );
  }
  if (stored.enabled && stored.stoppedReason === undefined) {
    const channel = channelLink(stored.channelId);
    throw new UserError(
      `Nothing was changed: the digest of ${channel} is not stopped. Type \`${COMMAND} digest off\` there to turn it off.`,
    );
  }
  return TURNED.off(stored);
}

async function sendNow(deps: DigestDeedDeps, act: Actor, channelId: string): Promise<string> {
  const say = (ending: NotDoneEnding) => notDoneText(ending, channelId);
  const decision = await deps.access.mayAct(act.userId, 'changeDigest');
  const record = recorder(deps, act, { deed: 'digest-send-now', rule: decision.rule });
  if (!decision.granted) {
    await record('denied');
    return say({ kind: 'denied', sentence: decision.sentence });
  }
  const stored = await deps.subscriptions.ofChannel(channelId);
  if (stored === undefined) return say({ kind: 'absent' });
  if (!(await record('intended', stored.id))) {
    return say({ kind: 'unrecorded', reference: act.reference });
  }
  try {
    const { state, text } = sendEnding(await deps.sendNow(stored));
    await record(state, stored.id);
    return text;
  } catch (error) {
    await record('not-known', stored.id);
    throw error;
  }
}

/** The channel in which an act was done. @throws {UserError} on the Home tab, which is none. */
export function channelOf({ channelId }: Pick<Act, 'channelId'>): string {
  if (channelId !== undefined) return channelId;
  throw new UserError(
    `A digest belongs to a channel: type \`${COMMAND} digest\` in the one that is to have it.`,
  );
}
