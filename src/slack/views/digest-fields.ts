import type { types } from '@slack/bolt';
import { addonTypes } from '../../domain/addons/coverage.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import { localDateOf } from '../../domain/schedules/zone.ts';
import { context } from '../block-kit/blocks.ts';
import type { AnyBlock } from '../block-kit/message.ts';
import { coverageOf, type DigestPage } from '../digest-settings/page.ts';
import { ACTION } from '../ids.ts';
import { ALL_CLEARS, coverageLines, DETAILS } from '../messages/digest-wish.ts';
import { BLOCK, ENGLISH_VALUE } from './digest-answers.ts';
import {
  dayOptions,
  groupOption,
  languageOptions,
  thresholdOptions,
  typeOptions,
  zoneOption,
} from './digest-options.ts';
import { INPUT, inputBlock, option, plain, selectInput } from './form.ts';

/** What the digest covers, and below it what that comes to. */
export function scopeBlocks(page: DigestPage): AnyBlock[] {
  const { draft, directory } = page;
  const { patterns, types: wanted } = draft.scope;
  const known = directory === undefined ? [] : addonTypes(directory);
  const chosen = typeOptions(wanted);
  const offered = typeOptions([...wanted, ...known]);
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

function typesInput(offered: types.PlainTextOption[], chosen: types.PlainTextOption[]): AnyBlock {
  return inputBlock(
    {
      type: 'multi_static_select',
      action_id: `${ACTION.digestScope}:types`,
      placeholder: plain('Every type'),
      options: offered,
      ...(chosen.length > 0 && { initial_options: chosen }),
    },
    { blockId: BLOCK.types, label: 'Types of addons', optional: true, tells: true },
  );
}

/** When it comes. */
export function timeBlocks({ draft, now }: DigestPage): AnyBlock[] {
  const days = dayOptions();
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
  const options = languageOptions();
  return selectInput({
    blockId: BLOCK.language,
    label: 'Language of dates',
    hint: 'Of the dates that it writes itself, such as the one in its first line. Its words stay English.',
    options,
    initial: withValue(options, language ?? ENGLISH_VALUE),
  });
}

/** What it says, and how often when there is nothing to say. */
export function contentBlocks({ detail, allClear }: Subscription): AnyBlock[] {
  return [
    choice(BLOCK.detail, 'What it lists', DETAILS, detail),
    choice(BLOCK.allClear, 'When all is well', ALL_CLEARS, allClear),
  ];
}

function withValue(
  options: readonly types.PlainTextOption[],
  wanted: string,
): types.PlainTextOption | undefined {
  return options.find(({ value }) => value === wanted);
}

function choice(
  blockId: string,
  label: string,
  words: Readonly<Record<string, string>>,
  initial: string,
): AnyBlock {
  const options = Object.entries(words).map(([value, text]) => option(text, value));
  return selectInput({ blockId, label, options, initial: withValue(options, initial) });
}

/** Whom it mentions, and when. */
export function mentionBlocks({ draft: { mention }, groups }: DigestPage): AnyBlock[] {
  const group = mention?.kind === 'usergroup' ? mention.id : undefined;
  const known = groups.find(({ id }) => id === group);
  const froms = thresholdOptions();
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
      options: froms,
      initial: withValue(froms, mention?.from ?? 'stuck'),
    }),
  ];
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
