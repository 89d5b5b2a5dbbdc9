import type { ShownMessage } from './events.ts';
import { type Json, jsonList, stringOf } from './json.ts';
import {
  type Draft,
  deleteMessage,
  findMessage,
  postEphemeral,
  postMessage,
  updateMessage,
} from './messages.ts';
import { readDraft } from './read-draft.ts';
import type { ResponseTarget } from './response-urls.ts';
import type { Workspace } from './workspace.ts';

/**
 * Shows what an app sent to a `response_url` or inside the acknowledgement of a command.
 *
 * @throws {Refusal} when Slack (or the sandbox, for a missing `text`) would not take it.
 */
export function showAnswer(
  workspace: Workspace,
  body: Json,
  target: ResponseTarget,
  limits: { oldWorkspace: boolean },
): void {
  const source = sourceOf(workspace, target);
  const deletes = isTrue(body['delete_original']);
  if (deletes && !hasContent(body)) {
    if (source !== undefined) deleteMessage(workspace, source, target.cause);
    return;
  }
  const draft = readDraft(body, limits);
  if (source !== undefined && isTrue(body['replace_original'])) {
    updateMessage(workspace, source, draft, target.cause);
    return;
  }
  if (deletes && source !== undefined) deleteMessage(workspace, source, target.cause);
  postAnswer(workspace, body, draft, target);
}

function postAnswer(workspace: Workspace, body: Json, draft: Draft, target: ResponseTarget): void {
  const channel = workspace.channels.get(target.channel);
  if (channel === undefined) return;
  const placed = { ...draft, threadTs: stringOf(body['thread_ts']) ?? target.source?.threadTs };
  if (body['response_type'] === 'in_channel') {
    postMessage(workspace, channel, workspace.botUser, placed, target.cause);
  } else {
    postEphemeral(workspace, channel, target.user, placed, target.cause);
  }
}

function sourceOf(workspace: Workspace, target: ResponseTarget): ShownMessage | undefined {
  const { source, channel } = target;
  return source && findMessage(workspace, channel, source.ts, source.onlyFor);
}

function hasContent(body: Json): boolean {
  return (stringOf(body['text']) ?? '') !== '' || jsonList(body['blocks']).length > 0;
}

/** Slack takes the word as well as the value. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
