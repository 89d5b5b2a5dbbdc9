import type { ShownView } from './events.ts';
import { optionsOf } from './input-state.ts';
import { isJson, type Json, jsonList, stringOf } from './json.ts';
import { readView } from './read-view.ts';
import { Refusal } from './refusal.ts';
import type { Stage } from './screen.ts';

/** @see https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
const OPTION_LIMIT = 100;
const OPTION_TEXT_LIMIT = 75;

/**
 * Does what the app answered to a submitted form: nothing closes the view, `errors` keeps it.
 *
 * @throws {Refusal} when Slack would show its own failure instead.
 */
export function replyToSubmission(stage: Stage, view: ShownView, reply: Json, cause: string): void {
  const { views, oldWorkspace } = stage;
  const { user } = view;
  const limits = { oldWorkspace: oldWorkspace() };
  switch (reply['response_action']) {
    case undefined:
      return views.close(user, { cause });
    case 'clear':
      return views.close(user, { all: true, cause });
    case 'errors':
      return views.setErrors(view, readErrors(view, reply['errors']), cause);
    case 'update':
      return void views.update(view, readView(reply['view'], 'modal', limits), { cause });
    case 'push':
      return void views.push(user, readView(reply['view'], 'modal', limits), cause);
    default:
      throw new Refusal('invalid_response_action');
  }
}

/**
 * The options that an app offers, groups unfolded.
 *
 * @throws {Refusal} for more than 100, or for texts that are missing or too long.
 */
export function readSuggestions(reply: Json): Json[] {
  const groups = jsonList(reply['option_groups']);
  const options = optionsOf(reply);
  const tooMany =
    jsonList(reply['options']).length > OPTION_LIMIT ||
    groups.length > OPTION_LIMIT ||
    groups.some((group) => jsonList(group['options']).length > OPTION_LIMIT);
  if (tooMany || options.some((option) => !isOption(option))) throw new Refusal('invalid_options');
  return options;
}

function isOption(option: Json): boolean {
  const label = isJson(option['text']) ? stringOf(option['text']['text']) : undefined;
  const value = stringOf(option['value']);
  return [label, value].every(
    (text) => text !== undefined && text.length > 0 && text.length <= OPTION_TEXT_LIMIT,
  );
}

function readErrors(view: ShownView, errors: unknown): Record<string, string> {
  if (!isJson(errors)) throw new Refusal('invalid_errors');
  const inputs = view.blocks.filter(({ type }) => type === 'input');
  return Object.fromEntries(
    Object.entries(errors).map(([blockId, text]) => {
      if (!inputs.some((block) => block['block_id'] === blockId) || typeof text !== 'string') {
        throw new Refusal('invalid_errors', { errors: [`${blockId} is no input of this view`] });
      }
      return [blockId, text];
    }),
  );
}
