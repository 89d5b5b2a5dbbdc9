import { html, nothing } from 'lit';
import { formatDate } from '../../../slack/render/dates.ts';
import type { WireControls } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import type { Store } from '../state/store.ts';

/** Sandbox seconds in a real second when a day passes in a minute. */
const DAY_A_MINUTE = 1440;

/** What can be done to the account's clock, each with what it does. */
export function drawTime(store: Store, controls: WireControls): Drawn {
  const { chosenSpeed, speed, nextDigestAt } = controls;
  const reader = store.reader();
  const isFast = chosenSpeed > 1;
  return html`<h2>Time</h2>
    <p class="panel-item">
      <button
        type="button"
        class="button"
        ?disabled=${nextDigestAt === undefined}
        @click=${() => store.control({ kind: 'jump', to: 'digest' })}
      >
        Jump to the next digest
      </button>
      <small
        >${
          nextDigestAt === undefined
            ? 'No channel wants a digest: set one up with /backups digest.'
            : `Moves the clock to ${formatDate(Math.floor(nextDigestAt / 1000), '{date_short_pretty} {time}', reader)}, when the bot posts it, seconds later.`
        }</small
      >
    </p>
    <p class="panel-item">
      <button type="button" class="button" @click=${() => store.control({ kind: 'jump', to: 'hour' })}>
        Skip an hour
      </button>
      <small>Runs begin, end, or fail to begin meanwhile.</small>
    </p>
    <fieldset class="panel-item">
      <legend>Speed</legend>
      ${speedChoice(store, !isFast, 1, 'Real time', 'The account lives at the speed of your own clock.')}
      ${speedChoice(
        store,
        isFast,
        DAY_A_MINUTE,
        'A day a minute',
        'Backups start, run, fail and finish before your eyes. While the bot works or a form is open, it waits.',
      )}
      ${isFast && speed <= 1 ? html`<p class="quiet" role="status">Waiting for the bot or a form.</p>` : nothing}
    </fieldset>`;
}

function speedChoice(
  store: Store,
  checked: boolean,
  speed: number,
  label: string,
  gives: string,
): Drawn {
  return html`<label class="choice">
    <input
      type="radio"
      name="speed"
      .checked=${checked}
      @change=${() => store.control({ kind: 'speed', speed })}
    />
    <span>${label}<small>${gives}</small></span>
  </label>`;
}
