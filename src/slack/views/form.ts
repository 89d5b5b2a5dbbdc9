import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { AnyBlock } from '../message.ts';

/** The one `action_id` of every input: its block says which field it is. */
export const INPUT = 'input';

/** A line to type in. Texts are plain; lengths are Slack's to enforce. */
export interface TextInput {
  blockId: string;
  label: string;
  maxLength: number;
  hint?: string | undefined;
  placeholder?: string | undefined;
  optional?: boolean | undefined;
  /** Empty counts as absent, since Slack refuses an empty one. */
  initial?: string | undefined;
  /** What is wrong with it, when the form is shown again; stands below the line. */
  notice?: string | undefined;
  /** Puts the cursor here; Slack takes one of these in a view. */
  focus?: boolean | undefined;
}

/** A menu to choose one of at most 100 options from. */
export interface SelectInput {
  blockId: string;
  label: string;
  options: types.PlainTextOption[];
  initial?: types.PlainTextOption | undefined;
  placeholder?: string | undefined;
  optional?: boolean | undefined;
}

/** A line to type in, and below it what was wrong with it. */
export function textInput(input: TextInput): AnyBlock[] {
  const block: AnyBlock = {
    type: 'input',
    block_id: input.blockId,
    label: plain(input.label),
    optional: input.optional ?? false,
    ...(input.hint === undefined ? {} : { hint: plain(input.hint) }),
    element: {
      type: 'plain_text_input',
      action_id: INPUT,
      max_length: input.maxLength,
      ...(input.placeholder === undefined ? {} : { placeholder: plain(input.placeholder) }),
      ...(input.initial ? { initial_value: input.initial } : {}),
      ...(input.focus ? { focus_on_load: true } : {}),
    },
  };
  if (input.notice === undefined) return [block];
  // Slack shows errors of its own kind only in answer to a submission, and that is long answered.
  return [block, { type: 'context', elements: [plain(`✖ ${input.notice}`)] }];
}

/** A menu to choose from. */
export function selectInput(input: SelectInput): AnyBlock {
  return {
    type: 'input',
    block_id: input.blockId,
    label: plain(input.label),
    optional: input.optional ?? false,
    element: {
      type: 'static_select',
      action_id: INPUT,
      options: input.options,
      ...(input.placeholder === undefined ? {} : { placeholder: plain(input.placeholder) }),
      ...(input.initial === undefined ? {} : { initial_option: input.initial }),
    },
  };
}

/** One choice of a menu; `value` is what comes back. */
export function option(text: string, value: string): types.PlainTextOption {
  return { text: plain(text), value };
}

/** Names may hold `:words:` that Slack would turn into pictures. */
function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

/** One input's answer; Slack sends `null` for an input that was left empty. */
const Answer = z.object({
  value: z.string().nullish().catch(undefined),
  selected_option: z.object({ value: z.string() }).nullish().catch(undefined),
});
const State = z.object({ values: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** The answers of a submitted form. An id that the form gave as `id:n` is found under `id`. */
export interface Answers {
  /** What was typed or chosen; empty when nothing was, or when there is no such input. */
  text(id: string): string;
  /** The `block_id` as the form gave it, with its `:n`; `id` itself when there is no such input. */
  blockIdOf(id: string): string;
  has(id: string): boolean;
}

/** Reads a submitted view's state; never throws, whatever it is. */
export function readAnswers(state: unknown): Answers {
  const parsed = State.safeParse(state);
  const blocks = Object.entries(parsed.success ? parsed.data.values : {});
  const find = (id: string) =>
    blocks.find(([blockId]) => blockId === id || blockId.startsWith(`${id}:`));
  return {
    text: (id) => {
      const answer = Answer.safeParse(find(id)?.[1][INPUT]);
      if (!answer.success) return '';
      return answer.data.selected_option?.value ?? answer.data.value ?? '';
    },
    blockIdOf: (id) => find(id)?.[0] ?? id,
    has: (id) => find(id) !== undefined,
  };
}
