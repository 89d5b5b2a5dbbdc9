import { html, nothing } from 'lit';
import type { Snapshot } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import type { Store } from '../state/store.ts';

/** What to try first. */
const FIRST_COMMANDS = [
  { command: '/backups', gives: 'how every database stands' },
  { command: '/backups destinations', gives: 'where copies go' },
  { command: '/backups show shop-prod/orders-db', gives: 'the history of one database' },
  { command: '/backups add-destination', gives: 'a form' },
] as const;

/** What stands at the top of a channel: what it is, and in the bot's own channel what to try. */
export function welcome(store: Store, snapshot: Snapshot, channelId: string): Drawn {
  const channel = snapshot.channels.find(({ id }) => id === channelId);
  if (channel === undefined) return nothing;
  if (channel.kind === 'direct') {
    return html`<header class="welcome">
      <h2>Backups</h2>
      <p>What the bot tells you alone stands here.</p>
    </header>`;
  }
  return html`<header class="welcome">
    <h2># ${channel.name}</h2>
    <p>
      ${
        channel.hasBot
          ? html`A workspace and a Northflank account that live on this machine only. The bot between them is the
            real one: type a command, or take one of these.`
          : html`The bot is not in this channel; its commands work here all the same.`
      }
    </p>
    <ul class="first-commands">
      ${FIRST_COMMANDS.map(
        ({ command, gives }) =>
          html`<li>
            <button type="button" @click=${() => store.write(channelId, command)}>
              <code>${command}</code><span>${gives}</span>
            </button>
          </li>`,
      )}
    </ul>
  </header>`;
}
