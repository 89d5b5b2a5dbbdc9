import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Json } from '../../wire.ts';
import { domId, type Surface } from '../blocks/surface.ts';
import type { Drawn } from '../drawn.ts';
import { textFrom, wordsOf } from '../state/json.ts';
import { fromLocal, toLocal } from './local-time.ts';
import type { Naming } from './naming.ts';

const TYPES: Record<string, string> = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

/** Whether it is a line to type in, or a date or time to pick. */
export function isField(element: Json): boolean {
  return Object.hasOwn(TYPES, textFrom(element['type']));
}

/** A line or a box to type in, or a date or time. */
export function drawField(surface: Surface, block: Json, element: Json, naming: Naming): Drawn {
  const blockId = textFrom(block['block_id']);
  const answer = surface.answerOf(blockId, element);
  const isMoment = element['type'] === 'datetimepicker';
  const { timeZone } = surface.reader;
  const take = (event: Event): void => {
    const { target } = event;
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
    const { value } = target;
    const moment = isMoment && value !== '' ? fromLocal(value, timeZone) : undefined;
    surface.setAnswer(block, element, moment ?? (value === '' ? null : value));
  };
  const field = {
    id: domId(surface, blockId, 'input'),
    element,
    naming,
    shown: isMoment && typeof answer === 'number' ? toLocal(answer, timeZone) : textFrom(answer),
    take,
  };
  return element['multiline'] === true ? drawTextArea(field) : drawLine(field, surface.submit);
}

interface Field {
  id: string;
  element: Json;
  naming: Naming;
  /** What stands in it. */
  shown: string;
  take: (event: Event) => void;
}

function drawTextArea({ id, element, naming, shown, take }: Field): Drawn {
  return html`<textarea
    id=${id}
    rows="4"
    placeholder=${wordsOf(element['placeholder']) || nothing}
    ?data-focus=${element['focus_on_load'] === true}
    aria-label=${naming.label}
    aria-describedby=${naming.describedBy || nothing}
    aria-invalid=${naming.invalid ? 'true' : nothing}
    .value=${live(shown)}
    @input=${take}
  ></textarea>`;
}

function drawLine({ id, element, naming, shown, take }: Field, submit: () => void): Drawn {
  const type = textFrom(element['type']);
  return html`<input
    id=${id}
    type=${TYPES[type] ?? 'text'}
    inputmode=${type === 'number_input' ? 'decimal' : nothing}
    autocomplete="off"
    spellcheck="false"
    placeholder=${wordsOf(element['placeholder']) || nothing}
    ?data-focus=${element['focus_on_load'] === true}
    aria-label=${naming.label}
    aria-describedby=${naming.describedBy || nothing}
    aria-invalid=${naming.invalid ? 'true' : nothing}
    .value=${live(shown)}
    @input=${take}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === 'Enter') submit();
    }}
  />`;
}
