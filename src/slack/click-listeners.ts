import type { App, BlockAction, Context } from '@slack/bolt';
import type { Act } from './acts/act.ts';
import { type ActDeps, type ActOrigin, createAct } from './acts/create-act.ts';
import type { Handlers } from './acts/handler.ts';
import type { Work } from './acts/work.ts';
import { referenceOf } from './connection/trace-events.ts';
import { ACTION } from './ids.ts';
import { buildNotice } from './messages/notice.ts';
import { runButton } from './run-button.ts';

/** Registers every button and menu: those that have a handler, and what is left in older messages. */
export function registerClicks(app: App, handlers: Handlers, deps: ActDeps, work: Work): void {
  for (const [id, handler] of Object.entries(handlers.clicks)) {
    app.action<BlockAction>(withSuffix(id), async ({ body, action, context }) => {
      const act = createAct(whoClicked(body, context), deps);
      const value = valueOf(action);
      await work(act, id, () => handler(act, value), typedBy(id, value));
    });
  }

  const known = [...Object.keys(handlers.clicks), ...Object.keys(handlers.suggestions)];
  app.action<BlockAction>(anythingBut(known), async ({ body, action, context }) => {
    // A link opens by itself, and Slack reports the click all the same; an input is read when it is sent.
    if (action.type !== 'button' || 'url' in action) return;
    const act = createAct(whoClicked(body, context), deps);
    await work(act, 'unknown_action', () => answerOldButton(act));
  });
}

/** An `action_id`, also with the `:n` that keeps it unique within a message. */
export function withSuffix(id: string): RegExp {
  return new RegExp(`^${id}(:|$)`);
}

function anythingBut(ids: readonly string[]): RegExp {
  return ids.length === 0 ? /^/ : new RegExp(`^(?!(?:${ids.join('|')})(?::|$))`);
}

/** Messages stay when the bot is upgraded, with buttons that it may no longer know. */
async function answerOldButton(act: Act): Promise<void> {
  await act.reply(
    buildNotice('That button is from an older message.', [
      runButton('status', 'Status', 'status'),
      runButton('help', 'Help', 'help'),
    ]),
  );
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

/** The words of a command that does what a click did; absent where there are none. */
function typedBy(id: string, value: string): string | undefined {
  if (id === ACTION.runVerb || id === ACTION.addonMenu) return value;
  return id === ACTION.showAddon ? `show ${value}` : undefined;
}
