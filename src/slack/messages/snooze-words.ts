import type { DigestContent } from '../../domain/digests/digest.ts';
import type { Snooze, SnoozedAddon } from '../../domain/digests/snooze.ts';
import { formatList } from '../../domain/format.ts';
import { UserError } from '../../domain/user-error.ts';
import type { Verdict } from '../../domain/verdicts/verdict.ts';
import { addonTitle } from '../addons/name.ts';
import { code, plainInMrkdwn, slackDate } from '../block-kit/mrkdwn.ts';
import { COMMAND } from '../ids.ts';
import { SNOOZED_SHAPE } from './verdict-words.ts';

/** Addons named in one sentence beyond this are counted. */
const MAX_NAMED = 3;

/** What is bad and calls nobody for a while, as a line of mrkdwn that names the worst; none when nothing is. */
export function snoozedLines({ snoozed }: Pick<DigestContent, 'snoozed'>): string[] {
  if (snoozed.length === 0) return [];
  const worst = snoozed.slice(0, MAX_NAMED).map(snoozedWords).join(', ');
  const more = snoozed.length - MAX_NAMED;
  return [`${SNOOZED_SHAPE} Snoozed: ${worst}${more > 0 ? ` and ${more} more` : ''}`];
}

/** Names whoever snoozed it in plain words: a mention would call them each day. */
function snoozedWords({ addon, verdict, snooze }: SnoozedAddon): string {
  const name = plainInMrkdwn(snooze.userName ?? '', 60);
  const by = name === '' ? '' : ` by ${name}`;
  return `*${addonTitle(addon)}* (${verdict.word}, until ${slackDate(snooze.until)}${by})`;
}

/** Why what was snoozed is a row again before its time. */
export function brokenWords({ word }: Snooze, verdict: Verdict): string {
  const { lastGoodExpiresAt: end } = verdict;
  return word === verdict.word && end instanceof Date
    ? `was snoozed, but its last good copy expires ${slackDate(end)}`
    : `was snoozed as ${word}`;
}

/** What became of a wish to snooze or to wake, for the person who had it. */
export interface SnoozeAnswer {
  /** Mrkdwn. */
  text: string;
  /** Of an addon that is snoozed now, so that this can be undone. */
  snoozed?: string | undefined;
}

/** It is snoozed. */
export function snoozedAnswer({ address, word, until }: Snooze): SnoozeAnswer {
  return {
    text:
      `✔ ${code(address)} (${word}) is snoozed until the digest of ${slackDate(until)}. One line goes on naming it, nobody is called; ` +
      'if it gets worse it comes back by itself. The posted digest says so at its next update. *Wake* undoes this.',
    snoozed: address,
  };
}

/** It was so before. */
export function snoozedAlready({ address, word, until, userId }: Snooze): SnoozeAnswer {
  return {
    text: `Nothing was changed: ${code(address)} (${word}) is snoozed until the digest of ${slackDate(until)} already, by <@${userId}>.`,
    snoozed: address,
  };
}

/** It is not snoozed any more. */
export function wokenAnswer(address: string): SnoozeAnswer {
  return {
    text: `✔ ${code(address)} is awake: if it is still bad, the posted digest lists it again at its next update.`,
  };
}

/** Words that lead to no addon, or to several. */
export interface Unclear {
  /** The verb, and what stands in the digest for whoever wants to use it. */
  verb: 'snooze' | 'wake';
  typed: string;
  /** Addresses that the words fit. */
  fitting: readonly string[];
  /** Addresses that can be snoozed or woken. */
  all: readonly string[];
}

const THERE_IS = {
  snooze: 'bad in the last digest of this channel',
  wake: 'snoozed in this channel',
};

/** The refusal that names what was probably meant. */
export function unclearWish({ verb, typed, fitting, all }: Unclear): UserError {
  const what = THERE_IS[verb];
  if (all.length === 0) return new UserError(`Nothing was changed: nothing is ${what}.`);
  const usage = `Type \`${COMMAND} digest ${verb} project/addon\`.`;
  if (fitting.length > 1) {
    return new UserError(`Nothing was changed: ${code(typed)} fits ${named(fitting)}. ${usage}`);
  }
  const none = typed === '' ? '' : `Nothing was changed: ${code(typed)} is not ${what}. `;
  const [only, ...others] = all;
  const there = others.length === 0 ? `Only ${code(only ?? '')} is` : `${named(all)} are`;
  return new UserError(`${none}${there}${none === '' ? ` ${what}` : ''}. ${usage}`);
}

function named(addresses: readonly string[]): string {
  const shown = addresses.slice(0, MAX_NAMED).map((address) => code(address));
  const more = addresses.length - shown.length;
  return formatList(more > 0 ? [...shown, `${more} more`] : shown);
}
