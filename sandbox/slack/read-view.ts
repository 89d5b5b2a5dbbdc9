import { isJson, type Json } from './json.ts';
import { issueDetails } from './read-draft.ts';
import { Refusal } from './refusal.ts';
import { checkView, isViewTooLarge } from './validate.ts';

/**
 * A view that Slack would take.
 *
 * @throws {Refusal} `invalid_arguments` with a pointer for each mistake, or `view_too_large`.
 */
export function readView(
  view: unknown,
  surface: 'modal' | 'home',
  limits: { oldWorkspace: boolean },
): Json {
  if (!isJson(view)) {
    throw new Refusal('invalid_arguments', {
      response_metadata: { messages: ['[ERROR] must provide an object [json-pointer:/view]'] },
    });
  }
  if (isViewTooLarge(view)) throw new Refusal('view_too_large');
  const issues = checkView(view, surface, limits);
  if (issues.length > 0) throw new Refusal('invalid_arguments', issueDetails(issues));
  return view;
}
