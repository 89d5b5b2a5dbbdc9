import type { types } from '@slack/bolt';
import { addonTypes } from '../../domain/addons/coverage.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import { formatClock } from '../../domain/format.ts';
import { LANGUAGE_TAGS } from '../../domain/language.ts';
import { localDateOf, offsetAt } from '../../domain/schedules/zone.ts';
import { VERDICT_WORDS } from '../../domain/verdicts/verdict.ts';
import { context } from '../block-kit/blocks.ts';
import { LIMIT } from '../block-kit/limits.ts';
import type { AnyBlock } from '../block-kit/message.ts';
import { cleanText, truncate } from '../block-kit/mrkdwn.ts';
import { coverageOf, type DigestPage } from '../digest-settings/page.ts';
import { ACTION } from '../ids.ts';
import {
  ALL_CLEARS,
  coverageLines,
  DETAILS,
  languageName,
  THRESHOLDS,
} from '../messages/digest-wish.ts';
import { BLOCK, ENGLISH_VALUE } from './digest-answers.ts';
import { INPUT, inputBlock, option, plain, selectInput } from './form.ts';

/** What the digest covers, and below it what that comes to. */
export function scopeBlocks(page: DigestPage): AnyBlock[] {
  const { draft, directory } = page;
  const { patterns, types: chosen } = draft.scope;
  const known = directory === undefined ? [] : addonTypes(directory);
  const offered = [...new Set([...chosen, ...known])]
    .filter((type) => cleanText(type) !== '' && type.length <= LIMIT.optionValue)
    .slice(0, LIMIT.options);
  return [
    inputBlock(
      {
        type: 'multi_external_select',
        action_id: ACTION.digestScope,
        min_query_length: 0,
        placeholder: plain('Everything'),
        ...(patterns.length > 0 && { initial_options: patterns.map((text) => option(text, text)) }),
      },
      {
        blockId: BLOCK.scope,
        label: 'Projects and addons',
        hint: 'Leave it empty for everything. Type a project, an addon, or a pattern such as prod/*-db.',
        optional: true,
        tells: true,
      },
    ),
    // With one type or none there is nothing to choose.
    ...(offered.length < 2 && chosen.length === 0 ? [] : [typesInput(offered, chosen)]),
    context(coverageLines(coverageOf(page, draft)).join('\n')),
  ];
}

function toOption(type: string): types.PlainTextOption {
  return option(truncate(cleanText(type), LIMIT.optionText), type);
}

function typesInput(offered: readonly string[], chosen: readonly string[]): AnyBlock {
  return inputBlock(
    {
      type: 'multi_static_select',
      action_id: `${ACTION.digestScope}:types`,
      placeholder: plain('Every type'),
      options: offered.map(toOption),
      ...(chosen.length > 0 && { initial_options: chosen.map(toOption) }),
    },
    { blockId: BLOCK.types, label: 'Types of addons', optional: true, tells: true },
  );
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** When it comes. */
export function timeBlocks({ draft, now }: DigestPage): AnyBlock[] {
  const days = DAYS.map((name, day) => option(name, String(day)));
  return [
    inputBlock(
      {
        type: 'checkboxes',
        action_id: INPUT,
        options: days,
        initial_options: days.filter((_, day) => draft.days.includes(day)),
      },
      { blockId: BLOCK.days, label: 'Days' },
    ),
    inputBlock(
      { type: 'timepicker', action_id: INPUT, initial_time: draft.time },
      { blockId: BLOCK.time, label: 'Time' },
    ),
    inputBlock(
      {
        type: 'external_select',
        action_id: ACTION.digestZone,
        min_query_length: 0,
        placeholder: plain('Europe/Berlin'),
        initial_option: zoneOption(draft.timeZone, now),
      },
      {
        blockId: BLOCK.zone,
        label: 'Zone of this time',
        hint: 'Type a city. Times inside the digest show in each reader’s own zone and language.',
      },
    ),
  ];
}

/** In which language it writes its dates; English is an option without a tag of ours. */
export function languageBlock({ draft: { language } }: DigestPage): AnyBlock {
  const options = [undefined, ...LANGUAGE_TAGS].map((tag) =>
    option(languageName(tag), tag ?? ENGLISH_VALUE),
  );
  return selectInput({
    blockId: BLOCK.language,
    label: 'Language of dates',
    hint: 'Of the dates that it writes itself, such as the one in its first line. Its words stay English.',
    options,
    initial: options.find(({ value }) => value === (language ?? ENGLISH_VALUE)),
  });
}

/** A zone with what its clocks show. */
export function zoneOption(zone: string, now: Date): types.PlainTextOption {
  return option(`${zone} · ${formatClock(now, offsetAt(zone, now.getTime()))}`, zone);
}

/** What it says, and how often when there is nothing to say. */
export function contentBlocks({ detail, allClear }: Subscription): AnyBlock[] {
  return [
    choice(BLOCK.detail, 'What it lists', DETAILS, detail),
    choice(BLOCK.allClear, 'When all is well', ALL_CLEARS, allClear),
  ];
}

function choice(
  blockId: string,
  label: string,
  words: Readonly<Record<string, string>>,
  initial: string,
): AnyBlock {
  const options = Object.entries(words).map(([value, text]) => option(text, value));
  const chosen = options.find(({ value }) => value === initial);
  return selectInput({ blockId, label, options, initial: chosen });
}

/** Whom it mentions, and when. */
export function mentionBlocks({ draft: { mention }, groups }: DigestPage): AnyBlock[] {
  const group = mention?.kind === 'usergroup' ? mention.id : undefined;
  const known = groups.find(({ id }) => id === group);
  // Menus for several, since a single choice cannot be taken back on every client.
  return [
    inputBlock(
      {
        type: 'multi_users_select',
        action_id: INPUT,
        max_selected_items: 1,
        placeholder: plain('Nobody'),
        ...(mention?.kind === 'user' && { initial_users: [mention.id] }),
      },
      { blockId: BLOCK.mentionUser, label: 'Mention a person', optional: true },
    ),
    inputBlock(
      {
        type: 'multi_external_select',
        action_id: ACTION.digestGroup,
        max_selected_items: 1,
        min_query_length: 0,
        placeholder: plain('No group'),
        ...(group !== undefined && { initial_options: [groupOption(known ?? { id: group })] }),
      },
      { blockId: BLOCK.mentionGroup, label: 'or a group', optional: true },
    ),
    selectInput({
      blockId: BLOCK.mentionFrom,
      label: 'Mention them when something is',
      options: thresholds(),
      initial: thresholds().find(({ value }) => value === (mention?.from ?? 'stuck')),
    }),
  ];
}

function thresholds(): types.PlainTextOption[] {
  return VERDICT_WORDS.flatMap((word) => {
    const words = THRESHOLDS[word];
    return words === undefined ? [] : [option(words, word)];
  });
}

/** A group by its handle, or by its id where Slack does not tell its name. */
export function groupOption({
  id,
  handle = id,
  name = '',
}: {
  id: string;
  handle?: string;
  name?: string;
}): types.PlainTextOption {
  const words = cleanText(name === '' ? `@${handle}` : `@${handle} · ${name}`);
  return option(truncate(words, LIMIT.optionText), id);
}

/** From when on it comes again. */
export function pauseBlock({ draft: { pausedUntil, timeZone }, now }: DigestPage): AnyBlock {
  const isPaused = pausedUntil !== undefined && pausedUntil.getTime() > now.getTime();
  return inputBlock(
    {
      type: 'datepicker',
      action_id: INPUT,
      placeholder: plain('Not paused'),
      ...(isPaused && { initial_date: localDateOf(pausedUntil, timeZone) }),
    },
    {
      blockId: BLOCK.pausedUntil,
      label: 'Pause until',
      hint: 'The first day on which it is posted again.',
      optional: true,
    },
  );
}
