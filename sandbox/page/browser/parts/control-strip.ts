import { html, nothing } from 'lit';
import { formatDate } from '../../../slack/render/dates.ts';
import type { Snapshot, WirePerson } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { closeFloat, openFloat } from '../elements/float.ts';
import { brokenCount, drawBreaking } from './breaking.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';
import { toggleTheme } from './theme.ts';
import { drawTime } from './time-panel.ts';

/** The clock's words change this often. */
const TICK_MS = 1000;

/** What is not Slack: whom one is, the clock, and what one can break. */
export class ControlStrip extends Part {
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render(): Drawn {
    const { snapshot, isConnected, pane } = this.store.state;
    if (snapshot === undefined) return nothing;
    const broken = brokenCount(snapshot.controls);
    return html`<header class="strip">
      <strong class="strip-name">Controls</strong>
      ${this.#person(snapshot)}
      ${this.#panel('time', html`${icon('clock')}<span>${this.#clock()}</span>${snapshot.controls.chosenSpeed > 1 ? html`<b class="tag">day/min</b>` : nothing}`, 'Time', drawTime(this.store, snapshot.controls))}
      ${this.#panel('break', html`${icon('bolt')}<span class="only-wide">Break things</span>${broken > 0 ? html`<b class="tag is-bad">${broken}</b>` : nothing}`, broken > 0 ? `Break things, ${broken} broken` : 'Break things', drawBreaking(this.store, snapshot.controls))}
      ${isConnected ? nothing : html`<b class="tag is-bad" role="status">Sandbox not reached, trying again…</b>`}
      <span class="strip-gap"></span>
      <button
        type="button"
        class="strip-button"
        aria-pressed=${pane?.kind === 'inspector'}
        aria-label="Inspector"
        title="Requests, budget and log of the last act"
        @click=${() => this.store.change({ pane: pane?.kind === 'inspector' ? undefined : { kind: 'inspector' } })}
      >
        ${icon('lens')}<span class="only-wide">Inspector</span>
      </button>
      <button type="button" class="strip-button" aria-label="Light or dark" title="Light or dark" @click=${toggleTheme}>
        ${icon('moon')}
      </button>
    </header>`;
  }

  #person(snapshot: Snapshot): Drawn {
    const playable = snapshot.people.filter(({ role }) => role !== undefined);
    return html`<label class="strip-person">
      <span class="only-wide">Acting as</span>
      <select
        aria-label="Acting as"
        @change=${(event: Event) => {
          if (event.target instanceof HTMLSelectElement) this.store.actAs(event.target.value);
        }}
      >
        ${playable.map(
          (person) =>
            html`<option value=${person.id} .selected=${person.id === snapshot.me}>${personWords(person)}</option>`,
        )}
      </select>
    </label>`;
  }

  #panel(name: string, words: Drawn, label: string, content: Drawn): Drawn {
    return html`<button
        type="button"
        class="strip-button"
        id="strip-${name}"
        aria-haspopup="dialog"
        aria-controls="panel-${name}"
        aria-label=${name === 'time' ? `${label}: ${this.#clock()}` : label}
        @click=${() => this.#toggle(name)}
      >
        ${words}
      </button>
      <div class="panel" id="panel-${name}" popover="auto" role="dialog" aria-label=${label}>${content}</div>`;
  }

  #toggle(name: string): void {
    const panel = this.querySelector<HTMLElement>(`#panel-${name}`);
    const button = this.querySelector<HTMLElement>(`#strip-${name}`);
    if (panel === null || button === null) return;
    if (panel.matches(':popover-open')) return closeFloat(panel);
    openFloat(panel, button);
    panel.querySelector<HTMLElement>('button, input')?.focus();
  }

  #clock(): string {
    const reader = this.store.reader();
    return formatDate(Math.floor(reader.now.getTime() / 1000), '{date_short} {time}', reader);
  }
}

function personWords({ realName, role, timeZone }: WirePerson): string {
  const city = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone;
  return `${realName} (${role}, ${city})`;
}
