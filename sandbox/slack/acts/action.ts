import type { ShownMessage, SlackEvent } from '../events.ts';
import { type Json, textFrom } from '../json.ts';
import { actionPayload, suggestionPayload } from '../payloads.ts';
import type { Act, ActOptions, Screen } from '../screen.ts';
import { type ElementChoice, findElement, isView, type Shown, viewOf } from '../sights.ts';
import { readSuggestions } from '../submissions.ts';
import { type Answer, answerValue } from '../view-values.ts';
import { currentView, placeOf } from './place.ts';

/** Slack asks for this many characters before it asks the app. */
const MIN_QUERY_LENGTH = 3;

/** Presses a button; where it asks first, the person agrees. */
export function pressButton(
  screen: Screen,
  shown: Shown,
  choice: ElementChoice,
  options: ActOptions,
): Promise<SlackEvent> {
  const { element, blockId } = findElement(shown, choice);
  const given = ['text', 'value', 'url', 'icon'].filter((name) => element[name] !== undefined);
  const extra = Object.fromEntries(given.map((name) => [name, element[name]]));
  return act(screen, shown, { blockId, element, extra }, options);
}

/** Picks an entry of an overflow menu. @param option its value or label. */
export function pickFromMenu(
  screen: Screen,
  shown: Shown,
  choice: ElementChoice,
  option: string,
  options: ActOptions,
): Promise<SlackEvent> {
  const { element, blockId } = findElement(shown, choice);
  const extra = answerValue({ ...element, type: 'static_select' }, option);
  return act(screen, shown, { blockId, element, extra }, options);
}

/**
 * Answers an element outside of an input block, or one in an input block with `dispatch_action`.
 *
 * @throws Error for an input that reports nothing before it is submitted.
 */
export function choose(
  screen: Screen,
  shown: Shown,
  choice: ElementChoice,
  answer: Answer,
  options: ActOptions,
): Promise<SlackEvent> {
  const { element, blockId, block } = findElement(shown, choice);
  if (block['type'] === 'input' && block['dispatch_action'] !== true) {
    throw new Error(`${blockId} reports nothing before it is submitted: fill it instead`);
  }
  const extra = answerValue(element, answer);
  if (isView(shown)) {
    const { values } = currentView(screen.stage, viewOf(shown));
    (values[blockId] ??= {})[textFrom(element['action_id'])] = extra;
  }
  return act(screen, shown, { blockId, element, extra }, options);
}

/** The options that the app offers for what was typed; none while too little is typed. */
export async function typeAhead(
  screen: Screen,
  shown: Shown,
  choice: ElementChoice,
  query: string,
  options: ActOptions,
): Promise<Json[]> {
  const { element, blockId } = findElement(shown, choice);
  if (query.length < Number(element['min_query_length'] ?? MIN_QUERY_LENGTH)) return [];
  const begun = screen.begin(`typing "${query}"`);
  const asked = { blockId, actionId: textFrom(element['action_id']), query };
  const place = placeOf(screen.stage, shown);
  const payload = suggestionPayload(screen.payloadContext(options), place, asked);
  let offered: Json[] = [];
  screen.send(begun, 'interactive', payload, options, (reply) => {
    offered = readSuggestions(reply);
  });
  await screen.see(begun, { ...options, until: isReply });
  const { log } = screen.stage.workspace;
  const refusal = log.since(begun.since).find((event) => isNoticeOf(event, begun));
  if (refusal?.type === 'notice') throw new Error(refusal.text);
  return offered;
}

interface Used {
  blockId: string;
  element: Json;
  /** What the action says beside its ids. */
  extra: Json;
}

function act(
  screen: Screen,
  shown: Shown,
  { blockId, element, extra }: Used,
  options: ActOptions,
): Promise<SlackEvent> {
  const place = placeOf(screen.stage, shown);
  const channel = 'channel' in place ? place.channel.id : undefined;
  const actionId = textFrom(element['action_id']);
  const begun = screen.begin(`using ${actionId}`, channel);
  const action = {
    ...extra,
    type: element['type'],
    action_id: actionId,
    block_id: blockId,
    action_ts: screen.stage.workspace.nextTs(),
  };
  const trigger = screen.trigger(begun, 'view' in place ? place.view.id : undefined);
  const from =
    'view' in place ? place : { ...place, responseUrl: responseUrl(screen, begun, place.message) };
  const context = screen.payloadContext(options);
  const state = { [blockId]: { [actionId]: extra } };
  const payload = actionPayload(context, from, { action, state }, trigger);
  screen.send(begun, 'interactive', payload, options, () => {});
  return screen.see(begun, options);
}

function responseUrl(screen: Screen, begun: Act, message: ShownMessage): string {
  const { channel, ts, onlyFor, threadTs } = message;
  const source = { ts, onlyFor, threadTs };
  const target = { channel, user: screen.person.id, cause: begun.cause, source };
  return screen.stage.responseUrls.issue(target);
}

function isReply({ type }: SlackEvent): boolean {
  return type === 'ack' || type === 'notice';
}

function isNoticeOf(event: SlackEvent, { cause }: Act): boolean {
  return event.type === 'notice' && event.cause === cause;
}
