import type { Delivery, DeliveryState } from '../../domain/digests/delivery.ts';
import { channelLink, plainInMrkdwn } from '../block-kit/mrkdwn.ts';

/** How sending a digest out of turn ended, as far as the channel has it. */
export interface SendEnding {
  /** As the audit calls it. */
  state: 'done' | 'not-done' | 'not-known';
  /** For the person who wanted it; mrkdwn. */
  text: string;
}

/** What became of a digest that somebody asked for. */
export function sendEnding({
  channelId,
  state,
  reason,
}: Pick<Delivery, 'channelId' | 'state' | 'reason'>): SendEnding {
  const { known, words, after = '' } = SEND_ENDINGS[state];
  const why = reason === undefined ? '' : ` ${plainInMrkdwn(reason, 300)}.`;
  return { state: known, text: `${words.replace('#', channelLink(channelId))}.${why}${after}` };
}

/** What is known of a digest in each state, and in which words; `#` is the channel. */
const SEND_ENDINGS: Readonly<
  Record<DeliveryState, { known: SendEnding['state']; words: string; after?: string }>
> = {
  sent: { known: 'done', words: '✔ Posted in #' },
  quiet: {
    known: 'not-done',
    words: 'Nothing was posted',
    after: ' This channel wishes to hear nothing then.',
  },
  refused: { known: 'not-done', words: '✖ Not posted' },
  missed: { known: 'not-done', words: '✖ Not posted' },
  doubtful: { known: 'not-known', words: '◌ Not known whether it was posted: look there' },
  open: { known: 'not-known', words: '◌ Not posted yet', after: ' I keep trying.' },
  frozen: { known: 'not-known', words: '◌ Not posted yet', after: ' I keep trying.' },
  sending: { known: 'not-known', words: '◌ Not posted yet', after: ' I keep trying.' },
};
