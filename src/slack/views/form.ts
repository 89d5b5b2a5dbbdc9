import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { AnyBlock } from '../block-kit/message.ts';

/** The `action_id` of every input that reports nothing before it is submitted: its block says which field it is. */
export const INPUT = 'input';

/** What stands around an input. */
export interface InputFrame {
  blockId: string;
  label: string;
  hint?: string | undefined;
  optional?: boolean | undefined;
  /** Whether each change is told to the bot at once, under the element's `action_id`. */
  tells?: boolean | undefined;
}

/** A line to type in. Texts are plain; lengths are Slack's to enforce. */
export interface TextInput extends Omit<InputFrame, 'tells'> {
  maxLength: number;
  placeholder?: string | undefined;
  /** Empty counts as absent, since Slack refuses an empty one. */
  initial?: string | undefined;
  /** What is wrong with it, when the form is shown again; stands below the line. */
  notice?: string | undefined;
  /** Puts the cursor here; Slack takes one of these in a view. */
  focus?: boolean | undefined;
}

/** A menu to choose one of at most 100 options from. */
export interface SelectInput extends Omit<InputFrame, 'tells'> {
  options: types.PlainTextOption[];
  initial?: types.PlainTextOption | undefined;
  placeholder?: string | undefined;
}

/** A line to type in, and below it what was wrong with it. */
export function textInput(input: TextInput): AnyBlock[] {
  const block = inputBlock(
    {
      type: 'plain_text_input',
      action_id: INPUT,
      max_length: input.maxLength,
      ...(input.placeholder === undefined ? {} : { placeholder: plain(input.placeholder) }),
      ...(input.initial ? { initial_value: input.initial } : {}),
      ...(input.focus ? { focus_on_load: true } : {}),
    },
    input,
  );
  if (input.notice === undefined) return [block];
  // Slack shows errors of its own kind only in answer to a submission, and that is long answered.
  return [block, { type: 'context', elements: [plain(`✖ ${input.notice}`)] }];
}

/** A menu to choose from. */
export function selectInput(input: SelectInput): AnyBlock {
  return inputBlock(
    {
      type: 'static_select',
      action_id: INPUT,
      options: input.options,
      ...(input.placeholder === undefined ? {} : { placeholder: plain(input.placeholder) }),
      ...(input.initial === undefined ? {} : { initial_option: input.initial }),
    },
    input,
  );
}

/** Any input: a picker, boxes to tick, a menu that asks the bot. */
export function inputBlock(
  element: types.InputBlock['element'],
  { blockId, label, hint, optional = false, tells = false }: InputFrame,
): AnyBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(label),
    optional,
    ...(hint === undefined ? {} : { hint: plain(hint) }),
    ...(tells ? { dispatch_action: true } : {}),
    element,
  };
}

/** One choice of a menu; `value` is what comes back. */
export function option(text: string, value: string): types.PlainTextOption {
  return { text: plain(text), value };
}

/** Plain text as it is: names may hold `:words:` that Slack would turn into pictures. */
export function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

const Chosen = z.object({ value: z.string() });

/** One input's answer; Slack sends `null` for an input that was left empty. */
const Answer = z.object({
  value: z.string().nullish().catch(undefined),
  selected_option: Chosen.nullish().catch(undefined),
  selected_options: z.array(Chosen).nullish().catch(undefined),
  selected_users: z.array(z.string()).nullish().catch(undefined),
  selected_date: z.string().nullish().catch(undefined),
  selected_time: z.string().nullish().catch(undefined),
});
const State = z.object({ values: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** The answers of a submitted form. An id that the form gave as `id:n` is found under `id`. */
export interface Answers {
  /** What was typed or chosen; empty when nothing was, or when there is no such input. */
  text(id: string): string;
  /** What was chosen where several can be, in the order of choosing; empty when nothing was. */
  list(id: string): readonly string[];
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
  // Every block of a form holds one element, so that its name need not be known.
  const answer = (id: string) => Answer.safeParse(Object.values(find(id)?.[1] ?? {})[0]).data;
  return {
    text: (id) => {
      const given = answer(id);
      const chosen = given?.selected_option?.value ?? given?.selected_date ?? given?.selected_time;
      return chosen ?? given?.value ?? '';
    },
    list: (id) => {
      const given = answer(id);
      return given?.selected_users ?? given?.selected_options?.map(({ value }) => value) ?? [];
    },
    blockIdOf: (id) => find(id)?.[0] ?? id,
    has: (id) => find(id) !== undefined,
  };
}
