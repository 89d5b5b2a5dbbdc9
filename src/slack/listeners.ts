import type {
  App,
  BlockAction,
  BlockSuggestion,
  Context,
  types,
  ViewOutput,
  ViewResponseAction,
  ViewSubmitAction,
} from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { errorFields, type Log } from '../domain/log.ts';
import { UserError } from '../domain/user-error.ts';
import type { Act } from './acts/act.ts';
import { type ActOrigin, createAct } from './acts/create-act.ts';
import { errorReply } from './acts/error-reply.ts';
import type { Reply } from './acts/reply.ts';
import type { SlackMessage } from './block-kit/message.ts';
import { referenceOf } from './connection/trace-events.ts';
import { createDoor, type DoorDeps } from './door/door.ts';
import { registerEvents } from './event-listeners.ts';
import { ACTION, COMMAND } from './ids.ts';
import { buildFailure } from './messages/failure.ts';
import { buildNotice } from './messages/notice.ts';
import { runButton } from './run-button.ts';

/** Does what a click asks for. `value` is what the button or chosen option carries. */
export type ClickHandler = (act: Act, value: string) => Promise<void>;

/** A submitted form: what Slack is told at once, and what is done after. */
export interface SubmissionAnswer {
  /** Absent closes the modal. */
  response?: ViewResponseAction | undefined;
  work?: (() => Promise<void>) | undefined;
}
export type SubmissionHandler = (act: Act, view: ViewOutput) => Promise<SubmissionAnswer>;

/** Options for a type-ahead menu; must come within 3 seconds. */
export type SuggestionHandler = (
  userId: string,
  query: string,
) => Promise<readonly types.PlainTextOption[]>;

/** Everything that Slack can ask of the bot, by the ids of `ids.ts`. */
export interface Handlers {
  command: (act: Act, text: string) => Promise<void>;
  clicks: Readonly<Record<string, ClickHandler>>;
  suggestions: Readonly<Record<string, SuggestionHandler>>;
  submissions: Readonly<Record<string, SubmissionHandler>>;
  /** Somebody opened the Home tab. */
  homeOpened: (userId: string, reference: string) => Promise<void>;
  /** The bot was added to a channel; `occasion` is the same when Slack tells of it twice. */
  joinedChannel: (channelId: string, occasion: string) => Promise<void>;
}

/** What the listeners need around the handlers. */
export interface ListenerDeps extends DoorDeps {
  client: WebClient;
  replyTo: (responseUrl: string) => Reply;
}

/** Registers every name that Slack can call: each is checked, acknowledged, and only then worked on. */
export function registerListeners(app: App, handlers: Handlers, deps: ListenerDeps): void {
  app.use(createDoor(deps));
  const work = createWork(deps);

  app.command(COMMAND, async ({ command, context }) => {
    const act = createAct(
      {
        reference: referenceOf(context),
        userId: command.user_id,
        channelId: command.channel_id,
        triggerId: command.trigger_id,
        responseUrl: command.response_url,
      },
      deps,
    );
    await work(act, 'command', () => handlers.command(act, command.text), command.text);
  });

  for (const [id, handler] of Object.entries(handlers.clicks)) {
    app.action<BlockAction>(withSuffix(id), async ({ body, action, context }) => {
      const act = createAct(whoClicked(body, context), deps);
      const value = valueOf(action);
      await work(act, id, () => handler(act, value), typedBy(id, value));
    });
  }

  for (const [id, handler] of Object.entries(handlers.suggestions)) {
    app.options(withSuffix(id), async ({ ack, body }) => {
      await ack({ options: [...(await suggest(handler, body, deps))] });
    });
  }

  for (const [id, handler] of Object.entries(handlers.submissions)) {
    app.view<ViewSubmitAction>(id, async ({ ack, body, view, context }) => {
      const origin = { reference: referenceOf(context), userId: body.user.id };
      const act = createAct(origin, deps);
      const { response, work: rest } = await answerSubmission(handler, act, view, deps);
      await (response ? ack(response) : ack());
      if (rest) await work(act, id, rest);
    });
  }

  registerEvents(app, handlers, deps);
  registerRest(app, handlers, { ...deps, work });
}

/** What is left: inputs that need no answer, and buttons of messages from before an upgrade. */
function registerRest(app: App, handlers: Handlers, deps: ListenerDeps & { work: Work }): void {
  const { work } = deps;
  const known = [...Object.keys(handlers.clicks), ...Object.keys(handlers.suggestions)];
  app.action<BlockAction>(anythingBut(known), async ({ body, action, context }) => {
    // A link opens by itself, and Slack reports the click all the same; an input is read when it is sent.
    if (action.type !== 'button' || 'url' in action) return;
    const act = createAct(whoClicked(body, context), deps);
    await work(act, 'unknown_action', () =>
      act.reply(
        buildNotice('That button is from an older message.', [
          runButton('status', 'Status', 'status'),
          runButton('help', 'Help', 'help'),
        ]),
      ),
    );
  });
}

/**
 * Does what an act asks for, and answers in words where that fails.
 *
 * @param typed words of a command that asks for the same; absent where there are none.
 */
type Work = (act: Act, name: string, job: () => Promise<void>, typed?: string) => Promise<void>;

function createWork({ log, running }: ListenerDeps): Work {
  return (act, name, job, typed) =>
    running.run(async () => {
      log.info('act', { name, user: act.userId, channel: act.channelId });
      try {
        await job();
      } catch (error) {
        await answerFailure(act, failureMessage(error, act, typed, log), log);
      }
    });
}

async function answerFailure(act: Act, message: SlackMessage, log: Log): Promise<void> {
  try {
    await act.reply(message);
  } catch (failure) {
    log.error('reply_failed', errorFields(failure));
  }
}

async function answerSubmission(
  handler: SubmissionHandler,
  act: Act,
  view: ViewOutput,
  { log }: ListenerDeps,
): Promise<SubmissionAnswer> {
  try {
    return await handler(act, view);
  } catch (error) {
    const message = failureMessage(error, act, undefined, log);
    return { work: () => act.reply(message) };
  }
}

async function suggest(
  handler: SuggestionHandler,
  body: BlockSuggestion,
  { log }: ListenerDeps,
): Promise<readonly types.PlainTextOption[]> {
  try {
    return await handler(body.user.id, body.value);
  } catch (error) {
    log.warn('suggestions_failed', errorFields(error));
    return [];
  }
}

function whoClicked(body: BlockAction, context: Context): ActOrigin {
  return {
    reference: referenceOf(context),
    userId: body.user.id,
    channelId: body.channel?.id,
    triggerId: body.trigger_id,
    responseUrl: body.response_url,
    view: body.view,
  };
}

function valueOf(action: BlockAction['actions'][number]): string {
  if ('value' in action && typeof action.value === 'string') return action.value;
  if ('selected_option' in action) return action.selected_option?.value ?? '';
  return '';
}

/** An `action_id`, also with the `:n` that keeps it unique within a message. */
function withSuffix(id: string): RegExp {
  return new RegExp(`^${id}(:|$)`);
}

function anythingBut(ids: readonly string[]): RegExp {
  return ids.length === 0 ? /^/ : new RegExp(`^(?!(?:${ids.join('|')})(?::|$))`);
}

/** The words of a command that does what a click did; absent where there are none. */
function typedBy(id: string, value: string): string | undefined {
  if (id === ACTION.runVerb || id === ACTION.addonMenu) return value;
  return id === ACTION.showAddon ? `show ${value}` : undefined;
}

function failureMessage(
  error: unknown,
  { reference }: Act,
  typed: string | undefined,
  log: Log,
): SlackMessage {
  // Somebody who may not, or mistyped, would be told the same again.
  const isWorthRepeating = !(error instanceof UserError);
  return buildFailure(errorReply(error, log, reference), { typed, isWorthRepeating });
}
