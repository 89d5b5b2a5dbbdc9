import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Drawn } from '../drawn.ts';
import { repliesTo, replyWords } from '../state/messages.ts';
import { icon } from './icons.ts';
import { drawMessage } from './message.ts';
import { Part } from './part.ts';

/** A message and the thread below it. */
export class ThreadPane extends Part {
  override render(): Drawn {
    const { snapshot, pane } = this.store.state;
    if (snapshot === undefined || pane?.kind !== 'thread') return nothing;
    const { channel, ts } = pane;
    const all = snapshot.messages[channel] ?? [];
    const parent = all.find((message) => message.ts === ts && message.onlyFor === undefined);
    const reader = this.store.reader();
    const frame = { store: this.store, snapshot, reader, inThread: true };
    const replies = repliesTo(all, ts);
    return html`<aside class="pane" aria-label="Thread">
      <header class="pane-head">
        <h2>Thread</h2>
        <button type="button" class="icon-button" aria-label="Close thread" @click=${() => this.store.change({ pane: undefined })}>
          ${icon('close')}
        </button>
      </header>
      <div class="pane-body" tabindex="0" role="log" aria-label="Thread">
        ${
          parent === undefined
            ? html`<p class="quiet">This message was deleted.</p>`
            : drawMessage(parent, frame)
        }
        ${
          replies.length === 0
            ? nothing
            : html`<div class="thread-count"><span>${replyWords(replies)}</span></div>`
        }
        ${repeat(
          replies,
          (message) => message.ts,
          (message) => drawMessage(message, frame),
        )}
      </div>
      <message-composer
        .store=${this.store}
        .channel=${channel}
        .threadTs=${ts}
        .label=${'Reply…'}
      ></message-composer>
    </aside>`;
  }
}
