import type { DirectoryEntry } from '../../domain/addons/directory.ts';
import type { DigestContent } from '../../domain/digests/digest.ts';
import type { LostSight } from '../../domain/digests/lost-sight.ts';
import type { Recovery, Repair } from '../../domain/digests/recoveries.ts';
import { formatAge, formatCount, formatDuration } from '../../domain/format.ts';
import { formatDate, type Language } from '../../domain/language.ts';
import type { BlindSpot } from '../../domain/verdicts/blind-spots.ts';
import type { Cause } from '../../domain/verdicts/cause.ts';
import { concernOf } from '../../domain/verdicts/urgency.ts';
import { addonTitle } from '../addons/name.ts';
import { code, plainInMrkdwn, slackDate } from '../block-kit/mrkdwn.ts';
import { describeCounts, SNOOZED_SHAPE, verdictShape } from './verdict-words.ts';

/** Names in one line beyond this are counted. */
const MAX_NAMES = 3;

/** `2026-10-06` → `Tue 6 Oct`. */
export function formatLocalDate(localDate: string, language: Language | undefined): string {
  return formatDate(new Date(`${localDate.slice(0, 10)}T00:00:00Z`), 'weekdayAndDay', language);
}

/** The first line: says alone whether somebody must act. Plain text. */
export function headline(content: DigestContent): string {
  return `${headlineShape(content)} Backups · ${formatLocalDate(content.localDate, content.language)}: ${standing(content)}`;
}

/** What the headline says, without shape and date. Plain text. */
export function standing({ counts, total, blind, recovered, lost }: DigestContent): string {
  const unknown = counts.find(({ word }) => word === 'unknown')?.count ?? 0;
  const rest = describeCounts(counts.filter(({ word }) => word !== 'unknown'));
  const gone = lost.filter(({ isGone }) => isGone).length;
  const turns = [
    recovered.length === 0 ? '' : `, ${recovered.length} recovered`,
    gone === 0 ? '' : `, ${gone} no longer listed`,
  ].join('');
  if (blind.length === 0) {
    if (total === 0) return `no addon matches what this digest covers${turns}`;
    const onlyFresh = counts.every(({ word }) => word === 'fresh');
    return `${onlyFresh ? `${total} of ${total} fresh` : rest}${turns}`;
  }
  if (total === 0) return `no addon could be read${turns}`;
  const sight =
    unknown > 0 ? `cannot tell for ${unknown} of ${total}` : 'not everything could be read';
  return `${sight}${total === unknown ? '' : `, ${rest}`}${turns}`;
}

/** Red for what needs somebody now; otherwise the shape of the worst. */
function headlineShape({ tone, counts, lost }: DigestContent): string {
  if (tone === 'act') return '🔴';
  if (tone === 'blind') return verdictShape('unknown');
  if (tone === 'empty') return verdictShape('unprotected');
  const [worst] = counts;
  if (worst?.word === 'snoozed') return SNOOZED_SHAPE;
  const isWell = worst === undefined || concernOf(worst.word) === 'well';
  if (isWell && lost.length > 0) return verdictShape('unknown');
  return verdictShape(isWell ? 'fresh' : worst.word);
}

/** One gap in what was read, as a line of mrkdwn. */
export function blindLine(spot: BlindSpot): string {
  switch (spot.kind) {
    case 'account':
      return `◌ *Projects may be missing*: ${because(spot.reason)}`;
    case 'project':
      return `◌ *Project ${plainInMrkdwn(spot.project.name, 60)}* could not be listed${spot.isPartial ? ' to its end' : ''}: ${because(spot.reason)}`;
    case 'addons':
      return `◌ *Cannot tell* for ${namesOf(spot.addons)}: ${because(spot.reason)}`;
    case 'rows':
      return `◌ ${formatCount(spot.count, 'row')} of the lists of projects and addons could not be read`;
    case 'gaps':
      return `◌ *${addonTitle(spot.addon)}*: ${because(spot.reason)}`;
    case 'destinations':
      return `◌ Destinations could not be listed, so that expiry is not known: ${because(spot.reason)}`;
    case 'destination':
      break;
  }
  const name = plainInMrkdwn(spot.destination.name, 60);
  return `◌ Destination *${name}* could not be read: ${because(spot.reason)}`;
}

/** An alarm that nobody can see now, as a line of mrkdwn. */
export function lostLine({ address, word, isGone }: LostSight): string {
  const said = `was ${word.toUpperCase()} when it was last read`;
  return `◌ ${code(address)} ${isGone ? `is no longer listed by Northflank; it ${said}` : said}`;
}

/** What most of the bad addons have in common, as mrkdwn. */
export function causeLine({ kind, id, explained, bad }: Cause, nameOf: NameOf): string {
  const share = explained === bad ? `All ${bad}` : `${explained} of the ${bad}`;
  return kind === 'project'
    ? `*${share} bad ones are in project ${plainInMrkdwn(id, 60)}*`
    : `*${share} bad ones go to destination ${plainInMrkdwn(nameOf(id), 60)}*`;
}

/** What will need somebody, in lines of mrkdwn. */
export function watchLines({
  watch,
  unscheduled,
}: Pick<DigestContent, 'watch' | 'unscheduled'>): string[] {
  const expiring = watch.filter(({ verdict }) => verdict.word === 'expiring');
  const unprotected = watch.filter(({ verdict }) => verdict.word === 'unprotected');
  const lines = expiring
    .slice(0, MAX_NAMES)
    .map(({ addon, verdict }) => `▲ *${addonTitle(addon)}* ${because(verdict.reason)}`);
  if (expiring.length > MAX_NAMES) {
    lines.push(`▲ and ${expiring.length - MAX_NAMES} more whose last good copy expires`);
  }
  if (unprotected.length === 1) {
    lines.push(
      ...unprotected.map(
        ({ addon, verdict }) => `○ *${addonTitle(addon)}* ${because(verdict.reason)}`,
      ),
    );
  } else if (unprotected.length > 1) {
    lines.push(
      `○ *${unprotected.length} unprotected*: ${namesOf(unprotected.map(({ addon }) => addon))}`,
    );
  }
  if (unscheduled.length > 0) {
    lines.push(`○ Nothing is scheduled for ${namesOf(unscheduled)}`);
  }
  return lines;
}

/**
 * `✔ prod / orders-db failed at 03:00, good again since 04:10 (after 70 min)`, or of what was mended
 * after the digest was posted:
 * `✔ fixed since 09:00: prod / orders-db good again at 10:12 (failed 3 times, 31 h without a good copy)`.
 *
 * @param postedAt of a digest that is edited.
 */
export function recoveryLine(recovery: Recovery, postedAt: Date | undefined): string {
  const { addon, failedAt, failures, was, goodSince, repair, verdict } = recovery;
  if (repair !== undefined && goodSince !== undefined && postedAt !== undefined) {
    const since = slackDate(postedAt, 'time');
    const at = slackDate(goodSince, 'time');
    return `✔ fixed since ${since}: *${addonTitle(addon)}* good again at ${at} (${repairWords(recovery, repair)})`;
  }
  const times = failures > 1 ? `${failures} times, last at ` : 'at ';
  const trouble =
    failedAt === undefined ? `was ${was ?? 'bad'}` : `failed ${times}${slackDate(failedAt)}`;
  const now =
    goodSince === undefined
      ? `now ${verdictShape(verdict.word)} ${verdict.word}`
      : `good again since ${slackDate(goodSince)}${timeTaken(failedAt, goodSince)}`;
  return `✔ *${addonTitle(addon)}* ${trouble}, ${now}`;
}

function repairWords({ was }: Recovery, { failures, withoutCopyMs }: Repair): string {
  // A copy of an odd size is one all the same.
  if (failures === 0 && was === 'odd') return 'the copy before it had an odd size';
  const times = failures === 1 ? 'once' : `${failures} times`;
  const trouble = failures === 0 ? `was ${was ?? 'bad'}` : `failed ${times}`;
  return withoutCopyMs === undefined
    ? `${trouble}, its first good copy`
    : `${trouble}, ${formatAge(withoutCopyMs)} without a good copy`;
}

function timeTaken(failedAt: Date | undefined, goodSince: Date): string {
  if (failedAt === undefined) return '';
  return ` (after ${formatDuration(goodSince.getTime() - failedAt.getTime())})`;
}

/** How things have changed since the last digest; nothing when they have not. */
export function changeWords({ change, localDate, language }: DigestContent): string | undefined {
  if (change === undefined) return undefined;
  const parts = [
    ...(change.newlyBad > 0 ? [`${change.newlyBad} new`] : []),
    ...(change.fixed > 0 ? [`${change.fixed} fixed`] : []),
  ];
  return `${parts.length === 0 ? 'no change' : parts.join(', ')} since ${sinceWords(change.since, localDate, language)}`;
}

function sinceWords(since: string, today: string, language: Language | undefined): string {
  const days = (Date.parse(today) - Date.parse(since)) / 86_400_000;
  if (days === 1) return 'yesterday';
  return days === 0 ? 'earlier today' : formatLocalDate(since, language);
}

/** How long healthy copies have been kept from ageing: `oldest copy 23 h`. */
export function oldestWords({ oldestGoodMs }: DigestContent): string | undefined {
  return oldestGoodMs === undefined ? undefined : `oldest copy ${formatAge(oldestGoodMs)}`;
}

/** Display name of a destination's id. */
type NameOf = (destinationId: string) => string;

/** `prod / a, prod / b and 5 more` as mrkdwn. */
function namesOf(addons: readonly DirectoryEntry[]): string {
  const named = addons.slice(0, MAX_NAMES).map((addon) => `*${addonTitle(addon)}*`);
  const more = addons.length - named.length;
  return more === 0 ? named.join(', ') : `${named.join(', ')} and ${more} more`;
}

function because(reason: string): string {
  return plainInMrkdwn(reason, 300);
}
