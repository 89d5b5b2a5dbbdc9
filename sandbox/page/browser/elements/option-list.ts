import { html, nothing } from 'lit';
import { withEmoji } from '../../../slack/render/emoji.ts';
import type { Json } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { isAmong, labelOf } from '../state/answers.ts';
import { wordsOf } from '../state/json.ts';
import type { OptionGroup } from './option-groups.ts';

/** The list of a select as it stands, and what happens in it. */
export interface OptionList {
  /** Unique on the page. */
  id: string;
  label: string;
  several: boolean;
  groups: readonly OptionGroup[];
  chosen: readonly Json[];
  /** Which option Enter would take, counted over all groups; none where no option has that number. */
  active: number;
  /** What stands in the place of options where there are none. */
  note: string;
  choose: (option: Json) => void;
  /** The pointer is on the option of this number. */
  point: (index: number) => void;
}

/** The options of a select, to be floated below it. */
export function drawOptionList(list: OptionList): Drawn {
  const isEmpty = list.groups.every(({ options }) => options.length === 0);
  return html`<div
    class="menu options"
    popover="manual"
    role="listbox"
    id=${list.id}
    aria-label=${list.label}
    aria-multiselectable=${list.several ? 'true' : nothing}
    @mousedown=${(event: Event) => event.preventDefault()}
  >
    ${
      isEmpty
        ? html`<p class="menu-note" role="option" aria-selected="false" aria-disabled="true">${list.note}</p>`
        : drawGroups(list)
    }
  </div>`;
}

/** Id of the option of this number, to be named as the active one. */
export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

function drawGroups(list: OptionList): Drawn[] {
  let index = -1;
  return list.groups.map(({ heading, options }) => {
    const items = options.map((option) => {
      index += 1;
      return drawOption(option, index, list);
    });
    if (heading === undefined) return html`${items}`;
    return html`<div role="group" aria-label=${heading}><p class="menu-heading" aria-hidden="true">${heading}</p>${items}</div>`;
  });
}

function drawOption(
  option: Json,
  index: number,
  { id, chosen, active, choose, point }: OptionList,
): Drawn {
  const description = wordsOf(option['description']);
  return html`<div
    role="option"
    id=${optionId(id, index)}
    class=${index === active ? 'is-active' : ''}
    aria-selected=${isAmong(chosen, option)}
    @click=${() => choose(option)}
    @mousemove=${() => point(index)}
  >
    ${withEmoji(labelOf(option))}${
      description === '' ? nothing : html`<small>${withEmoji(description)}</small>`
    }
  </div>`;
}
