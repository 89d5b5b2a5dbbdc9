import type { Diagnosis } from '../domain/diagnosis.ts';
import type { Subscription } from '../domain/digests/subscription.ts';
import { formatCount, withFullStop } from '../domain/format.ts';
import type { ChannelFacts, SlackAnswer, SlackQuestions } from '../domain/slack-questions.ts';
import { mapConcurrently } from '../survey/concurrency.ts';

/** A channel that wants a digest. */
export type DigestChannel = Pick<Subscription, 'channelId' | 'stoppedReason'>;

/** Slack answers some 50 such questions a minute; beyond, the rest is said not to be known. */
const MAX_CHANNELS = 40;
const AT_ONCE = 5;

/**
 * Asks Slack whether the bot is in each channel of a digest.
 *
 * @param subscriptions absent when they could not be read.
 * @param fromEnvironment `DIGEST_CHANNEL`, which counts also before the bot has first started.
 */
export async function checkChannels(
  subscriptions: readonly Subscription[] | undefined,
  fromEnvironment: string | undefined,
  ask: Pick<SlackQuestions, 'channel'>,
): Promise<Diagnosis[]> {
  const wanted = channelsOf(subscriptions ?? [], fromEnvironment);
  const asked = wanted.slice(0, MAX_CHANNELS);
  const found = await mapConcurrently(asked, AT_ONCE, async (channel) =>
    judge(channel, await ask.channel(channel.channelId)),
  );
  const left = wanted.length - asked.length;
  return [
    ...found,
    ...(left > 0 ? [tooMany(left)] : []),
    ...(subscriptions === undefined ? [UNREAD] : []),
    ...(subscriptions !== undefined && wanted.length === 0 ? [NONE] : []),
  ];
}

function channelsOf(
  subscriptions: readonly Subscription[],
  fromEnvironment: string | undefined,
): DigestChannel[] {
  const wanted = subscriptions.filter(({ enabled }) => enabled);
  const isNew = subscriptions.every(({ channelId }) => channelId !== fromEnvironment);
  return fromEnvironment !== undefined && isNew
    ? [{ channelId: fromEnvironment }, ...wanted]
    : wanted;
}

const SUBJECT = 'Digest channel';

const NONE: Diagnosis = {
  health: 'ok',
  subject: SUBJECT,
  fact: 'no channel has a digest yet.',
  mend: 'Type /backups digest in one to set it up.',
};

const UNREAD: Diagnosis = {
  health: 'not-known',
  subject: SUBJECT,
  fact: 'which channels have a digest could not be read from the database.',
  mend: 'Mend the database first.',
};

function tooMany(count: number): Diagnosis {
  return {
    health: 'not-known',
    subject: SUBJECT,
    fact: `${formatCount(count, 'further channel')} were not asked about: Slack answers so many questions only slowly.`,
    mend: 'The settings of a channel, /backups digest, say whether its digest was stopped.',
  };
}

function judge(
  { channelId, stoppedReason }: DigestChannel,
  answer: SlackAnswer<ChannelFacts>,
): Diagnosis {
  const about = { subject: SUBJECT, channelId };
  const place = judgePlace(answer, stoppedReason === undefined ? undefined : channelId);
  if (place.health !== 'ok' || stoppedReason === undefined) return { ...about, ...place };
  return {
    ...about,
    health: 'wrong',
    fact: `the bot stopped posting there: ${withFullStop(stoppedReason)}`,
    mend: 'It is in the channel: type /backups digest on there.',
  };
}

type Place = Omit<Diagnosis, 'subject'>;

/** @param stoppedId channel of a digest that is stopped, which can be ended also where nobody can type. */
function judgePlace(answer: SlackAnswer<ChannelFacts>, stoppedId: string | undefined): Place {
  const end =
    stoppedId === undefined
      ? ''
      : ` If it stays so, type /backups digest off ${stoppedId} in any other channel.`;
  if (answer.kind === 'refused') return refused(answer.code, end);
  if (answer.kind !== 'answer') {
    return {
      health: 'not-known',
      fact: `${answer.reason}.`,
      mend: 'Check again in a minute.',
    };
  }
  const { name, isMember, isArchived } = answer.value;
  const called = name === undefined ? 'it' : `#${name}`;
  if (isArchived) {
    return {
      health: 'wrong',
      fact: `${called} is archived.`,
      mend: `Unarchive it, or set the digest up in another channel.${end}`,
    };
  }
  if (isMember) return { health: 'ok', fact: `the bot is in ${called}.` };
  return {
    health: 'wrong',
    fact: `the bot is not in ${called}, so no digest arrives.`,
    mend: 'Type /invite there and choose the bot.',
  };
}

function refused(code: string, end: string): Place {
  if (code === 'channel_not_found') {
    return {
      health: 'wrong',
      fact: 'Slack knows no such channel, or it is private and the bot is not in it.',
      mend: `Invite the bot there, or correct DIGEST_CHANNEL if it names this channel.${end}`,
    };
  }
  const isScope = code === 'missing_scope';
  return {
    health: 'not-known',
    fact: `whether the bot is in it could not be asked: Slack says ${code}.`,
    mend: isScope
      ? 'Grant channels:read and groups:read of manifest.json to know.'
      : 'Check again in a minute.',
  };
}
