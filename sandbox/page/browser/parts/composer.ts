import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Drawn } from '../drawn.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';
import { type Proposal, proposalsFor } from './proposals.ts';

/** Where one writes: Enter sends, Shift and Enter begin a new line, Tab takes a proposal. */
export class MessageComposer extends Part {
  static override properties = {
    ...Part.properties,
    channel: {},
    threadTs: {},
    label: {},
    draft: { state: true },
    active: { state: true },
    dismissed: { state: true },
  };
  declare channel: string;
  declare threadTs: string | undefined;
  /** Where it writes to, in words. */
  declare label: string;
  declare private draft: string;
  declare private active: number;
  /** The draft for which proposals were sent away. */
  declare private dismissed: string | undefined;

  constructor() {
    super();
    this.draft = '';
    this.active = -1;
  }

  override render(): Drawn {
    const proposals = this.#proposals();
    const listId = this.threadTs === undefined ? 'proposals' : 'thread-proposals';
    const active = this.#activeOf(proposals);
    return html`<form class="composer" @submit=${this.#submit}>
      ${proposals.length === 0 ? nothing : this.#list(proposals, listId, active)}
      <textarea
        rows="1"
        placeholder=${this.label}
        aria-label=${this.label}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls=${proposals.length > 0 ? listId : nothing}
        aria-activedescendant=${active >= 0 ? `${listId}-${active}` : nothing}
        spellcheck="false"
        .value=${live(this.draft)}
        @input=${this.#type}
        @keydown=${(event: KeyboardEvent) => this.#key(event, proposals)}
      ></textarea>
      <div class="composer-foot">
        <span class="quiet">${this.threadTs === undefined ? html`<kbd>/</kbd> for commands` : nothing}</span>
        <button
          class="send"
          type="submit"
          aria-label="Send"
          title="Send"
          ?disabled=${this.draft.trim() === ''}
        >
          ${icon('send')}
        </button>
      </div>
    </form>`;
  }

  override updated(): void {
    const box = this.querySelector('textarea');
    if (box === null) return;
    box.style.setProperty('height', 'auto');
    box.style.setProperty('height', `${Math.min(box.scrollHeight, 240)}px`);
  }

  #list(proposals: Proposal[], listId: string, active: number): Drawn {
    return html`<div class="proposals">
      <p class="proposals-head" aria-hidden="true">
        <span>Commands</span><span><kbd>Tab</kbd> to take one</span>
      </p>
      <div role="listbox" id=${listId} aria-label="Commands">
        ${proposals.map(
          (proposal, index) =>
            html`<div
              role="option"
              id="${listId}-${index}"
              aria-selected=${index === active}
              class=${index === active ? 'is-active' : ''}
              @mousedown=${(event: Event) => event.preventDefault()}
              @click=${() => this.#take(proposal)}
            >
              <strong>${proposal.title}</strong> <span class="quiet">${proposal.hint}</span>
              <small>${proposal.gives}</small>
            </div>`,
        )}
      </div>
    </div>`;
  }

  #proposals(): Proposal[] {
    const { snapshot } = this.store.state;
    // Slack takes no app's command inside a thread.
    if (snapshot === undefined || this.threadTs !== undefined) return [];
    if (this.dismissed === this.draft) return [];
    const found = proposalsFor(this.draft, snapshot.commands);
    // What is complete already needs no proposal.
    return found.length === 1 && found[0]?.line.trim() === this.draft.trim() ? [] : found;
  }

  #key(event: KeyboardEvent, proposals: Proposal[]): void {
    if (event.isComposing) return;
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const move = moves[event.key];
    const active = this.#activeOf(proposals);
    const chosen = proposals[active];
    const wanted = chosen ?? proposals[0];
    if (move !== undefined && proposals.length > 0) {
      event.preventDefault();
      const start = active < 0 && move < 0 ? 0 : active;
      this.active = (start + move + proposals.length) % proposals.length;
    } else if (event.key === 'Tab' && wanted && !event.shiftKey) {
      event.preventDefault();
      this.#take(wanted);
    } else if (event.key === 'Escape' && proposals.length > 0) {
      event.preventDefault();
      this.dismissed = this.draft;
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      if (chosen) this.#take(chosen);
      else void this.#send();
    }
  }

  /** The chosen proposal: for a half typed word the first one, for a whole command none until one is chosen. */
  #activeOf(proposals: readonly Proposal[]): number {
    if (this.active >= 0) return Math.min(this.active, proposals.length - 1);
    return proposals.length > 0 && !isWhole(this.draft, proposals) ? 0 : -1;
  }

  #take(proposal: Proposal): void {
    this.draft = proposal.line;
    this.active = -1;
    this.querySelector('textarea')?.focus();
  }

  readonly #type = (event: InputEvent): void => {
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    this.draft = event.target.value;
    this.active = -1;
  };

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    void this.#send();
  };

  async #send(): Promise<void> {
    const text = this.draft;
    if (text.trim() === '') return;
    this.draft = '';
    const isSent = await this.store.write(this.channel, text, this.threadTs);
    // What could not be sent is not lost.
    if (!isSent && this.draft === '') this.draft = text;
  }
}

/** Whether the line can be sent as it is, though it could go on. */
function isWhole(line: string, proposals: readonly Proposal[]): boolean {
  return line.endsWith(' ') || proposals.some((proposal) => proposal.title === line.trim());
}
