import type { types } from '@slack/bolt';
import { describeCoverage } from '../../domain/addons/scope.ts';
import { type DigestContent, sawNothing } from '../../domain/digests/digest.ts';
import type { DigestRow } from '../../domain/digests/row.ts';
import { formatAge } from '../../domain/format.ts';
import { actions, context, cutMrkdwn, section, sectionsOf } from '../block-kit/blocks.ts';
import { LIMIT } from '../block-kit/limits.ts';
import { joinParts } from '../block-kit/lines.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { plainInMrkdwn, slackDate, truncate } from '../block-kit/mrkdwn.ts';
import { runButton } from '../run-button.ts';
import type { DigestReplyOptions } from './digest-reply.ts';
import { buildDigestReply } from './digest-reply.ts';
import { digestRowBlocks } from './digest-row-blocks.ts';
import { digestText, mentionOf, timing } from './digest-text.ts';
import {
  blindLine,
  causeLine,
  changeWords,
  headline,
  lostLine,
  oldestWords,
  recoveryLine,
  watchLines,
} from './digest-words.ts';
import { doctorButton } from './doctor-button.ts';
import { snoozedLines } from './snooze-words.ts';
import { describeCounts } from './verdict-words.ts';

/** Lines of one kind beyond this are counted. */
const MAX_LINES = 6;

/** Healthy addons named when a channel wants to see them. */
const MAX_HEALTHY = 60;

/** What a digest's messages need beside its content. */
export type DigestMessageOptions = Omit<DigestReplyOptions, 'language'>;

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
    main: content.tone === 'clear' ? buildAllClear(content) : buildMain(content, options),
    replies: content.rows.map((row) =>
      buildDigestReply(row, { ...options, language: content.language }),
    ),
  };
}

/** One line, unless the channel wants to see the healthy ones. */
function buildAllClear(content: DigestContent): SlackMessage {
  const unscheduled = content.unscheduled.length;
  const line = joinParts([
    headline(content),
    oldestWords(content),
    content.postedAt === undefined ? undefined : `updated ${slackDate(content.readAt, 'time')}`,
    unscheduled === 0 ? undefined : `${unscheduled} without a schedule`,
    ...timing(content),
    mentionOf(content.mention),
  ]);
  return {
    text: digestText(content),
    blocks: [section(line), ...healthyBlocks(content)],
  };
}

function buildMain(content: DigestContent, options: DigestMessageOptions): SlackMessage {
  const { blind, lost, cause, rows, recovered, language } = content;
  const { scheduleZone } = options;
  return {
    text: digestText(content),
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: truncate(headline(content), LIMIT.headerText) },
      },
      context(joinParts([coverage(content), changeWords(content), mentionOf(content.mention)])),
      ...lines(blind.map(blindLine), 'more gaps'),
      ...lines(lost.map(lostLine), 'more of which nobody knows now'),
      ...(cause === undefined ? [] : [section(causeLine(cause, options.nameOf))]),
      ...rows.flatMap((row, index) => digestRowBlocks(row, index, { scheduleZone, language })),
      ...moreLine(content),
      ...lines([...watchLines(content), ...snoozedLines(content)], 'more warnings'),
      ...lines(
        recovered.map((each) => recoveryLine(each, content.postedAt)),
        'more that recovered',
      ),
      ...healthyBlocks(content),
      context(footer(content)),
      ...actions([
        sawNothing(content) ? doctorButton() : undefined,
        // What is left of a database that somebody has deleted.
        lost.some(({ isGone }) => isGone)
          ? runButton('destinations', 'Look for its copies', 'destinations')
          : undefined,
        runButton('status', 'All addons', 'status'),
        runButton('digest', 'Settings', 'digest'),
      ]),
    ],
  };
}

function moreLine({ moreRows }: DigestContent): types.KnownBlock[] {
  const count = moreRows.reduce((sum, more) => sum + more.count, 0);
  return count === 0 ? [] : [section(`and *${count} more*: ${describeCounts(moreRows)}`)];
}

/** Lines put together, as many as anybody reads; the rest counted as `and 2 more gaps`. */
function lines(all: readonly string[], others: string): types.KnownBlock[] {
  // One line more takes no more room than saying that there is one more.
  const shown = all.length <= MAX_LINES + 1 ? [...all] : all.slice(0, MAX_LINES);
  const more = all.length - shown.length;
  if (more > 0) shown.push(`and ${more} ${others}`);
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

function footer(content: DigestContent): string {
  const { total, read, readAt, rows, postedAt } = content;
  return joinParts([
    rows.length > 0 ? 'details in the thread' : undefined,
    `${postedAt === undefined ? '' : 'updated, '}${read} of ${total} read at ${slackDate(readAt, 'time')}`,
    ...timing(content),
  ]);
}
