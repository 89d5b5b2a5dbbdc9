import type { ShownView, SlackEvent } from '../events.ts';
import { checkInputs } from '../input-checks.ts';
import { type Json, jsonOf, textFrom } from '../json.ts';
import { viewPayload } from '../payloads.ts';
import type { Act, ActOptions, Screen } from '../screen.ts';
import { findElement, type Shown, viewOf } from '../sights.ts';
import { replyToSubmission } from '../submissions.ts';
import { type Answer, answerValue } from '../view-values.ts';
import { currentView } from './place.ts';

/** Answers to a form: by `block_id`, or by `action_id` where that is unique. */
export type Answers = Record<string, Answer>;

/** Writes answers into a modal; nothing is sent. */
export function fillForm({ stage }: Screen, shown: Shown, answers: Answers): ShownView {
  const view = currentView(stage, viewOf(shown));
  for (const [name, answer] of Object.entries(answers)) {
    const isBlock = view.blocks.some((block) => block['block_id'] === name);
    const { element, blockId } = findElement(view, isBlock ? { blockId: name } : name);
    const actionId = textFrom(element['action_id']);
    (view.values[blockId] ??= {})[actionId] = answerValue(element, answer);
  }
  return structuredClone(view);
}

/** Presses the submit button; what Slack itself finds wrong never reaches the app. */
export function submitForm(screen: Screen, shown: Shown, options: ActOptions): Promise<SlackEvent> {
  const { stage } = screen;
  const view = currentView(stage, viewOf(shown));
  const act = screen.begin(`submitting "${view.title}"`);
  const errors = checkInputs(view);
  view.errors = {};
  if (Object.keys(errors).length > 0) {
    stage.views.setErrors(view, errors, act.cause);
    return screen.see(act, options);
  }
  const payload = viewPayload(screen.payloadContext(options), 'view_submission', view, {
    trigger_id: screen.trigger(act, view.id),
    response_urls: responseUrls(screen, view, act),
  });
  screen.send(act, 'interactive', payload, options, (reply) =>
    replyToSubmission(stage, view, reply, act.cause),
  );
  return screen.see(act, options);
}

/** Closes the visible view, or the whole modal; the app is told when it asked to be. */
export function closeForm(
  screen: Screen,
  shown: Shown,
  options: ActOptions & { all?: boolean },
): Promise<SlackEvent> {
  const { stage, person } = screen;
  const view = currentView(stage, viewOf(shown));
  const act = screen.begin(`closing "${view.title}"`);
  const all = options.all === true || view.clearOnClose;
  const closed = all ? stage.views.stack(person.id) : [view];
  stage.views.close(person.id, { all, cause: act.cause });
  for (const one of closed.filter(({ notifyOnClose }) => notifyOnClose)) {
    const emptied = { ...one, values: {} };
    const context = screen.payloadContext(options);
    const payload = viewPayload(context, 'view_closed', emptied, { is_cleared: all });
    screen.send(act, 'interactive', payload, options, () => {});
  }
  return screen.see(act, options);
}

/** One for each conversation that was chosen in an input which asks for a response URL. */
function responseUrls({ stage, person }: Screen, view: ShownView, { cause }: Act): Json[] {
  return view.blocks.flatMap((block) => {
    const element = jsonOf(block['element']);
    if (element['response_url_enabled'] !== true) return [];
    const [blockId, actionId] = [textFrom(block['block_id']), textFrom(element['action_id'])];
    const value = view.values[blockId]?.[actionId];
    const channel = textFrom(value?.['selected_conversation'] ?? value?.['selected_channel']);
    const url = stage.responseUrls.issue({ channel, user: person.id, cause });
    return [{ block_id: blockId, action_id: actionId, channel_id: channel, response_url: url }];
  });
}
