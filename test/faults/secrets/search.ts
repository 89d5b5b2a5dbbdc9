import {
  CANARY_NAMES,
  type Canaries,
  type CanaryName,
  ENCODING_NAMES,
  ENCODINGS,
} from './canaries.ts';

/** A place that was looked through, with all that stands there. */
export interface Place {
  name: string;
  text: string;
}

/** A secret where it must not be. */
export interface Find {
  canary: CanaryName;
  encoding: string;
  place: string;
  /** What stands around it, the secret itself left out. */
  around: string;
}

/** Looks for each secret in each encoding in each place. */
export function findCanaries(canaries: Canaries, places: readonly Place[]): Find[] {
  const finds: Find[] = [];
  for (const canary of CANARY_NAMES) {
    for (const encoding of ENCODING_NAMES) {
      const needles = ENCODINGS[encoding](canaries[canary]);
      for (const { name: place, text } of places) {
        const needle = needles.find((each) => text.includes(each));
        if (needle === undefined) continue;
        finds.push({ canary, encoding, place, around: aroundOf(text, needle) });
      }
    }
  }
  return finds;
}

function aroundOf(text: string, needle: string): string {
  const at = text.indexOf(needle);
  const before = text.slice(Math.max(0, at - 80), at);
  const after = text.slice(at + needle.length, at + needle.length + 40);
  return `${before}[${needle.length} characters]${after}`.replaceAll(/\s+/g, ' ');
}
