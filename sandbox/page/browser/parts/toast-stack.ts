import { html } from 'lit';
import type { Drawn } from '../drawn.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

/** What went wrong on Slack's side, for a few seconds. In front of everything, forms included. */
export class ToastStack extends Part {
  override render(): Drawn {
    const { toasts } = this.store.state;
    return html`<div class="toasts" popover="manual" role="status">
      ${toasts.map(
        ({ id, text }) =>
          html`<p class="toast">
            <span>${text}</span>
            <button type="button" class="icon-button" aria-label="Dismiss" @click=${() => this.store.dismiss(id)}>
              ${icon('close')}
            </button>
          </p>`,
      )}
    </div>`;
  }

  override updated(): void {
    const stack = this.querySelector<HTMLElement>('.toasts');
    const isOpen = stack?.matches(':popover-open') === true;
    const isWanted = this.store.state.toasts.length > 0;
    // Shown anew each time, it comes before a form that was opened meanwhile.
    if (isOpen) stack?.hidePopover();
    if (isWanted) stack?.showPopover();
  }
}
