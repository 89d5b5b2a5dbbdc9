import { html, nothing } from 'lit';
import type { Drawn } from '../drawn.ts';
import { Store } from '../state/store.ts';
import { Part } from './part.ts';

/** The whole page. */
export class SandboxApp extends Part {
  constructor() {
    super();
    this.store = new Store();
  }

  override render(): Drawn {
    const { snapshot, pane, isListOpen } = this.store.state;
    const { store } = this;
    if (snapshot === undefined) {
      return html`<p class="loading" role="status">Starting the sandbox…</p>`;
    }
    return html`<div class="page ${pane === undefined ? '' : 'has-pane'} ${isListOpen ? 'is-list-open' : ''}">
      <control-strip .store=${store}></control-strip>
      <channel-list .store=${store}></channel-list>
      ${
        isListOpen
          ? html`<button type="button" class="veil" aria-label="Close the list of channels" @click=${() => store.change({ isListOpen: false })}></button>`
          : nothing
      }
      <channel-view .store=${store}></channel-view>
      ${pane?.kind === 'thread' ? html`<thread-pane .store=${store}></thread-pane>` : nothing}
      ${pane?.kind === 'inspector' ? html`<inspector-pane .store=${store}></inspector-pane>` : nothing}
      <view-modal .store=${store}></view-modal>
      <confirm-dialog .store=${store}></confirm-dialog>
      <toast-stack .store=${store}></toast-stack>
    </div>`;
  }
}
