import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Json } from '../../wire.ts';
import type { Drawn } from '../blocks/pieces.ts';
import { domId, type Surface } from '../blocks/surface.ts';
import { textFrom, wordsOf } from '../state/json.ts';
import type { Naming } from './choice.ts';
import { fromLocal, toLocal } from './local-time.ts';

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
  const type = textFrom(element['type']);
  const answer = surface.answerOf(blockId, element);
  const isMoment = type === 'datetimepicker';
  const { timeZone } = surface.reader;
  const shown =
    isMoment && typeof answer === 'number' ? toLocal(answer, timeZone) : textFrom(answer);
  const take = (event: Event): void => {
    const { target } = event;
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
    const { value } = target;
    const moment = isMoment && value !== '' ? fromLocal(value, timeZone) : undefined;
    surface.setAnswer(block, element, moment ?? (value === '' ? null : value));
  };
  const id = domId(surface, blockId, 'input');
  const placeholder = wordsOf(element['placeholder']) || nothing;
  const focus = element['focus_on_load'] === true;
  if (element['multiline'] === true) {
    return html`<textarea
      id=${id}
      rows="4"
      placeholder=${placeholder}
      ?data-focus=${focus}
      aria-label=${naming.label}
      aria-describedby=${naming.describedBy || nothing}
      aria-invalid=${naming.invalid ? 'true' : nothing}
      .value=${live(shown)}
      @input=${take}
    ></textarea>`;
  }
  return html`<input
    id=${id}
    type=${TYPES[type] ?? 'text'}
    inputmode=${type === 'number_input' ? 'decimal' : nothing}
    autocomplete="off"
    spellcheck="false"
    placeholder=${placeholder}
    ?data-focus=${focus}
    aria-label=${naming.label}
    aria-describedby=${naming.describedBy || nothing}
    aria-invalid=${naming.invalid ? 'true' : nothing}
    .value=${live(shown)}
    @input=${take}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === 'Enter') surface.submit();
    }}
  />`;
}
