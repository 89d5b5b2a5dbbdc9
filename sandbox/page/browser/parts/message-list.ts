import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatDate } from '../../../slack/render/dates.ts';
import type { Snapshot, WireMessage } from '../../wire.ts';
import type { Reader } from '../blocks/surface.ts';
import type { Drawn } from '../drawn.ts';
import { repliesTo, secondsOf, topLevel } from '../state/messages.ts';
import { drawMessage } from './message.ts';
import { Part } from './part.ts';
import { welcome } from './welcome.ts';

/** Messages of one author this close together stand as one. */
const FOLLOWING_S = 300;
/** This near to its end a list stays at its end. */
const NEAR_END_PX = 120;

/** The messages of the open channel. */
export class MessageList extends Part {
  #wasAtEnd = true;
  #scrolledTo = 0;
  #shown = '';
  readonly #sizes = new ResizeObserver(() => this.#stay());

  override render(): Drawn {
    const { snapshot, channel } = this.store.state;
    if (snapshot === undefined) return nothing;
    const all = snapshot.messages[channel] ?? [];
    const messages = topLevel(all);
    const reader = this.store.reader();
    return html`<div class="messages" role="log" aria-label="Messages" tabindex="0" @scroll=${this.#onScroll}>
      <div class="messages-inner">
        ${welcome(this.store, snapshot, channel)}
        ${repeat(
          messages,
          ({ ts, author, onlyFor }) => `${ts} ${author} ${onlyFor ?? ''}`,
          (message, index) => this.#row(message, messages[index - 1], all, snapshot, reader),
        )}
      </div>
    </div>`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  override updated(): void {
    const inner = this.querySelector('.messages-inner');
    if (inner !== null) this.#sizes.observe(inner);
    const { channel, snapshot, written } = this.store.state;
    const place = `${snapshot?.me} ${channel} ${written}`;
    if (place !== this.#shown) this.#wasAtEnd = true;
    this.#shown = place;
    this.#stay();
  }

  /** Whoever reads the newest goes on reading it, also when tables and pictures grow later. */
  #stay(): void {
    const box = this.querySelector('.messages');
    if (box !== null && this.#wasAtEnd) box.scrollTop = box.scrollHeight;
  }

  #row(
    message: WireMessage,
    before: WireMessage | undefined,
    all: WireMessage[],
    snapshot: Snapshot,
    reader: Reader,
  ): Drawn {
    const day = dayOf(message, reader);
    const isNewDay = before === undefined || dayOf(before, reader) !== day;
    const isFollowing =
      !isNewDay &&
      before.author === message.author &&
      before.onlyFor === message.onlyFor &&
      message.onlyFor === undefined &&
      secondsOf(message) - secondsOf(before) < FOLLOWING_S;
    const replies = repliesTo(all, message.ts);
    const frame = { store: this.store, snapshot, reader, isFollowing, replies };
    return html`${
      isNewDay
        ? html`<div class="day"><span>${formatDate(secondsOf(message), '{day_divider_pretty}', reader)}</span></div>`
        : nothing
    }${drawMessage(message, frame)}`;
  }

  readonly #onScroll = (event: Event): void => {
    const { target } = event;
    if (!(target instanceof HTMLElement)) return;
    const { scrollTop, scrollHeight, clientHeight } = target;
    if (scrollHeight - scrollTop - clientHeight < NEAR_END_PX) this.#wasAtEnd = true;
    // Only whoever goes back leaves the end; messages that grow move it away by themselves.
    else if (scrollTop < this.#scrolledTo) this.#wasAtEnd = false;
    this.#scrolledTo = scrollTop;
  };
}

function dayOf(message: WireMessage, reader: Reader): string {
  return formatDate(secondsOf(message), '{date_num}', reader);
}
