import { LitElement } from 'lit';
import type { Store } from '../state/store.ts';

/** A part of the page that shows the store's state and is drawn anew when it changes. */
export class Part extends LitElement {
  static override properties: Record<string, object> = { store: { attribute: false } };
  declare store: Store;
  #stop: (() => void) | undefined;

  override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = this.store.subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }
}
