import { html, nothing } from 'lit';
import type { WireView } from '../../wire.ts';
import { drawBlocks } from '../blocks/blocks.ts';
import type { Drawn } from '../drawn.ts';
import type { OptionSelect } from '../elements/option-select.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';
import { answersIn, type Edits, viewSurface } from './view-surface.ts';

/** Typed words reach the sandbox after this much quiet, so that a reload finds them again. */
const FILL_MS = 250;

/** The open modal: the top one of its views. */
export class ViewModal extends Part {
  static override properties = { ...Part.properties, isSending: { state: true } };
  declare private isSending: boolean;
  #edits: Edits = new Map();
  #shownId = '';
  #shownErrors = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.isSending = false;
  }

  override willUpdate(): void {
    const id = this.#top?.id ?? '';
    if (id === this.#shownId) return;
    this.#shownId = id;
    this.#edits = new Map();
    this.#shownErrors = '';
    clearTimeout(this.#timer);
  }

  override render(): Drawn {
    const view = this.#top;
    return html`<dialog
      class="modal"
      aria-labelledby="modal-title"
      aria-busy=${this.isSending}
      @cancel=${(event: Event) => {
        event.preventDefault();
        this.#close(false);
      }}
    >
      ${view === undefined ? nothing : this.#frame(view)}
    </dialog>`;
  }

  override updated(): void {
    const dialog = this.querySelector('dialog');
    const view = this.#top;
    if (dialog === null) return;
    if (view === undefined) return dialog.close();
    if (!dialog.open) {
      dialog.showModal();
      void this.#focusFirst(dialog);
    }
    this.#focusError(view);
  }

  #frame(view: WireView): Drawn {
    const { trouble, snapshot } = this.store.state;
    const depth = snapshot?.modal.length ?? 1;
    const surface = viewSurface(this.store, view, this.#edits, {
      changed: () => this.#changed(view),
      kept: () => this.#keep(view),
      submit: () => void this.#submit(view),
    });
    return html`<header class="modal-head">
        ${
          depth > 1
            ? html`<button type="button" class="icon-button" aria-label="Back" @click=${() => this.#close(false)}>
              ${icon('back')}
            </button>`
            : nothing
        }
        <h2 id="modal-title">${view.title}</h2>
        <button type="button" class="icon-button" aria-label="Close" @click=${() => this.#close(true)}>
          ${icon('close')}
        </button>
      </header>
      <div class="modal-body" tabindex="-1">${drawBlocks(surface, view.blocks)}</div>
      ${trouble === undefined ? nothing : html`<p class="modal-trouble" role="alert">${trouble}</p>`}
      <footer class="modal-foot">
        <button type="button" class="button" @click=${() => this.#close(false)}>
          ${view.close ?? 'Cancel'}
        </button>
        ${
          view.submit === undefined
            ? nothing
            : html`<button
              type="button"
              class="button primary"
              aria-busy=${this.isSending}
              @click=${() => this.#submit(view)}
            >
              ${view.submit}
            </button>`
        }
      </footer>`;
  }

  get #top(): WireView | undefined {
    return this.store.state.snapshot?.modal.at(-1);
  }

  async #submit(view: WireView): Promise<void> {
    if (this.isSending || view.submit === undefined) return;
    clearTimeout(this.#timer);
    this.isSending = true;
    await this.store.submit(view.id, answersIn(view, this.#edits));
    this.isSending = false;
  }

  #close(all: boolean): void {
    const view = this.#top;
    clearTimeout(this.#timer);
    if (view !== undefined) void this.store.closeView(view.id, all);
  }

  #changed(view: WireView): void {
    this.requestUpdate();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#keep(view), FILL_MS);
  }

  /** Lets the sandbox have what was typed. */
  async #keep(view: WireView): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#top?.id !== view.id || this.#edits.size === 0) return;
    await this.store.fill(view.id, answersIn(view, this.#edits));
  }

  async #focusFirst(dialog: HTMLDialogElement): Promise<void> {
    // Selects draw themselves a moment later than what they stand in.
    const selects = [...dialog.querySelectorAll<OptionSelect>('option-select')];
    await Promise.all(selects.map((select) => select.updateComplete));
    const wanted =
      dialog.querySelector<HTMLElement>('[data-focus]') ??
      dialog.querySelector<HTMLElement>('.modal-body :is(input, textarea)') ??
      dialog.querySelector<HTMLElement>('.modal-body');
    wanted?.focus();
  }

  /** New errors are led to once; after that the person is left where they are. */
  #focusError(view: WireView): void {
    const errors = JSON.stringify(view.errors);
    if (errors === this.#shownErrors) return;
    this.#shownErrors = errors;
    this.querySelector<HTMLElement>('.input.is-invalid :is(input, textarea)')?.focus();
  }
}
