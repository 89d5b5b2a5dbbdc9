import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { WireControls } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import type { Store } from '../state/store.ts';

const FAULTS = [
  ['down', 'Northflank is down', 'A gateway answers everything with 503.'],
  ['slow', 'Northflank is slow', 'Every answer takes four seconds.'],
  ['rateLimited', 'Rate limit used up', 'Northflank answers 429 until you switch this off.'],
  ['tokenRevoked', 'Token revoked', 'Northflank refuses the bot’s token with 401.'],
] as const;

const TROUBLES = [
  [
    'archived',
    'Archived',
    'Nobody can write there; opened again, a public one waits for the bot to be invited.',
  ],
  ['private', 'Private', 'Who is in it stays in it.'],
  ['withoutBot', 'Without the bot', 'Off invites it.'],
] as const;

/** How many things are broken at the moment; a channel that is private or without the bot is none of them. */
export function brokenCount({ northflank, slack }: WireControls): number {
  const switches = FAULTS.filter(([fault]) => northflank?.[fault] === true).length;
  const archived = slack.channels.filter((channel) => channel.archived).length;
  return switches + (northflank?.refusing.length ?? 0) + (slack.late ? 1 : 0) + archived;
}

/** What can be broken, each with what it does. */
export function drawBreaking(store: Store, controls: WireControls): Drawn {
  const { northflank, slack, destinations } = controls;
  return html`<h2>Break things</h2>
    <fieldset class="panel-item">
      <legend>Northflank</legend>
      ${
        northflank === undefined
          ? html`<p class="quiet">This is a real account: it cannot be broken from here.</p>`
          : FAULTS.map(([fault, label, gives]) =>
              toggle(label, gives, northflank[fault], (on) =>
                store.control({ kind: 'northflank', fault, on }),
              ),
            )
      }
      ${northflank === undefined ? nothing : destinationChoice(store, northflank.refusing, destinations)}
    </fieldset>
    ${slackTroubles(store, slack)}
    ${channelTroubles(store, slack)}
    <p class="panel-item">
      <button type="button" class="button" ?disabled=${brokenCount(controls) === 0} @click=${() => store.control({ kind: 'mend' })}>
        Mend everything
      </button>
    </p>`;
}

function slackTroubles(store: Store, { late, connected }: WireControls['slack']): Drawn {
  return html`<fieldset class="panel-item">
    <legend>Slack</legend>
    ${toggle(
      'The bot is too slow',
      'It hears of everything 3.5 seconds late; Slack waits for 3.',
      late,
      (on) => store.control({ kind: 'late', on }),
    )}
    <p>
      <button type="button" class="button" @click=${() => store.control({ kind: 'reconnect' })}>Cut the connection</button>
      <small
        >${
          connected
            ? 'The bot loses Slack and connects again within seconds.'
            : 'Not connected: the bot is trying again.'
        }</small
      >
    </p>
  </fieldset>`;
}

/** Of the channel that is open. */
function channelTroubles(store: Store, { channels }: WireControls['slack']): Drawn {
  const channel = channels.find(({ id }) => id === store.state.channel);
  if (channel === undefined) return nothing;
  return html`<fieldset class="panel-item">
    <legend>Channel #${channel.name}</legend>
    ${TROUBLES.map(([trouble, label, gives]) =>
      toggle(label, gives, channel[trouble], (on) =>
        store.control({ kind: 'channel', channel: channel.id, trouble, on }),
      ),
    )}
  </fieldset>`;
}

function toggle(
  label: string,
  gives: string,
  on: boolean,
  flip: (on: boolean) => Promise<void>,
): Drawn {
  return html`<label class="choice">
    <input
      type="checkbox"
      role="switch"
      .checked=${live(on)}
      @change=${(event: Event) => {
        if (event.target instanceof HTMLInputElement) void flip(event.target.checked);
      }}
    />
    <span>${label}<small>${gives}</small></span>
  </label>`;
}

function destinationChoice(
  store: Store,
  refusing: string[],
  destinations: WireControls['destinations'],
): Drawn {
  const [current = ''] = refusing;
  const choose = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    const { value } = event.target;
    if (current !== '') void store.control({ kind: 'refusing', destination: current, on: false });
    if (value !== '') void store.control({ kind: 'refusing', destination: value, on: true });
  };
  return html`<label class="choice is-select">
    <span>A destination refuses<small>Its bucket denies access, so its backups cannot be listed.</small></span>
    <select @change=${choose}>
      <option value="" .selected=${current === ''}>none</option>
      ${destinations.map(
        ({ id, name }) => html`<option value=${id} .selected=${id === current}>${name}</option>`,
      )}
    </select>
  </label>`;
}
