import type { Diagnosis, Health } from '../../domain/diagnosis.ts';
import { isAllWell } from '../../domain/diagnosis.ts';
import { actions, button, context, section, sectionsOf, textOf } from '../block-kit/blocks.ts';
import { spoken } from '../block-kit/lines.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { cleanText, escapeMrkdwn, slackDate, truncate } from '../block-kit/mrkdwn.ts';
import { ACTION } from '../ids.ts';
import { runButton } from '../run-button.ts';
import { buildNotice } from './notice.ts';

/** For what is read aloud, where a shape says nothing. */
const WORDS: Readonly<Record<Health, string>> = {
  wrong: 'Wrong',
  'not-known': 'Not known',
  ok: 'Ok',
};

const SHAPES: Readonly<Record<Health, string>> = { wrong: '✖', 'not-known': '◌', ok: '✔' };

/** What a line of foreign or long text is cut to. */
const MAX_LINE = 600;

/** Lines of one state that are shown; so many channels are no longer read one by one. */
const MAX_LINES = 25;

/** What was found, what is wrong first, with what to do about each. */
export function buildDoctorMessage(diagnoses: readonly Diagnosis[], checkedAt: Date): SlackMessage {
  const title = `${shapeOf(diagnoses)} *${sumUp(diagnoses)}*`;
  const groups = (['wrong', 'not-known', 'ok'] as const).map((health) => ({
    health,
    lines: linesOf(diagnoses, health),
  }));
  const aloud = groups.flatMap(({ health, lines }) =>
    lines.map((line) => `${WORDS[health]}: ${line}`),
  );
  return {
    text: textOf([title, ...aloud].map(spoken)),
    blocks: [
      section(title),
      ...groups.flatMap(({ health, lines }) =>
        sectionsOf(lines.map((line) => `${SHAPES[health]} ${line}`)),
      ),
      ...actions([
        button(ACTION.doctor, 'Check again', 'again'),
        runButton('digest', 'Digest of this channel', 'digest'),
        runButton('help', 'Help', 'help'),
      ]),
      context(`Checked ${slackDate(checkedAt)} · only you see this`),
    ],
  };
}

/** Said while the checks run. */
export function buildDoctorWait(): SlackMessage {
  return buildNotice('◔ Checking tokens, rights, channels and the database: this takes a moment.');
}

function shapeOf(diagnoses: readonly Diagnosis[]): string {
  if (isAllWell(diagnoses)) return SHAPES.ok;
  return diagnoses.some(({ health }) => health === 'wrong') ? SHAPES.wrong : SHAPES['not-known'];
}

function sumUp(diagnoses: readonly Diagnosis[]): string {
  const wrong = diagnoses.filter(({ health }) => health === 'wrong').length;
  const unknown = diagnoses.filter(
    ({ health, unasked }) => health === 'not-known' && unasked === undefined,
  ).length;
  if (wrong + unknown === 0) return 'All that can be checked is well';
  if (wrong === 0) return `${things(unknown)} not known`;
  const rest = unknown === 0 ? '' : `, ${unknown} ${unknown === 1 ? 'is' : 'are'} not known`;
  return `${things(wrong)} wrong${rest}`;
}

function things(count: number): string {
  return count === 1 ? '1 thing is' : `${count} things are`;
}

function linesOf(diagnoses: readonly Diagnosis[], health: Health): string[] {
  const lines = diagnoses.filter((found) => found.health === health).map(describe);
  const hidden = lines.length - MAX_LINES;
  if (hidden <= 0) return lines;
  return [...lines.slice(0, MAX_LINES), `and ${hidden} more like these`];
}

function describe({ subject, channelId, fact, at, mend }: Diagnosis): string {
  const thing = channelId === undefined ? subject : `${subject} <#${channelId}>`;
  const words = (text: string): string => {
    const safe = escapeMrkdwn(truncate(cleanText(text), MAX_LINE));
    return at === undefined ? safe : safe.replaceAll('{at}', slackDate(at));
  };
  const advice = mend === undefined ? '' : `\n→ ${words(mend)}`;
  return `*${thing}*: ${words(fact)}${advice}`;
}
