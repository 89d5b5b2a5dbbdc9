import { html, nothing } from 'lit';
import { formatDate } from '../../../slack/render/dates.ts';
import type { Json, WireActivity, WireMessage } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { textFrom } from '../state/json.ts';
import { nameOf } from './avatar.ts';
import { builderLink } from './builder-link.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

/** What the last act cost and left in the log, or the JSON of a message. */
export class InspectorPane extends Part {
  override render(): Drawn {
    const { snapshot, pane } = this.store.state;
    if (snapshot === undefined || pane?.kind !== 'inspector') return nothing;
    const { message } = pane;
    return html`<aside class="pane inspector" aria-label="Inspector">
      <header class="pane-head">
        <h2>${message === undefined ? 'Inspector' : 'Message JSON'}</h2>
        <button type="button" class="icon-button" aria-label="Close inspector" @click=${() => this.store.change({ pane: undefined })}>
          ${icon('close')}
        </button>
      </header>
      <div class="pane-body" tabindex="0" role="region" aria-label="Inspector">
        ${message === undefined ? this.#activity(snapshot.activity) : this.#json(message)}
      </div>
    </aside>`;
  }

  #json({ text, blocks }: WireMessage): Drawn {
    const json = JSON.stringify({ text, blocks }, null, 2);
    return html`<p class="pane-actions">
        <a class="button" href=${builderLink(blocks)} target="_blank" rel="noopener noreferrer"
          >Open in Block Kit Builder ↗</a
        >
        <button type="button" class="button" @click=${() => navigator.clipboard.writeText(json)}>Copy</button>
        <button type="button" class="button" @click=${() => this.store.change({ pane: { kind: 'inspector' } })}>
          Last act
        </button>
      </p>
      <pre class="json">${json}</pre>`;
  }

  #activity({ act, requests, budget, acks, lines }: WireActivity): Drawn {
    const { snapshot } = this.store.state;
    const who = act && snapshot ? nameOf(snapshot, act.person) : '';
    return html`${
      act === undefined
        ? html`<p class="quiet">Nobody has done anything yet. What comes of the next act will stand here.</p>`
        : html`<p class="act"><code>${act.words}</code><span class="quiet">${who}, ${this.#time(act.at)}</span></p>
            ${acks.map(
              ({ ms, late }) =>
                html`<p class=${late ? 'is-bad' : 'quiet'}>
                  Acknowledged after ${Math.round(ms)} ms${late ? ': too late, Slack waits 3 s' : ''}
                </p>`,
            )}`
    }
      ${this.#requests(requests, budget)}
      <h3>Log</h3>
      ${
        lines.length === 0
          ? html`<p class="quiet">No line.</p>`
          : html`<ol class="log">
            ${lines.map(
              ({ at, level, event, fields }) =>
                html`<li class=${level}>
                  <span class="quiet">${this.#time(at)}</span> <b>${level}</b> ${event}
                  <span class="quiet">${fieldWords(fields)}</span>
                </li>`,
            )}
          </ol>`
      }`;
  }

  #requests(requests: WireActivity['requests'], budget: WireActivity['budget']): Drawn {
    if (requests === undefined) {
      return html`<h3>Requests to Northflank</h3>
        <p class="quiet">This is a real account: its requests are not seen here.</p>`;
    }
    return html`<h3>
        ${requests.length === 1 ? '1 request' : `${requests.length} requests`} to Northflank
      </h3>
      ${
        budget === undefined
          ? nothing
          : html`<p class="budget">
            <meter
              min="0"
              max=${budget.limit}
              low=${budget.limit / 5}
              .value=${budget.left}
              aria-label="Requests left in this hour"
            ></meter>
            <span>${budget.left} of ${budget.limit} left in this hour</span>
          </p>`
      }
      <ol class="requests">
        ${requests.map(
          ({ method, path, query, status }) =>
            html`<li class=${status >= 400 || status === 0 ? 'is-bad' : ''}>
              <b>${status === 0 ? '…' : status}</b> ${method} <span>${path}${query}</span>
            </li>`,
        )}
      </ol>`;
  }

  #time(at: number): string {
    return formatDate(Math.floor(at / 1000), '{time_secs}', this.store.reader());
  }
}

function fieldWords(fields: Json): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${textFrom(value)}`)
    .join(' ');
}
