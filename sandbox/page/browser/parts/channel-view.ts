import { html, nothing } from 'lit';
import type { WireChannel } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

/** The open channel, or the direct messages with their two tabs. */
export class ChannelView extends Part {
  override render(): Drawn {
    const { snapshot, channel: id, tab } = this.store.state;
    const channel = snapshot?.channels.find((one) => one.id === id);
    if (channel === undefined) return nothing;
    const isHome = channel.kind === 'direct' && tab === 'home';
    return html`<main class="channel" aria-label=${titleOf(channel)}>
      <header class="channel-head">
        <button
          type="button"
          class="icon-button only-narrow"
          aria-label="Channels"
          @click=${() => this.store.change({ isListOpen: true })}
        >
          ${icon('menu')}
        </button>
        <h1>${titleOf(channel)}</h1>
        ${
          channel.kind === 'channel'
            ? html`<span class="quiet members" title="Members">${icon('people')}${channel.members}</span>`
            : this.#tabs(id)
        }
      </header>
      ${
        isHome
          ? html`<home-tab .store=${this.store}></home-tab>`
          : html`<message-list .store=${this.store}></message-list>
            ${this.#composer(channel)}`
      }
    </main>`;
  }

  #composer(channel: WireChannel): Drawn {
    if (channel.isReadOnly) {
      return html`<p class="read-only">Sending messages to this app has been turned off.</p>`;
    }
    if (this.#isArchived(channel)) {
      return html`<p class="read-only">This channel is archived: nobody can write here.</p>`;
    }
    return html`<message-composer
      .store=${this.store}
      .channel=${channel.id}
      .label=${`Message ${titleOf(channel)}`}
    ></message-composer>`;
  }

  #isArchived({ id }: WireChannel): boolean {
    const channels = this.store.state.snapshot?.controls.slack.channels ?? [];
    return channels.some((channel) => channel.id === id && channel.archived);
  }

  #tabs(id: string): Drawn {
    const { tab } = this.store.state;
    const one = (name: 'home' | 'messages', label: string): Drawn =>
      html`<button
        type="button"
        aria-pressed=${tab === name}
        @click=${() => this.store.open(id, name)}
      >
        ${label}
      </button>`;
    return html`<div class="tabs" role="group" aria-label="Tabs">
      ${one('home', 'Home')}${one('messages', 'Messages')}
    </div>`;
  }
}

function titleOf({ kind, name }: WireChannel): string {
  return kind === 'direct' ? 'Backups' : `# ${name}`;
}
