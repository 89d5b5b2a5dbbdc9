import type { ShownMessage, ShownView, ViewValues } from './events.ts';
import type { Json } from './json.ts';
import { messageJson } from './messages.ts';
import type { Person } from './people.ts';
import { valuesOf } from './view-values.ts';
import { viewJson } from './views.ts';
import type { Channel, Workspace } from './workspace.ts';

/** Says another origin than the workspace's own, to try the bot's door. */
export interface Origin {
  teamId?: string | undefined;
  enterpriseId?: string | undefined;
  appId?: string | undefined;
  /** The workspace of the person, when they come from outside. */
  userTeamId?: string | undefined;
  /** The app is installed for a whole enterprise. */
  enterpriseInstall?: boolean | undefined;
}

/** What every payload needs. */
export interface PayloadContext {
  workspace: Workspace;
  person: Person;
  origin: Origin;
}

/** Slack's deprecated shared secret, which must not be relied on. */
const VERIFICATION_TOKEN = 'sandbox-verification-token';

/** A slash command; no `thread_ts` ever, since Slack takes none inside a thread. */
export function commandPayload(
  { workspace, person, origin: from }: PayloadContext,
  command: { name: string; text: string; channel: Channel; responseUrl: string; triggerId: string },
): Json {
  const { channel } = command;
  return {
    token: VERIFICATION_TOKEN,
    team_id: from.teamId ?? workspace.team.id,
    team_domain: workspace.team.domain,
    ...(from.enterpriseId !== undefined && {
      enterprise_id: from.enterpriseId,
      enterprise_name: 'Enterprise',
    }),
    channel_id: channel.id,
    channel_name: channel.kind === 'private' ? 'privategroup' : channel.name,
    user_id: person.id,
    user_name: person.name,
    command: command.name,
    text: command.text,
    api_app_id: from.appId ?? workspace.appId,
    is_enterprise_install: String(from.enterpriseInstall ?? false),
    response_url: command.responseUrl,
    trigger_id: command.triggerId,
  };
}

/** Where in the workspace an action happened. */
export type ActionPlace =
  | { message: ShownMessage; channel: Channel; responseUrl: string }
  | { view: ShownView };

/** A click, or a choice in something that reports at once. */
export function actionPayload(
  context: PayloadContext,
  place: ActionPlace,
  { action, state }: { action: Json; state: ViewValues },
  triggerId: string,
): Json {
  const base = {
    type: 'block_actions',
    ...origin(context),
    trigger_id: triggerId,
    actions: [action],
  };
  if ('view' in place) return { ...base, ...viewPlace(context.workspace, place.view) };
  const { message, channel, responseUrl } = place;
  const ephemeral = message.onlyFor !== undefined;
  return {
    ...base,
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
    },
    channel: { id: channel.id, name: channel.name },
    // Slack keeps no copy of an ephemeral message, so that its payload has none.
    ...(!ephemeral && { message: messageJson(context.workspace, message) }),
    state: { values: valuesOf(message.blocks, state) },
    response_url: responseUrl,
  };
}

/** What was typed into a select that asks the app. */
export function suggestionPayload(
  context: PayloadContext,
  place: { message: ShownMessage; channel: Channel } | { view: ShownView },
  asked: { blockId: string; actionId: string; query: string },
): Json {
  const base = {
    type: 'block_suggestion',
    ...origin(context),
    block_id: asked.blockId,
    action_id: asked.actionId,
    value: asked.query,
  };
  if ('view' in place) return { ...base, ...viewPlace(context.workspace, place.view) };
  return {
    ...base,
    container: { type: 'message', message_ts: place.message.ts, channel_id: place.channel.id },
    channel: { id: place.channel.id, name: place.channel.name },
    message: messageJson(context.workspace, place.message),
  };
}

/** A form that was sent or closed. @param extra what only one of the two has. */
export function viewPayload(
  context: PayloadContext,
  type: 'view_submission' | 'view_closed',
  view: ShownView,
  extra: Json,
): Json {
  return { type, ...origin(context), view: viewJson(context.workspace, view), ...extra };
}

/** An event of the Events API in its envelope. */
export function eventPayload({ workspace, origin: from }: PayloadContext, event: Json): Json {
  const seconds = Math.floor(workspace.now().getTime() / 1000);
  const teamId = from.teamId ?? workspace.team.id;
  return {
    token: VERIFICATION_TOKEN,
    team_id: teamId,
    api_app_id: from.appId ?? workspace.appId,
    event: { ...event, event_ts: workspace.nextTs() },
    type: 'event_callback',
    event_id: workspace.nextId('Ev'),
    event_time: seconds,
    authorizations: [
      {
        enterprise_id: from.enterpriseId ?? null,
        team_id: teamId,
        user_id: workspace.botUser,
        is_bot: true,
        is_enterprise_install: from.enterpriseInstall ?? false,
      },
    ],
    is_ext_shared_channel: false,
  };
}

function viewPlace(workspace: Workspace, view: ShownView): Json {
  return {
    container: { type: 'view', view_id: view.id },
    view: viewJson(workspace, view),
  };
}

function origin({ workspace, person, origin: from }: PayloadContext): Json {
  return {
    team: { id: from.teamId ?? workspace.team.id, domain: workspace.team.domain },
    user: {
      id: person.id,
      username: person.name,
      name: person.name,
      team_id: from.userTeamId ?? person.teamId,
    },
    api_app_id: from.appId ?? workspace.appId,
    token: VERIFICATION_TOKEN,
    enterprise:
      from.enterpriseId === undefined ? null : { id: from.enterpriseId, name: 'Enterprise' },
    is_enterprise_install: from.enterpriseInstall ?? false,
  };
}
