import { html, nothing } from 'lit';
import { formatDate } from '../../../slack/render/dates.ts';
import type { Snapshot, WireMessage } from '../../wire.ts';
import { drawBlocks } from '../blocks/blocks.ts';
import { drawMrkdwn } from '../blocks/pieces.ts';
import type { Reader } from '../blocks/surface.ts';
import type { Drawn } from '../drawn.ts';
import { replyWords, secondsOf } from '../state/messages.ts';
import type { Store } from '../state/store.ts';
import { avatar, nameOf } from './avatar.ts';
import { icon } from './icons.ts';
import { messageSurface } from './message-surface.ts';

/** What surrounds a message. */
export interface MessageFrame {
  store: Store;
  snapshot: Snapshot;
  reader: Reader;
  /** Stands right below another one of the same author. */
  isFollowing?: boolean;
  /** Answers in its thread, newest last; none inside a thread. */
  replies?: WireMessage[];
  /** Inside the pane of its thread. */
  inThread?: boolean;
}

/** One message with its author, its blocks and what can be done with it. */
export function drawMessage(message: WireMessage, frame: MessageFrame): Drawn {
  const { store, snapshot, reader, isFollowing = false, replies = [] } = frame;
  const seconds = secondsOf(message);
  const time = formatDate(seconds, '{time}', reader);
  const full = formatDate(seconds, '{date_long} {time_secs}', reader);
  const author = nameOf(snapshot, message.author);
  const isApp = snapshot.people.find(({ id }) => id === message.author)?.isBot === true;
  const ephemeral = message.onlyFor !== undefined;
  const stamp = html`<time class="stamp" datetime=${new Date(seconds * 1000).toISOString()} title=${full}>${time}</time>`;
  return html`<article
    class="message ${ephemeral ? 'is-ephemeral' : ''} ${isFollowing ? 'is-following' : ''}"
    aria-label="${author}, ${time}${ephemeral ? ', only visible to you' : ''}"
    data-ts=${message.ts}
  >
    <div class="gutter">${isFollowing ? stamp : avatar(snapshot, message.author)}</div>
    <div class="body">
      ${ephemeral ? html`<p class="only-you">${icon('eye')}Only visible to you</p>` : nothing}
      ${
        isFollowing
          ? nothing
          : html`<p class="byline">
            <strong>${author}</strong>${isApp ? html`<span class="app-badge">App</span>` : nothing}${stamp}
          </p>`
      }
      ${
        message.blocks.length > 0
          ? drawBlocks(messageSurface(store, message, reader), message.blocks)
          : html`<div class="mrkdwn words">${drawMrkdwn(message.text, reader)}</div>`
      }
      ${replies.length > 0 ? repliesLine(message, replies, frame) : nothing}
    </div>
    ${tools(message, frame)}
  </article>`;
}

function repliesLine(message: WireMessage, replies: WireMessage[], frame: MessageFrame): Drawn {
  const { store, snapshot, reader } = frame;
  const last = replies.at(-1);
  const authors = [...new Set(replies.map(({ author }) => author))].slice(0, 3);
  return html`<button class="replies" type="button" @click=${() => openThread(store, message)}>
    ${authors.map((author) => avatar(snapshot, author))}<strong>${replyWords(replies)}</strong>
    <span class="quiet">${last && `Last reply ${formatDate(secondsOf(last), '{ago}', reader)}`}</span>
  </button>`;
}

function tools(message: WireMessage, { store, inThread = false }: MessageFrame): Drawn {
  const canReply = !inThread && message.onlyFor === undefined;
  return html`<div class="tools">
    ${
      canReply
        ? html`<button type="button" title="Reply in thread" aria-label="Reply in thread" @click=${() => openThread(store, message)}>
          ${icon('thread')}
        </button>`
        : nothing
    }
    <button type="button" title="Show JSON" aria-label="Show JSON" @click=${() => store.change({ pane: { kind: 'inspector', message } })}>
      ${icon('code')}
    </button>
  </div>`;
}

function openThread(store: Store, { channel, ts }: WireMessage): void {
  store.change({ pane: { kind: 'thread', channel, ts } });
}
