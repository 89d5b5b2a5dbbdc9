import { html, nothing } from 'lit';
import { drawBlocks } from '../blocks/blocks.ts';
import type { Drawn } from '../drawn.ts';
import { Part } from './part.ts';
import { type Edits, viewSurface } from './view-surface.ts';

/** The bot's Home tab. */
export class HomeTab extends Part {
  readonly #edits: Edits = new Map();

  override render(): Drawn {
    const { snapshot } = this.store.state;
    const view = snapshot?.home;
    if (view === undefined) {
      return html`<div class="home"><p class="quiet">The bot has not put anything here.</p></div>`;
    }
    const surface = viewSurface(this.store, view, this.#edits, {
      changed: () => this.requestUpdate(),
      kept: () => Promise.resolve(),
      submit: () => {},
    });
    return html`<div class="home" tabindex="0" role="region" aria-label="Home">
      ${view.blocks.length === 0 ? nothing : drawBlocks(surface, view.blocks)}
    </div>`;
  }
}
