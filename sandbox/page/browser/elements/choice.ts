import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { optionsOf } from '../../../slack/input-state.ts';
import type { Answer, Json } from '../../wire.ts';
import { domId, type Surface } from '../blocks/surface.ts';
import { drawText } from '../blocks/text.ts';
import type { Drawn } from '../drawn.ts';
import { chosenOf, isAmong } from '../state/answers.ts';
import { textFrom } from '../state/json.ts';
import type { Naming } from './naming.ts';

/** Boxes or radio buttons. */
export function drawBoxes(surface: Surface, block: Json, element: Json, naming: Naming): Drawn {
  const blockId = textFrom(block['block_id']);
  const several = element['type'] === 'checkboxes';
  const chosen = chosenOf(surface.answerOf(blockId, element));
  const name = domId(surface, blockId, textFrom(element['action_id']));
  const change = (option: Json, on: boolean): void => {
    const others = chosen.filter((one) => one['value'] !== option['value']);
    const next: Answer = several ? (on ? [...others, option] : others) : option;
    surface.setAnswer(block, element, next);
  };
  return html`<fieldset class="boxes" aria-describedby=${naming.describedBy || nothing}>
    <legend class="sr-only">${naming.label}</legend>
    ${optionsOf(element).map(
      (option) =>
        html`<label class="box">
          <input
            type=${several ? 'checkbox' : 'radio'}
            name=${name}
            .checked=${live(isAmong(chosen, option))}
            @change=${(event: Event) => {
              if (event.target instanceof HTMLInputElement) change(option, event.target.checked);
            }}
          />
          <span
            >${drawText(option['text'], surface.reader)}${
              option['description'] === undefined
                ? nothing
                : html`<small>${drawText(option['description'], surface.reader)}</small>`
            }</span
          >
        </label>`,
    )}
  </fieldset>`;
}

const ROSTERS: Record<string, 'people' | 'channels'> = {
  users_select: 'people',
  multi_users_select: 'people',
  channels_select: 'channels',
  multi_channels_select: 'channels',
  conversations_select: 'channels',
  multi_conversations_select: 'channels',
};

/** A select of any kind. */
export function drawSelect(surface: Surface, block: Json, element: Json, naming: Naming): Drawn {
  const blockId = textFrom(block['block_id']);
  const actionId = textFrom(element['action_id']);
  const type = textFrom(element['type']);
  const roster = ROSTERS[type];
  const several = type.startsWith('multi_');
  const options = roster && surface.roster(roster);
  const answer = surface.answerOf(blockId, element);
  const chosen = options ? byIds(options, answer) : chosenOf(answer);
  const change = (picked: Json[]): void => {
    const all: Answer = roster ? picked.map((option) => textFrom(option['value'])) : picked;
    surface.setAnswer(block, element, several ? all : (all[0] ?? null));
  };
  return html`<option-select
    .element=${element}
    .options=${options}
    .chosen=${chosen}
    .ask=${
      type.includes('external')
        ? (query: string) => surface.suggest(blockId, actionId, query)
        : undefined
    }
    .several=${several}
    .naming=${naming}
    .busy=${surface.isBusy(blockId, actionId)}
    .listId=${domId(surface, blockId, actionId, 'options')}
    @choose=${(event: CustomEvent<Json[]>) => change(event.detail)}
  ></option-select>`;
}

function byIds(options: Json[], answer: Answer): Json[] {
  const ids = Array.isArray(answer) ? answer : [answer];
  return options.filter((option) => ids.some((id) => id === option['value']));
}

/** Whether it is one of the selects. */
export function isSelect(element: Json): boolean {
  return /^(multi_)?(static|external|users|channels|conversations)_select$/.test(
    textFrom(element['type']),
  );
}
