import { showAnswer } from './answers.ts';
import type { ShownMessage, ShownView, SlackEvent } from './events.ts';
import { checkInputs } from './input-checks.ts';
import { type Json, jsonOf, textFrom } from './json.ts';
import { findMessage, postMessage } from './messages.ts';
import {
  actionPayload,
  commandPayload,
  eventPayload,
  suggestionPayload,
  viewPayload,
} from './payloads.ts';
import { IDS, type Person } from './people.ts';
import { Refusal } from './refusal.ts';
import { type Act, type ActOptions, Screen, type Stage } from './screen.ts';
import {
  type ElementChoice,
  findElement,
  isView,
  messageOf,
  type Shown,
  viewOf,
} from './sights.ts';
import { readOptions, replyToSubmission } from './submissions.ts';
import { typedText } from './typed-text.ts';
import { type Answer, answerValue } from './view-values.ts';
import { type Channel, directMessages } from './workspace.ts';

/** Answers to a form: by `block_id`, or by `action_id` where that is unique. */
export type Answers = Record<string, Answer>;

export interface CommandOptions extends ActOptions {
  /** Id of the channel in which it is typed; #backups when left out. */
  channel?: string | undefined;
}

/**
 * A person of the workspace who does things in Slack.
 *
 * Every act resolves with the first thing that the person sees of it (or with what `until` asks
 * for), and rejects when that does not come in time.
 */
export class Actor {
  readonly #screen: Screen;
  readonly #stage: Stage;

  constructor(stage: Stage, person: Person) {
    this.#stage = stage;
    this.#screen = new Screen(stage, person);
  }

  get id(): string {
    return this.#screen.person.id;
  }

  /** The views of the open modal, the visible one last. */
  get modal(): ShownView[] {
    return this.#stage.views.stack(this.id);
  }

  get home(): ShownView | undefined {
    return this.#stage.views.home(this.id);
  }

  /** The direct messages with the bot, as a channel id. */
  get directMessages(): string {
    return directMessages(this.#stage.workspace, this.id).id;
  }

  /** Types a slash command. */
  command(name: string, text = '', options: CommandOptions = {}): Promise<SlackEvent> {
    const { workspace, responseUrls } = this.#stage;
    const channel = this.#channel(options.channel ?? IDS.backups);
    const act = this.#screen.begin(name, channel.id);
    const known = workspace.manifest.commands?.get(name);
    if (workspace.manifest.commands !== undefined && known === undefined) {
      this.#screen.notice(act, 'unknown_command', `${name} is not a valid command.`);
      return this.#screen.see(act, options);
    }
    const target = { channel: channel.id, user: this.id, cause: act.cause };
    const payload = commandPayload(this.#screen.payloadContext(options), {
      name,
      text: typedText(workspace, text, known?.shouldEscape ?? false),
      channel,
      responseUrl: responseUrls.issue(target),
      triggerId: this.#screen.trigger(act),
    });
    this.#screen.send(act, 'slash_commands', payload, options, (reply) => {
      if (Object.keys(reply).length > 0) this.#tryTo(act, () => this.#show(reply, target));
    });
    return this.#screen.see(act, options);
  }

  /** Presses a button. */
  click(shown: Shown, choice: ElementChoice, options: ActOptions = {}): Promise<SlackEvent> {
    const { element, blockId } = findElement(shown, choice);
    const { text, value, url } = element;
    const extra = {
      text,
      ...(value !== undefined && { value }),
      ...(url !== undefined && { url }),
    };
    return this.#act(shown, blockId, element, extra, options);
  }

  /** Picks an entry of an overflow menu by its value or label. */
  overflow(
    shown: Shown,
    choice: ElementChoice,
    option: string,
    options: ActOptions = {},
  ): Promise<SlackEvent> {
    const { element, blockId } = findElement(shown, choice);
    const picked = answerValue({ ...element, type: 'static_select' }, option);
    return this.#act(shown, blockId, element, { ...picked, type: 'overflow' }, options);
  }

  /**
   * Chooses in a select, date picker or group of boxes that reports at once: outside of input
   * blocks, or inside one with `dispatch_action`.
   */
  select(
    shown: Shown,
    choice: ElementChoice,
    answer: Answer,
    options: ActOptions = {},
  ): Promise<SlackEvent> {
    const { element, blockId, block } = findElement(shown, choice);
    const value = answerValue(element, answer);
    if (isView(shown)) this.#setValue(viewOf(shown), blockId, element, value);
    if (block['type'] === 'input' && block['dispatch_action'] !== true) {
      throw new Error(`${blockId} reports nothing before it is submitted: fill it instead`);
    }
    return this.#act(shown, blockId, element, value, options);
  }

  /** Types into a select that asks the app; resolves with the offered options, groups unfolded. */
  async suggest(
    shown: Shown,
    choice: ElementChoice,
    query: string,
    options: ActOptions = {},
  ): Promise<Json[]> {
    const { element, blockId } = findElement(shown, choice);
    const shortest = element['min_query_length'] ?? 3;
    if (query.length < Number(shortest)) return [];
    const act = this.#screen.begin(`typing "${query}"`);
    const asked = { blockId, actionId: String(element['action_id']), query };
    const context = this.#screen.payloadContext(options);
    const payload = suggestionPayload(context, this.#place(shown), asked);
    let offered: Json[] = [];
    this.#screen.send(act, 'interactive', payload, options, (reply) =>
      this.#tryTo(act, () => {
        offered = readOptions(reply);
      }),
    );
    const seen = await this.#screen.see(act, { ...options, until: isReply });
    await Promise.resolve();
    const refusal = this.#stage.workspace.log
      .since(seen.seq - 1)
      .find((event) => event.type === 'notice' && event.cause === act.cause);
    if (refusal?.type === 'notice') throw new Error(refusal.text);
    return offered;
  }

  /** Writes answers into a modal; nothing is sent. */
  fill(shown: Shown, answers: Answers): ShownView {
    const view = this.#current(viewOf(shown));
    for (const [name, answer] of Object.entries(answers)) {
      const choice = view.blocks.some((block) => block['block_id'] === name)
        ? { blockId: name }
        : name;
      const { element, blockId } = findElement(view, choice);
      this.#setValue(view, blockId, element, answerValue(element, answer));
    }
    return structuredClone(view);
  }

  /** Fills in the answers, if any, and presses the submit button. */
  submit(shown: Shown, answers: Answers = {}, options: ActOptions = {}): Promise<SlackEvent> {
    this.fill(shown, answers);
    const view = this.#current(viewOf(shown));
    const act = this.#screen.begin(`submitting "${view.title}"`);
    const errors = checkInputs(view);
    view.errors = {};
    if (Object.keys(errors).length > 0) {
      this.#stage.views.setErrors(view, errors, act.cause);
      return this.#screen.see(act, options);
    }
    const extra = {
      trigger_id: this.#screen.trigger(act, view.id),
      response_urls: this.#responseUrls(view, act),
    };
    const context = this.#screen.payloadContext(options);
    const payload = viewPayload(context, 'view_submission', view, extra);
    this.#screen.send(act, 'interactive', payload, options, (reply) =>
      this.#tryTo(act, () => replyToSubmission(this.#stage, view, reply, act.cause)),
    );
    return this.#screen.see(act, options);
  }

  /** Closes the visible view, or the whole modal; the app is told when it asked to be. */
  closeView(shown: Shown, options: ActOptions & { all?: boolean } = {}): Promise<SlackEvent> {
    const view = this.#current(viewOf(shown));
    const act = this.#screen.begin(`closing "${view.title}"`);
    const all = options.all === true || view.clearOnClose;
    const closed = all ? this.modal : [view];
    this.#stage.views.close(this.id, { all, cause: act.cause });
    for (const one of closed.filter(({ notifyOnClose }) => notifyOnClose)) {
      const context = this.#screen.payloadContext(options);
      const payload = viewPayload(
        context,
        'view_closed',
        { ...one, values: {} },
        { is_cleared: all },
      );
      this.#screen.send(act, 'interactive', payload, options, () => {});
    }
    return this.#screen.see(act, options);
  }

  /** Opens the bot's home tab. */
  openHome(options: ActOptions = {}): Promise<SlackEvent> {
    const act = this.#screen.begin('opening the home tab');
    this.#event(act, options, {
      type: 'app_home_opened',
      user: this.id,
      channel: this.directMessages,
      tab: 'home',
    });
    return this.#screen.see(act, options);
  }

  /** Writes a message; the app hears of it when it is mentioned or written to directly. */
  say(text: string, options: CommandOptions & { threadTs?: string } = {}): ShownMessage {
    const { workspace } = this.#stage;
    const channel = this.#channel(options.channel ?? IDS.backups);
    const { threadTs } = options;
    const message = postMessage(workspace, channel, this.id, { text, blocks: [], threadTs });
    const event = { user: this.id, text, ts: message.ts, channel: channel.id, thread_ts: threadTs };
    const act = this.#screen.begin('writing a message', channel.id);
    if (channel.kind === 'im') {
      this.#event(act, options, { ...event, type: 'message', channel_type: 'im' });
    } else if (text.includes(`<@${workspace.botUser}>`)) {
      this.#event(act, options, { ...event, type: 'app_mention' });
    }
    return message;
  }

  #event(act: Act, options: ActOptions, event: Json): void {
    const { events } = this.#stage.workspace.manifest;
    const name = event['type'] === 'message' ? 'message.im' : String(event['type']);
    if (events !== undefined && !events.has(name)) return;
    const payload = eventPayload(this.#screen.payloadContext(options), event);
    this.#screen.send(act, 'events_api', payload, options, () => {});
  }

  #act(
    shown: Shown,
    blockId: string,
    element: Json,
    extra: Json,
    options: ActOptions,
  ): Promise<SlackEvent> {
    const place = this.#place(shown);
    const channel = 'channel' in place ? place.channel.id : undefined;
    const act = this.#screen.begin(`using ${String(element['action_id'])}`, channel);
    const action = {
      ...extra,
      type: element['type'],
      action_id: element['action_id'],
      block_id: blockId,
      action_ts: this.#stage.workspace.nextTs(),
    };
    const trigger = this.#screen.trigger(act, 'view' in place ? place.view.id : undefined);
    const from =
      'view' in place ? place : { ...place, responseUrl: this.#responseUrl(act, place.message) };
    const payload = actionPayload(this.#screen.payloadContext(options), from, action, trigger);
    this.#screen.send(act, 'interactive', payload, options, () => {});
    return this.#screen.see(act, options);
  }

  #place(shown: Shown): { view: ShownView } | { message: ShownMessage; channel: Channel } {
    if (isView(shown)) return { view: this.#current(viewOf(shown)) };
    const seen = messageOf(shown);
    const message = findMessage(this.#stage.workspace, seen.channel, seen.ts, seen.onlyFor);
    if (message === undefined) throw new Error('the message is not there any more');
    return { message, channel: this.#channel(seen.channel) };
  }

  #responseUrl(act: Act, { channel, ts, onlyFor, threadTs }: ShownMessage): string {
    const source = { ts, onlyFor, threadTs };
    return this.#stage.responseUrls.issue({ channel, user: this.id, cause: act.cause, source });
  }

  /** Response URLs of a submission: one for each conversation chosen in an input that asks for one. */
  #responseUrls(view: ShownView, act: Act): Json[] {
    return view.blocks.flatMap((block) => {
      const element = jsonOf(block['element']);
      if (element['response_url_enabled'] !== true) return [];
      const blockId = String(block['block_id']);
      const actionId = String(element['action_id']);
      const value = view.values[blockId]?.[actionId];
      const channel = textFrom(value?.['selected_conversation'] ?? value?.['selected_channel']);
      const responseUrl = this.#stage.responseUrls.issue({
        channel,
        user: this.id,
        cause: act.cause,
      });
      return [
        { block_id: blockId, action_id: actionId, channel_id: channel, response_url: responseUrl },
      ];
    });
  }

  #show(body: Json, target: { channel: string; user: string; cause: string }): void {
    const { workspace, oldWorkspace } = this.#stage;
    showAnswer(workspace, body, target, { oldWorkspace: oldWorkspace() });
  }

  #tryTo(act: Act, show: () => void): void {
    try {
      show();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const details = JSON.stringify(error.details['errors'] ?? error.details);
      this.#screen.notice(act, error.error, `${act.words} failed: ${error.error} ${details}`);
    }
  }

  #setValue(view: ShownView, blockId: string, element: Json, value: Json): void {
    const record = this.#current(view);
    (record.values[blockId] ??= {})[String(element['action_id'])] = value;
  }

  /** The workspace's record of a view that the person saw. */
  #current(view: ShownView): ShownView {
    const record = this.#stage.views.find(view.id);
    if (record === undefined) throw new Error(`the view "${view.title}" is not there any more`);
    return record;
  }

  #channel(id: string): Channel {
    const channel = this.#stage.workspace.channels.get(id);
    if (channel === undefined) throw new Error(`there is no channel ${id}`);
    return channel;
  }
}

function isReply({ type }: SlackEvent): boolean {
  return type === 'ack' || type === 'notice';
}
