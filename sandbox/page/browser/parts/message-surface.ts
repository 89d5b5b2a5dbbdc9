import type { Answer, Json, WireMessage } from '../../wire.ts';
import type { Reader, Surface } from '../blocks/surface.ts';
import { answerOf } from '../state/answers.ts';
import { textFrom } from '../state/json.ts';
import type { Store } from '../state/store.ts';
import { rosterOf } from './roster.ts';

/** What was chosen in messages: Slack keeps it on the screen only. */
const chosen = new WeakMap<Json, Answer>();

/** What a message's blocks stand on. */
export function messageSurface(store: Store, message: WireMessage, reader: Reader): Surface {
  const { channel, ts, onlyFor } = message;
  const where = { kind: 'message', channel, ts, ephemeral: onlyFor !== undefined } as const;
  return {
    where,
    reader,
    answerOf: (_blockId, element) => chosen.get(element) ?? answerOf(element, undefined),
    errorOf: () => undefined,
    setAnswer: (block, element, answer) => {
      chosen.set(element, answer);
      void store.use(where, textFrom(block['block_id']), element, answer);
    },
    isBusy: (blockId, actionId) => store.isBusy(where, blockId, actionId),
    use: (blockId, element, answer) => void store.use(where, blockId, element, answer),
    suggest: (blockId, actionId, query) => store.suggest(where, blockId, actionId, query),
    roster: (kind) => rosterOf(store, kind),
    submit: () => {},
  };
}
