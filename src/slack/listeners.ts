import type { App, BlockSuggestion, types, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import { errorFields } from '../domain/log.ts';
import type { Act } from './acts/act.ts';
import { type ActDeps, createAct } from './acts/create-act.ts';
import type {
  Handlers,
  SubmissionAnswer,
  SubmissionHandler,
  SuggestionHandler,
} from './acts/handler.ts';
import { createWork, failureMessage, type Work } from './acts/work.ts';
import { registerClicks, withSuffix } from './click-listeners.ts';
import { referenceOf } from './connection/trace-events.ts';
import { createDoor, type DoorDeps } from './door/door.ts';
import { registerEvents } from './event-listeners.ts';
import { COMMAND } from './ids.ts';

/** What the listeners need around the handlers. */
export type ListenerDeps = DoorDeps & ActDeps;

/** Registers every name that Slack can call: each is checked, acknowledged, and only then worked on. */
export function registerListeners(app: App, handlers: Handlers, deps: ListenerDeps): void {
  app.use(createDoor(deps));
  const work = createWork(deps);
  registerCommand(app, handlers.command, deps, work);
  registerClicks(app, handlers, deps, work);
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
}

function registerCommand(
  app: App,
  handler: Handlers['command'],
  deps: ListenerDeps,
  work: Work,
): void {
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
    await work(act, 'command', () => handler(act, command.text), command.text);
  });
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
    const message = failureMessage(error, act, log);
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
