import type { DigestContent } from '../../domain/digest.ts';
import type { Snooze, SnoozedAddon } from '../../domain/snooze.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { addonTitle } from '../addon-name.ts';
import { plainInMrkdwn, slackDate } from '../mrkdwn.ts';
import { SNOOZED_SHAPE } from './verdict-words.ts';

/** Addons named in the line beyond this are counted. */
const MAX_NAMED = 3;

/** What is bad and calls nobody for a while, as a line of mrkdwn that names the worst; none when nothing is. */
export function snoozedLines({ snoozed }: Pick<DigestContent, 'snoozed'>): string[] {
  if (snoozed.length === 0) return [];
  const named = snoozed.slice(0, MAX_NAMED).map(snoozedWords).join(', ');
  const more = snoozed.length - MAX_NAMED;
  return [`${SNOOZED_SHAPE} Snoozed: ${named}${more > 0 ? ` and ${more} more` : ''}`];
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
