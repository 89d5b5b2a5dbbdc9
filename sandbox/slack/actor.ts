import { choose, pickFromMenu, pressButton, typeAhead } from './acts/action.ts';
import { type ChannelChange, changeChannel } from './acts/channel.ts';
import { type CommandOptions, typeCommand } from './acts/command.ts';
import { inviteBot, openHomeTab, type SayOptions, writeMessage } from './acts/event.ts';
import { type Answers, closeForm, fillForm, submitForm } from './acts/form.ts';
import type { ShownMessage, ShownView, SlackEvent } from './events.ts';
import type { Json } from './json.ts';
import type { Person } from './people.ts';
import { type ActOptions, Screen, type Stage } from './screen.ts';
import type { ElementChoice, Shown } from './sights.ts';
import type { Answer } from './view-values.ts';
import { directMessages } from './workspace.ts';

/**
 * A person of the workspace who does things in Slack.
 *
 * Every act resolves with the first thing that the person sees of it (or with what `until` asks
 * for), and rejects when that does not come in time.
 */
export class Actor {
  readonly #screen: Screen;

  constructor(stage: Stage, person: Person) {
    this.#screen = new Screen(stage, person);
  }

  get id(): string {
    return this.#screen.person.id;
  }

  /** The views of the open modal, the visible one last. */
  get modal(): ShownView[] {
    return this.#screen.stage.views.stack(this.id);
  }

  get home(): ShownView | undefined {
    return this.#screen.stage.views.home(this.id);
  }

  /** The direct messages with the bot, as a channel id. */
  get directMessages(): string {
    return directMessages(this.#screen.stage.workspace, this.id).id;
  }

  /** Types a slash command, in #backups unless told otherwise. */
  command(name: string, text = '', options: CommandOptions = {}): Promise<SlackEvent> {
    return typeCommand(this.#screen, name, text, options);
  }

  /** Presses a button, and agrees to its question if it asks one. */
  click(shown: Shown, choice: ElementChoice, options: ActOptions = {}): Promise<SlackEvent> {
    return pressButton(this.#screen, shown, choice, options);
  }

  /** Picks an entry of an overflow menu by its value or label. */
  overflow(
    shown: Shown,
    choice: ElementChoice,
    option: string,
    options: ActOptions = {},
  ): Promise<SlackEvent> {
    return pickFromMenu(this.#screen, shown, choice, option, options);
  }

  /**
   * Chooses in something that reports at once: a select, date picker or group of boxes outside of
   * an input block, or anything in an input block with `dispatch_action`.
   */
  select(
    shown: Shown,
    choice: ElementChoice,
    answer: Answer,
    options: ActOptions = {},
  ): Promise<SlackEvent> {
    return choose(this.#screen, shown, choice, answer, options);
  }

  /**
   * Types into a select that asks the app; resolves with the offered options, groups unfolded.
   *
   * @throws Error with Slack's reason when the app offered nothing that Slack could show.
   */
  suggest(
    shown: Shown,
    choice: ElementChoice,
    query: string,
    options: ActOptions = {},
  ): Promise<Json[]> {
    return typeAhead(this.#screen, shown, choice, query, options);
  }

  /** Writes answers into a modal; nothing is sent. */
  fill(shown: Shown, answers: Answers): ShownView {
    return fillForm(this.#screen, shown, answers);
  }

  /** Fills in the answers, if any, and presses the submit button. */
  submit(shown: Shown, answers: Answers = {}, options: ActOptions = {}): Promise<SlackEvent> {
    fillForm(this.#screen, shown, answers);
    return submitForm(this.#screen, shown, options);
  }

  /** Closes the visible view, or with `all` the whole modal. */
  closeView(shown: Shown, options: ActOptions & { all?: boolean } = {}): Promise<SlackEvent> {
    return closeForm(this.#screen, shown, options);
  }

  /** Opens the bot's home tab. */
  openHome(options: ActOptions = {}): Promise<SlackEvent> {
    return openHomeTab(this.#screen, options);
  }

  /** Adds the bot to a channel, also where it is already. */
  invite(channel: string, options: ActOptions = {}): Promise<SlackEvent> {
    return inviteBot(this.#screen, channel, options);
  }

  /** Archives, renames, deletes, hides or opens a channel, or takes the bot out of it. */
  changeChannel(channel: string, change: ChannelChange): void {
    changeChannel(this.#screen, channel, change);
  }

  /** Writes a message, in #backups unless told otherwise. */
  say(text: string, options: SayOptions = {}): ShownMessage {
    return writeMessage(this.#screen, text, options);
  }
}
