import { html, LitElement, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { withEmoji } from '../../../slack/render/emoji.ts';
import type { Json } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { isAmong, labelOf } from '../state/answers.ts';
import { wordsOf } from '../state/json.ts';
import { closeFloat, openFloat } from './float.ts';
import type { Naming } from './naming.ts';
import { groupsOf, narrow, type OptionGroup } from './option-groups.ts';
import { drawOptionList, optionId } from './option-list.ts';
import { Suggestions } from './suggestions.ts';

/**
 * A select whose options narrow down while one types. Sends `choose` with the chosen options.
 *
 * With `ask` the options come from the app; otherwise they are the element's own.
 */
export class OptionSelect extends LitElement {
  static override properties = {
    element: { attribute: false },
    options: { attribute: false },
    chosen: { attribute: false },
    ask: { attribute: false },
    several: { type: Boolean },
    naming: { attribute: false },
    busy: { type: Boolean },
    listId: {},
    open: { state: true },
    query: { state: true },
    active: { state: true },
  };
  declare element: Json;
  /** Instead of the element's own options: people, channels. */
  declare options: Json[] | undefined;
  declare chosen: Json[];
  declare ask: ((query: string) => Promise<Json[]>) | undefined;
  declare several: boolean;
  /** Optional is whose choice may be taken back. */
  declare naming: Naming;
  declare busy: boolean;
  /** Id of the list, unique on the page. */
  declare listId: string;
  declare private open: boolean;
  declare private query: string | undefined;
  declare private active: number;
  readonly #suggestions = new Suggestions(() => {
    this.active = 0;
    this.requestUpdate();
  });

  constructor() {
    super();
    this.chosen = [];
    this.several = false;
    this.busy = false;
    this.listId = '';
    this.open = false;
    this.active = -1;
  }

  override createRenderRoot(): this {
    return this;
  }

  override render(): Drawn {
    const { label, describedBy, invalid, optional } = this.naming;
    const [single] = this.several ? [] : this.chosen;
    const shown = this.query ?? (single === undefined ? '' : withEmoji(labelOf(single)));
    const groups = this.#groups();
    const all = groups.flatMap(({ options }) => options);
    return html`<div class="select ${invalid ? 'is-invalid' : ''}" aria-busy=${this.busy}>
        ${this.several ? this.chosen.map((option) => this.#chip(option)) : nothing}
        <input
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck="false"
          aria-autocomplete="list"
          aria-expanded=${this.open}
          aria-controls=${this.listId}
          aria-label=${label}
          aria-describedby=${describedBy || nothing}
          aria-invalid=${invalid ? 'true' : nothing}
          aria-activedescendant=${this.open && all[this.active] ? optionId(this.listId, this.active) : nothing}
          placeholder=${wordsOf(this.element['placeholder']) || 'Choose an option'}
          .value=${live(shown)}
          @click=${() => this.#open()}
          @input=${(event: InputEvent) => this.#type(event)}
          @keydown=${(event: KeyboardEvent) => this.#key(event, all)}
          @blur=${() => this.#close()}
        />
        ${optional && single !== undefined ? this.#clear() : nothing}
        <span class="select-arrow" aria-hidden="true"></span>
      </div>
      ${this.#list(groups)}`;
  }

  override updated(): void {
    if (!this.open) return;
    const menu = this.querySelector<HTMLElement>('.options');
    const box = this.querySelector<HTMLElement>('.select');
    if (menu === null || box === null) return;
    openFloat(menu, box, { minWidth: box.offsetWidth, maxHeight: 320 });
    menu.querySelector('.is-active')?.scrollIntoView({ block: 'nearest' });
  }

  #list(groups: OptionGroup[]): Drawn {
    return drawOptionList({
      id: this.listId,
      label: this.naming.label,
      several: this.several,
      groups,
      chosen: this.chosen,
      active: this.active,
      note: this.#emptyWords(),
      choose: (option) => this.#choose(option),
      point: (index) => (this.active = index),
    });
  }

  #emptyWords(): string {
    if (this.#suggestions.isLoading) return 'Loading…';
    const left = this.#minLength() - (this.query ?? '').length;
    if (this.ask && left > 0)
      return `Type ${left === 1 ? 'a character' : `${left} characters`} or more`;
    return 'No results';
  }

  #chip(option: Json): Drawn {
    const label = withEmoji(labelOf(option));
    return html`<span class="chip"
      >${label}<button type="button" aria-label="Remove ${label}" @click=${() => this.#choose(option)}>
        ×
      </button></span
    >`;
  }

  #clear(): Drawn {
    return html`<button type="button" class="select-clear" aria-label="Clear ${this.naming.label}" @click=${() => this.#tell([])}>
      ×
    </button>`;
  }

  #groups(): OptionGroup[] {
    if (this.ask) return [{ options: this.#suggestions.offered }];
    const own = this.options ? [{ options: this.options }] : groupsOf(this.element);
    return narrow(own, this.query ?? '');
  }

  #type(event: InputEvent): void {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.query = event.target.value;
    this.active = 0;
    this.open = true;
    void this.#askApp();
  }

  #open(): void {
    if (this.open) return;
    this.scrollIntoView({ block: 'nearest' });
    this.open = true;
    this.query = '';
    this.active = 0;
    void this.#askApp();
  }

  #close(): void {
    this.open = false;
    this.query = undefined;
    closeFloat(this.querySelector('.options'));
  }

  async #askApp(): Promise<void> {
    if (this.ask === undefined) return;
    await this.#suggestions.ask(this.ask, this.query ?? '', this.#minLength());
  }

  #minLength(): number {
    return this.ask ? Number(this.element['min_query_length'] ?? 3) : 0;
  }

  #key(event: KeyboardEvent, all: Json[]): void {
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const move = moves[event.key];
    if (move !== undefined) {
      event.preventDefault();
      if (this.open) this.active = (this.active + move + all.length) % Math.max(1, all.length);
      else this.#open();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const option = this.open ? all[this.active] : undefined;
      if (option) this.#choose(option);
      else this.#open();
    } else if (event.key === 'Escape' && this.open) {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    } else if (event.key === 'Backspace' && this.several && !this.query) {
      this.#tell(this.chosen.slice(0, -1));
    }
  }

  #choose(option: Json): void {
    if (!this.several) {
      this.#close();
      this.#tell([option]);
      return;
    }
    const others = this.chosen.filter((one) => one['value'] !== option['value']);
    const limit = Number(this.element['max_selected_items'] ?? 100);
    if (isAmong(this.chosen, option)) this.#tell(others);
    else if (others.length < limit) this.#tell([...others, option]);
    this.query = '';
  }

  #tell(chosen: Json[]): void {
    this.chosen = chosen;
    this.dispatchEvent(new CustomEvent('choose', { detail: chosen }));
  }
}
