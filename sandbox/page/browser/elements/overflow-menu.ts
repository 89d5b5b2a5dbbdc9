import { html, LitElement } from 'lit';
import { optionsOf } from '../../../slack/input-state.ts';
import { withEmoji } from '../../../slack/render/emoji.ts';
import type { Json } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { labelOf } from '../state/answers.ts';
import { textFrom, wordsOf } from '../state/json.ts';
import { closeFloat, openFloat } from './float.ts';

/** An overflow menu: three dots, and what they hide. Sends `pick` with the option's value. */
export class OverflowMenu extends LitElement {
  static override properties = {
    element: { attribute: false },
    busy: { type: Boolean },
    open: { state: true },
  };
  declare element: Json;
  declare busy: boolean;
  declare private open: boolean;

  constructor() {
    super();
    this.open = false;
    this.busy = false;
  }

  override createRenderRoot(): this {
    return this;
  }

  override render(): Drawn {
    return html`<button
        type="button"
        class="overflow"
        aria-haspopup="menu"
        aria-expanded=${this.open}
        aria-label="More actions"
        aria-busy=${this.busy}
        @click=${() => (this.open ? this.#close() : this.#open(0))}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          this.#open(0);
        }}
      >
        <span aria-hidden="true">⋯</span>
      </button>
      <div
        class="menu"
        popover="auto"
        role="menu"
        aria-label="More actions"
        @toggle=${(event: ToggleEvent) => (this.open = event.newState === 'open')}
        @keydown=${(event: KeyboardEvent) => this.#move(event)}
      >
        ${optionsOf(this.element).map((option) => this.#item(option))}
      </div>`;
  }

  #item(option: Json): Drawn {
    const description = wordsOf(option['description']);
    return html`<button
      type="button"
      role="menuitem"
      tabindex="-1"
      @click=${() => this.#pick(option)}
    >
      ${withEmoji(labelOf(option))}${
        description === '' ? '' : html`<small>${withEmoji(description)}</small>`
      }
    </button>`;
  }

  #pick(option: Json): void {
    this.#close();
    const value = textFrom(option['value']);
    const url = textFrom(option['url']);
    if (url.startsWith('https:')) window.open(url, '_blank', 'noopener,noreferrer');
    this.dispatchEvent(new CustomEvent('pick', { detail: value }));
  }

  #open(index: number): void {
    const button = this.querySelector<HTMLElement>('.overflow');
    const menu = this.querySelector<HTMLElement>('.menu');
    if (button === null || menu === null) return;
    openFloat(menu, button);
    this.#items()[index]?.focus();
  }

  #close(): void {
    closeFloat(this.querySelector('.menu'));
    this.querySelector<HTMLElement>('.overflow')?.focus();
  }

  #items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[role=menuitem]')];
  }

  #move(event: KeyboardEvent): void {
    const items = this.#items();
    const at = items.indexOf(
      document.activeElement instanceof HTMLElement ? document.activeElement : this,
    );
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === 'Tab') this.#close();
    if (event.key === 'Escape') {
      // Inside a form this key would close the form, too.
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    }
    if (to === undefined) return;
    event.preventDefault();
    items.at(to % items.length)?.focus();
  }
}
