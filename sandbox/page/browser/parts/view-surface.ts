import type { Answer, Json, WireView } from '../../wire.ts';
import type { Surface } from '../blocks/surface.ts';
import { answerOf } from '../state/answers.ts';
import { textFrom } from '../state/json.ts';
import type { Store } from '../state/store.ts';
import { rosterOf } from './roster.ts';

/** What was typed into a view and not yet sent, by block and action. */
export type Edits = Map<string, { blockId: string; answer: Answer }>;

/** What a view does with what happens in it. */
export interface ViewEvents {
  /** Something was typed or chosen. */
  changed: () => void;
  /** Resolves when everything typed so far has reached the sandbox. */
  kept: () => Promise<void>;
  submit: () => void;
}

/** What a view's blocks stand on. */
export function viewSurface(
  store: Store,
  view: WireView,
  edits: Edits,
  { changed, kept, submit }: ViewEvents,
): Surface {
  const where = { kind: 'view', id: view.id } as const;
  // The app is told of all that stands in the form, and another view may take this one's place.
  const use: Surface['use'] = (blockId, element, answer) =>
    void kept().then(() => store.use(where, blockId, element, answer));
  return {
    where,
    reader: store.reader(),
    answerOf: (blockId, element) => {
      const actionId = textFrom(element['action_id']);
      const edit = edits.get(editKey(blockId, actionId));
      return edit === undefined ? answerOf(element, view.values[blockId]?.[actionId]) : edit.answer;
    },
    errorOf: (blockId) => view.errors[blockId],
    setAnswer: (block, element, answer) => {
      const blockId = textFrom(block['block_id']);
      edits.set(editKey(blockId, textFrom(element['action_id'])), { blockId, answer });
      changed();
      if (reportsAtOnce(block, element)) use(blockId, element, answer);
    },
    isBusy: (blockId, actionId) => store.isBusy(where, blockId, actionId),
    use,
    suggest: (blockId, actionId, query) => store.suggest(where, blockId, actionId, query),
    roster: (kind) => rosterOf(store, kind),
    submit,
  };
}

/** Typed answers by block, for inputs that the view still has. */
export function answersIn(view: WireView, edits: Edits): Record<string, Answer> {
  return Object.fromEntries(
    [...edits.values()]
      .filter(({ blockId }) =>
        view.blocks.some((block) => block['type'] === 'input' && block['block_id'] === blockId),
      )
      .map(({ blockId, answer }) => [blockId, answer]),
  );
}

function editKey(blockId: string, actionId: string): string {
  return JSON.stringify([blockId, actionId]);
}

/** Inputs wait for the submit button unless they say otherwise; what is typed is never reported letter by letter. */
function reportsAtOnce(block: Json, element: Json): boolean {
  const isTyped = textFrom(element['type']).endsWith('_input');
  return block['type'] === 'input' ? block['dispatch_action'] === true && !isTyped : true;
}
