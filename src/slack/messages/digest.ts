import type { types } from '@slack/bolt';
import { formatAddonRef } from '../../domain/addon.ts';
import type { DigestContent } from '../../domain/digest.ts';
import type { DigestRow } from '../../domain/digest-row.ts';
import { formatAge, formatBytes, formatCount } from '../../domain/format.ts';
import { describeSchedule } from '../../domain/schedule-words.ts';
import { describeCoverage } from '../../domain/scope.ts';
import { addonValue } from '../act-value.ts';
import { addonTitle } from '../addon-name.ts';
import { actions, button, context, cutMrkdwn, section, sectionsOf, textOf } from '../blocks.ts';
import { ACTION } from '../ids.ts';
import { LIMIT } from '../limits.ts';
import type { SlackMessage } from '../message.ts';
import { plainInMrkdwn, slackDate, truncate } from '../mrkdwn.ts';
import { addonMenu } from './addon-menu.ts';
import type { DigestReplyOptions } from './digest-reply.ts';
import { buildDigestReply } from './digest-reply.ts';
import {
  blindLine,
  causeLine,
  changeWords,
  formatLocalDate,
  headline,
  oldestWords,
  recoveryLine,
  spoken,
  standing,
  watchLines,
} from './digest-words.ts';
import { describeCounts, verdictMark } from './verdict-words.ts';

/** Lines of one kind beyond this are counted. */
const MAX_LINES = 6;

/** Healthy addons named when a channel wants to see them. */
const MAX_HEALTHY = 60;

/** Later than this, a digest says when it was due. */
const LATE_MS = 5 * 60_000;

/** What a digest's messages need beside its content. */
export interface DigestMessageOptions extends DigestReplyOptions {
  /** When the messages are made. */
  now: Date;
}

/** A digest as it is posted: the message, then one reply in its thread per addon of its rows. */
export interface DigestMessages {
  main: SlackMessage;
  replies: SlackMessage[];
}

/** Turns a digest into its messages. */
export function buildDigestMessages(
  content: DigestContent,
  options: DigestMessageOptions,
): DigestMessages {
  return {
    main: content.tone === 'clear' ? buildAllClear(content, options) : buildMain(content, options),
    replies: content.rows.map((row) => buildDigestReply(row, options)),
  };
}

/** One line, unless the channel wants to see the healthy ones. */
function buildAllClear(content: DigestContent, options: DigestMessageOptions): SlackMessage {
  const line = join([headline(content), oldestWords(content), ...timing(content, options)]);
  return {
    text: textFor(content, options),
    blocks: [section(line), ...healthyBlocks(content)],
  };
}

function buildMain(content: DigestContent, options: DigestMessageOptions): SlackMessage {
  const { blind, cause, rows, watch, recovered } = content;
  return {
    text: textFor(content, options),
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: truncate(headline(content), LIMIT.headerText) },
      },
      context(join([coverage(content), changeWords(content), mentionOf(content)])),
      ...lines(blind.map(blindLine), 'gap'),
      ...(cause === undefined ? [] : [section(causeLine(cause, options.nameOf))]),
      ...rows.flatMap((row, index) => rowBlocks(row, index, options)),
      ...moreLine(content),
      ...lines(watchLines(watch), 'warning'),
      ...lines(recovered.map(recoveryLine), 'recovery'),
      ...healthyBlocks(content),
      context(footer(content, options)),
      ...actions([
        button(`${ACTION.runVerb}:status`, 'All addons', 'status'),
        button(`${ACTION.runVerb}:digest`, 'Settings', 'digest'),
      ]),
    ],
  };
}

function rowBlocks(
  row: DigestRow,
  index: number,
  { scheduleZone }: DigestMessageOptions,
): types.KnownBlock[] {
  const { addon, verdict } = row;
  const text = [
    `${verdictMark(verdict.word).replace(' ', ' *')}*  *${addonTitle(addon)}*`,
    plainInMrkdwn(verdict.reason, 400),
    factsOf(row, scheduleZone),
  ];
  const show = button(`${ACTION.showAddon}:${index}`, 'Show', addonValue(addon));
  const menu = addonMenu(addon, index);
  const elements = [show, menu].filter((element) => element !== undefined);
  return [
    section(text.filter((line) => line !== '').join('\n')),
    ...(elements.length === 0 ? [] : [{ type: 'actions' as const, elements }]),
  ];
}

/** Size, schedule and what failed, so that a row can be understood without a click. */
function factsOf({ verdict, schedules, failures }: DigestRow, zone: string): string {
  const size = verdict.lastGood?.sizeBytes;
  const [schedule, ...others] = schedules.map((each) => describeSchedule(each, zone));
  const more = others.length === 0 ? '' : ` +${others.length}`;
  return join([
    size === undefined ? undefined : `last good ${formatBytes(size)}`,
    schedule === undefined ? undefined : plainInMrkdwn(`${schedule}${more}`, 200),
    failures.length === 0
      ? undefined
      : `${formatCount(failures.length, 'failed run')} since the last digest`,
  ]);
}

function moreLine({ moreRows }: DigestContent): types.KnownBlock[] {
  const count = moreRows.reduce((sum, more) => sum + more.count, 0);
  return count === 0 ? [] : [section(`and *${count} more*: ${describeCounts(moreRows)}`)];
}

/** Lines put together, as many as anybody reads; the rest counted. */
function lines(all: readonly string[], noun: string): types.KnownBlock[] {
  const more = all.length - MAX_LINES;
  const shown = all.slice(0, MAX_LINES);
  if (more > 0) shown.push(`and ${more} more ${noun}${more === 1 ? '' : 's'}`);
  return sectionsOf(shown.map((line) => cutMrkdwn(line, 900)));
}

function healthyBlocks({ healthy }: DigestContent): types.KnownBlock[] {
  const shown = healthy.slice(0, MAX_HEALTHY);
  const byProject = Map.groupBy(shown, ({ addon }) => addon.projectId);
  const projects = [...byProject.values()].map((rows) => {
    const project = plainInMrkdwn(rows[0]?.addon.projectName ?? '', 60);
    return cutMrkdwn(`*${project}*: ${rows.map(healthyName).join(', ')}`, 900);
  });
  const more = healthy.length - shown.length;
  if (more > 0) projects.push(`and ${more} more that are well`);
  return sectionsOf(projects).slice(0, 8);
}

function healthyName({ addon, verdict }: DigestRow): string {
  const age = verdict.lastGoodAgeMs;
  const name = plainInMrkdwn(addon.name, 40);
  const state = verdict.word === 'fresh' ? '' : `${verdict.word}, `;
  return age === undefined ? `${name} (${verdict.word})` : `${name} (${state}${formatAge(age)})`;
}

function coverage({ coverage: addons, total }: DigestContent): string {
  return total === 0 ? 'no addon' : plainInMrkdwn(describeCoverage(addons), 400);
}

function footer(content: DigestContent, options: DigestMessageOptions): string {
  const { total, read, readAt, rows } = content;
  return join([
    rows.length > 0 ? 'details in the thread' : undefined,
    `${read} of ${total} read at ${slackDate(readAt, 'time')}`,
    ...timing(content, options),
  ]);
}

/** What was late or is next. */
function timing(
  { dueAt, nextAt, missedDigests, window }: DigestContent,
  { now }: DigestMessageOptions,
): (string | undefined)[] {
  return [
    now.getTime() - dueAt.getTime() > LATE_MS ? `due ${slackDate(dueAt)}` : undefined,
    missedDigests > 0
      ? `${formatCount(missedDigests, 'digest')} before this one not sent, so this covers everything since ${slackDate(window.from)}`
      : undefined,
    nextAt === undefined ? undefined : `next ${slackDate(nextAt)}`,
  ];
}

function mentionOf({ mention }: DigestContent): string | undefined {
  // Ids come from a form of ours, but a mention is the one thing that must never be forged.
  if (mention === undefined || !/^[A-Z0-9]{2,30}$/.test(mention.id)) return undefined;
  return mention.kind === 'user' ? `<@${mention.id}>` : `<!subteam^${mention.id}>`;
}

/** The whole in lines, for notifications and screen readers; its first is a sentence of its own. */
function textFor(content: DigestContent, options: DigestMessageOptions): string {
  const { localDate, rows, moreRows, blind, watch, recovered, tone } = content;
  const bad = rows.map(
    ({ addon, verdict }) =>
      `${capital(verdict.word)}: ${plainInMrkdwn(formatAddonRef(addon), 120)}, ${plainInMrkdwn(verdict.reason, 200)}`,
  );
  const more = moreRows.length === 0 ? [] : [`and more: ${describeCounts(moreRows)}`];
  const first = `Backups on ${formatLocalDate(localDate)}: ${standing(content)}`;
  const parts = [
    mentionOf(content) === undefined ? first : `${mentionOf(content)} ${first}`,
    ...blind.slice(0, MAX_LINES).map(blindLine),
    ...bad,
    ...more,
    ...watchLines(watch),
    ...recovered.slice(0, MAX_LINES).map(recoveryLine),
    capital(
      join([...(tone === 'clear' ? [oldestWords(content)] : []), ...timing(content, options)]),
    ),
  ];
  return textOf(parts.filter((part) => part !== '').map(spoken));
}

function capital(text: string): string {
  return text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

function join(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
