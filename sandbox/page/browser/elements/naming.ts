import type { Json } from '../../wire.ts';
import { wordsOf } from '../state/json.ts';

/** How an element is named to those who do not see it. */
export interface Naming {
  label: string;
  /** Ids of hint and error, with a space between them; may be empty. */
  describedBy: string;
  invalid: boolean;
  /** Whether it may be left empty. */
  optional: boolean;
}

/** The naming of an element that stands in no input block, which would name it. */
export function unnamed(element: Json): Naming {
  const label = wordsOf(element['placeholder']) || 'Choose';
  return { label, describedBy: '', invalid: false, optional: false };
}
