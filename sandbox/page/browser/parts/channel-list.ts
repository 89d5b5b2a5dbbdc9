import { html, nothing } from 'lit';
import type { WireChannel } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

/** Channels and direct messages. */
export class ChannelList extends Part {
  override render(): Drawn {
    const { snapshot } = this.store.state;
    if (snapshot === undefined) return nothing;
    const channels = snapshot.channels.filter(({ kind }) => kind === 'channel');
    const direct = snapshot.channels.filter(({ kind }) => kind === 'direct');
    return html`<nav aria-label="Channels">
      <h2 class="workspace-name">Sandbox</h2>
      <h3 id="list-channels">Channels</h3>
      <ul aria-labelledby="list-channels">
        ${channels.map((channel) => this.#row(channel, channel.name, icon('hash')))}
      </ul>
      <h3 id="list-apps">Apps</h3>
      <ul aria-labelledby="list-apps">
        ${direct.map((channel) =>
          this.#row(
            channel,
            'Backups',
            html`<img class="avatar is-small" src="/page/browser/look/icon.svg" alt="" />`,
          ),
        )}
      </ul>
    </nav>`;
  }

  #row({ id }: WireChannel, name: string, mark: Drawn): Drawn {
    const { channel, unread } = this.store.state;
    const count = unread[id] ?? 0;
    return html`<li>
      <button
        type="button"
        class=${count > 0 ? 'has-news' : ''}
        aria-current=${id === channel ? 'page' : nothing}
        @click=${() => this.store.open(id)}
      >
        ${mark}<span>${name}</span>${
          count > 0 ? html`<b class="badge" aria-label="${count} new">${count}</b>` : nothing
        }
      </button>
    </li>`;
  }
}
