import { html, nothing } from 'lit';
import { drawText } from '../blocks/text.ts';
import type { Drawn } from '../drawn.ts';
import { textFrom, wordsOf } from '../state/json.ts';
import type { Question } from '../state/page-state.ts';
import { Part } from './part.ts';

/** The question that an element asks before it acts. */
export class ConfirmDialog extends Part {
  override render(): Drawn {
    const { question } = this.store.state;
    return html`<dialog
      class="confirm"
      aria-labelledby="confirm-title"
      @cancel=${(event: Event) => {
        event.preventDefault();
        question?.answer(false);
      }}
    >
      ${question === undefined ? nothing : this.#frame(question)}
    </dialog>`;
  }

  override updated(): void {
    const dialog = this.querySelector('dialog');
    const { question } = this.store.state;
    if (question === undefined) dialog?.close();
    else if (dialog?.open === false) dialog.showModal();
  }

  #frame({ confirm, answer }: Question): Drawn {
    const style = textFrom(confirm['style']) || 'primary';
    return html`<h2 id="confirm-title">${wordsOf(confirm['title']) || 'Are you sure?'}</h2>
      <p>${drawText(confirm['text'], this.store.reader())}</p>
      <footer class="modal-foot">
        <button type="button" class="button" @click=${() => answer(false)}>
          ${wordsOf(confirm['deny']) || 'Cancel'}
        </button>
        <button type="button" class="button ${style}" @click=${() => answer(true)}>
          ${wordsOf(confirm['confirm']) || 'Yes'}
        </button>
      </footer>`;
  }
}
