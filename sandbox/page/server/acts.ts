import { z } from 'zod';
import { elementsOf } from '../../slack/elements.ts';
import { textFrom } from '../../slack/json.ts';
import {
  type ActOptions,
  type Actor,
  type Json,
  messageOf,
  type SandboxSlack,
  type ShownMessage,
  type ShownView,
  type SlackEvent,
  sees,
  viewOf,
} from '../../slack.ts';
import type { Act, Answer, Shown, Suggestion } from '../wire.ts';

/** An act that could not be done, in a sentence for the person. */
export class ImpossibleAct extends Error {
  override readonly name = 'ImpossibleAct';
}

const json = z.record(z.string(), z.unknown());
const answer: z.ZodType<Answer> = z.union([
  z.string(),
  z.number(),
  z.array(z.string()),
  z.array(json),
  json,
  z.null(),
]);
const answers = z.record(z.string(), answer);
const shown: z.ZodType<Shown> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('message'),
    channel: z.string(),
    ts: z.string(),
    ephemeral: z.boolean(),
  }),
  z.object({ kind: z.literal('view'), id: z.string() }),
]);
const place = { as: z.string(), shown, blockId: z.string(), actionId: z.string() };

/** An act as the page sends it. */
export const ActRequest: z.ZodType<Act> = z.discriminatedUnion('kind', [
  z.object({
    as: z.string(),
    kind: z.literal('write'),
    channel: z.string(),
    text: z.string().min(1),
    threadTs: z.string().optional(),
  }),
  z.object({ ...place, kind: z.literal('use'), answer: answer.optional() }),
  z.object({ as: z.string(), kind: z.literal('fill'), view: z.string(), answers }),
  z.object({ as: z.string(), kind: z.literal('submit'), view: z.string(), answers }),
  z.object({ as: z.string(), kind: z.literal('close'), view: z.string(), all: z.boolean() }),
  z.object({ as: z.string(), kind: z.literal('home') }),
]);

/** What is typed into a select, as the page sends it. */
export const SuggestionRequest: z.ZodType<Suggestion> = z.object({ ...place, query: z.string() });

/** More of what was typed is not repeated in the inspector. */
const MAX_WORDS = 80;

/** Slack's own 3 s, the delay of a slow bot, and some air. */
const WITHIN_MS = 8000;
const OPTIONS: ActOptions = {
  within: WITHIN_MS,
  until: (event: SlackEvent) => sees.ack(event) || sees.notice(event) || sees.errors(event),
};

/**
 * Lets a person do something.
 *
 * @returns resolves when the app has acknowledged it, or Slack has said that it did not.
 * @throws {ImpossibleAct} for what is not on the person's screen any more.
 */
export async function perform(slack: SandboxSlack, act: Act): Promise<void> {
  const actor = personOf(slack, act.as);
  try {
    await start(slack, actor, act);
  } catch (error) {
    throw new ImpossibleAct(error instanceof Error ? error.message : 'this could not be done', {
      cause: error,
    });
  }
}

async function start(slack: SandboxSlack, actor: Actor, act: Act): Promise<void> {
  switch (act.kind) {
    case 'write':
      await write(actor, act);
      break;
    case 'use':
      await use(slack, actor, act);
      break;
    case 'fill':
      actor.fill(viewOnScreen(actor, act.view), act.answers);
      break;
    case 'submit':
      await actor.submit(viewOnScreen(actor, act.view), act.answers, OPTIONS);
      break;
    case 'close':
      await actor.closeView(viewOnScreen(actor, act.view), { all: act.all, within: WITHIN_MS });
      break;
    case 'home':
      await actor.openHome(OPTIONS);
      break;
  }
}

async function write(actor: Actor, act: Extract<Act, { kind: 'write' }>): Promise<void> {
  const { channel, text, threadTs } = act;
  const command = /^(\/[\w-]+)(?:\s+([\s\S]*))?$/.exec(text.trim());
  if (command !== null && threadTs !== undefined) {
    // Slack takes only its own commands there.
    throw new Error(`${command[1]} cannot be used inside a thread`);
  }
  if (command !== null) {
    await actor.command(command[1] ?? '', command[2] ?? '', { ...OPTIONS, channel });
  } else {
    actor.say(text, { channel, ...(threadTs !== undefined && { threadTs }) });
  }
}

function use(
  slack: SandboxSlack,
  actor: Actor,
  { shown: where, blockId, actionId, answer: given }: Extract<Act, { kind: 'use' }>,
): Promise<unknown> {
  const screen = onScreen(slack, actor, where);
  const choice = { blockId, actionId };
  const type = elementsOf(screen.blocks).find(
    (placed) => placed.blockId === blockId && placed.element['action_id'] === actionId,
  )?.element['type'];
  if (type === 'overflow') return actor.overflow(screen, choice, textFrom(given), OPTIONS);
  if (type === 'button') return actor.click(screen, choice, OPTIONS);
  return actor.select(screen, choice, given ?? null, OPTIONS);
}

/** The options that the app offers for what a person typed. @throws {ImpossibleAct} */
export async function suggest(slack: SandboxSlack, asked: Suggestion): Promise<Json[]> {
  const actor = personOf(slack, asked.as);
  try {
    const screen = onScreen(slack, actor, asked.shown);
    const choice = { blockId: asked.blockId, actionId: asked.actionId };
    return await actor.suggest(screen, choice, asked.query, { within: WITHIN_MS });
  } catch (error) {
    throw new ImpossibleAct('The app offered nothing.', { cause: error });
  }
}

function personOf(slack: SandboxSlack, id: string): Actor {
  const person = slack.workspace.people.get(id);
  if (person === undefined || person.isBot) throw new ImpossibleAct('Nobody here has this id.');
  return slack.user(id);
}

function onScreen(slack: SandboxSlack, actor: Actor, where: Shown): ShownMessage | ShownView {
  if (where.kind === 'view') return viewOnScreen(actor, where.id);
  const { channel, ts, ephemeral } = where;
  const found = slack
    .timeline(channel, actor.id)
    .find((message) => message.ts === ts && (message.onlyFor !== undefined) === ephemeral);
  if (found === undefined) throw new Error('This message is gone.');
  return messageOf(found);
}

function viewOnScreen(actor: Actor, id: string): ShownView {
  const found = [...actor.modal, ...(actor.home ? [actor.home] : [])].find(
    (view) => view.id === id,
  );
  if (found === undefined) throw new Error('This window is closed.');
  return viewOf(found);
}

/** The act in a few words, for the inspector. */
export function describeAct(slack: SandboxSlack, act: Act): string {
  if (act.kind === 'write') {
    return act.text.length > MAX_WORDS ? `${act.text.slice(0, MAX_WORDS)}…` : act.text;
  }
  if (act.kind === 'use') return `used ${act.actionId}`;
  if (act.kind === 'home') return 'opened the Home tab';
  const title = slack.user(act.as).modal.find(({ id }) => id === act.view)?.title ?? 'a form';
  return `${{ fill: 'typed into', submit: 'sent', close: 'closed' }[act.kind]} “${title}”`;
}
