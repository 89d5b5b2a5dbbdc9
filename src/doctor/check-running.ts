import type { Diagnosis } from '../domain/diagnosis.ts';
import type { Delivery, DeliveryState } from '../domain/digests/delivery.ts';
import { formatList, withFullStop } from '../domain/format.ts';
import { type HourlyBudget, KEPT_FOR_PEOPLE } from '../domain/hourly-budget.ts';
import type { ErrorCount } from '../domain/log.ts';
import type { DigestChannel } from './check-channels.ts';

/** Judges whether a running bot can do its work, by what keeps it from being ready. */
export function checkReadiness(problems: readonly string[]): Diagnosis[] {
  const subject = 'Bot';
  if (problems.length === 0) {
    return [
      { health: 'ok', subject, fact: 'it runs, is connected to Slack and looks after digests.' },
    ];
  }
  return problems.map((problem) => ({
    health: 'wrong',
    subject,
    fact: withFullStop(problem),
    mend: 'The bot’s log tells more.',
  }));
}

/** Tells what is left of the hour's requests. */
export function checkBudget({ limit, remaining, resetAt }: HourlyBudget): Diagnosis {
  const subject = 'Northflank requests';
  if (limit === undefined || remaining === undefined) {
    return { health: 'not-known', subject, fact: 'Northflank has not said how many are left.' };
  }
  const isLow = remaining < limit * KEPT_FOR_PEOPLE;
  return {
    health: isLow ? 'wrong' : 'ok',
    subject,
    fact: `${remaining} of ${limit} are left${resetAt === undefined ? '' : ' until {at}'}.`,
    at: resetAt,
    ...(isLow && {
      mend: 'What is left is kept for people’s questions; ask Northflank’s support for a higher limit if this comes often.',
    }),
  };
}

/** What is said of the last digest in each state. */
const LAST: Readonly<Record<DeliveryState, Pick<Diagnosis, 'health' | 'fact' | 'mend'>>> = {
  sent: { health: 'ok', fact: 'the last one is in the channel' },
  quiet: { health: 'ok', fact: 'the last one had nothing to say, as the channel wishes' },
  open: { health: 'not-known', fact: 'one is still to be sent' },
  frozen: { health: 'not-known', fact: 'one is still to be sent' },
  sending: { health: 'not-known', fact: 'one is being sent' },
  refused: {
    health: 'wrong',
    fact: 'Slack did not take the last one',
    mend: 'Mend that, then type /backups digest now there.',
  },
  missed: {
    health: 'wrong',
    fact: 'the last one was missed',
    mend: 'Type /backups digest now there to have one.',
  },
  doubtful: {
    health: 'not-known',
    fact: 'whether the last one arrived is not known',
    mend: 'Look in the channel.',
  },
};

/** The last digest of a channel: a word where its row is damaged, absent where none was due yet. */
export type LastDigest =
  | Pick<Delivery, 'state' | 'dueAt' | 'reason' | 'parts'>
  | 'damaged'
  | undefined;

/** Tells what became of the last digest of a channel. */
export function checkLastDigest(
  { channelId, stoppedReason }: DigestChannel,
  last: LastDigest,
): Diagnosis {
  const about = { subject: 'Last digest', channelId };
  const { mend, ...found } = judgeLast(last);
  // Where the bot cannot post, perhaps nobody can type either.
  const isStopped = mend !== undefined && stoppedReason !== undefined;
  return { ...about, ...found, mend: isStopped ? stoppedMend(channelId) : mend };
}

function judgeLast(last: LastDigest): Omit<Diagnosis, 'subject'> {
  if (last === undefined) return { health: 'ok', fact: 'none was due yet.' };
  if (last === 'damaged') return DAMAGED;
  // What is there may still be followed by replies, for which it is taken up again.
  const { health, fact, mend } = LAST[last.parts[0]?.ts === undefined ? last.state : 'sent'];
  const why = last.reason === undefined ? '' : ` ${withFullStop(last.reason)}`;
  return { health, fact: `${fact}; it was due {at}.${why}`, at: last.dueAt, mend };
}

const DAMAGED: Omit<Diagnosis, 'subject'> = {
  health: 'wrong',
  fact: 'what became of the last one is not known, and it is not kept up to date: its row of the table deliveries is damaged.',
  mend: 'Type /backups digest now there to have a sound one.',
};

function stoppedMend(channelId: string): string {
  return `Once the bot can post there again, type /backups digest on there; if that is not to be, type /backups digest off ${channelId} in any other channel.`;
}

/** Tells of a channel whose wish the store cannot read any more. */
export function damagedDigest(channelId: string): Diagnosis {
  return {
    health: 'wrong',
    subject: 'Last digest',
    channelId,
    fact: 'its settings are damaged in the database, so that none is sent.',
    mend: 'Delete its row of the table subscriptions, then type /backups digest there to set it up anew.',
  };
}

/** Tells which errors the log has of the last hour. */
export function checkErrors(errors: readonly ErrorCount[]): Diagnosis {
  const subject = 'Errors';
  if (errors.length === 0) {
    return { health: 'ok', subject, fact: 'the log has none of the last hour.' };
  }
  const counted = errors.map(({ event, count }) => `${event} (${count})`);
  return {
    health: 'wrong',
    subject,
    fact: `of the last hour the log has ${formatList(counted)}.`,
    mend: 'Look for these words in the bot’s log.',
  };
}
