import type { Answer, Json, Shown } from '../../wire.ts';

/** Whose eyes text is written for. */
export interface Reader {
  now: Date;
  /** IANA zone. */
  timeZone: string;
  /** The name behind an id of a person, channel or group. */
  nameOf: (id: string) => string | undefined;
  /** The reader's own id: mentions of it stand out. */
  me: string;
}

/** Something to choose from that Slack itself knows: people or channels. */
export type Roster = 'people' | 'channels';

/** What blocks stand on, and what happens when they are used. */
export interface Surface {
  where: Shown;
  reader: Reader;
  /** What an element holds now. */
  answerOf: (blockId: string, element: Json) => Answer;
  /** What is wrong with an input. */
  errorOf: (blockId: string) => string | undefined;
  /** Keeps what was typed or chosen; reports it when the element reports at once. */
  setAnswer: (block: Json, element: Json, answer: Answer) => void;
  /** Whether the app has not yet acknowledged the last use. */
  isBusy: (blockId: string, actionId: string) => boolean;
  /** Presses a button or picks from a menu, after the question that the element may ask. */
  use: (blockId: string, element: Json, answer?: Answer) => void;
  /** What the app offers for typed words. */
  suggest: (blockId: string, actionId: string, query: string) => Promise<Json[]>;
  /** Options out of what Slack knows. */
  roster: (kind: Roster) => Json[];
  /** Presses Enter in a form's line. */
  submit: () => void;
}

/** An id for the page's own elements: unique on it, and the same at each drawing. */
export function domId(surface: Surface, ...parts: string[]): string {
  const { where } = surface;
  const place = where.kind === 'view' ? where.id : `${where.channel}-${where.ts}`;
  return ['at', place, ...parts].join('-').replace(/[^\w-]/g, '_');
}
