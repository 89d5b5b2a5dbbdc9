import { asRow } from '../fields.ts';

/** Where validators put their findings; the message itself is prose and no place to look. */
const PLACES = ['details', 'errors', 'data'];
/** Keys whose value names the field that an entry is about. */
const POINTERS: ReadonlySet<string> = new Set([
  'field',
  'key',
  'label',
  'param',
  'path',
  'property',
  'instancePath',
  'dataPath',
  'missingProperty',
]);
/** Keys of a validator's own record, whose `type` or `name` is about the rule and not a field. */
const RECORD_KEYS: ReadonlySet<string> = new Set(['message', 'msg', 'code', 'keyword', 'rule']);
const DEEPEST = 6;

/**
 * Names the fields of a sent body that a refusal is about.
 *
 * `details` has no documented shape, so fields are looked for as keys, as values of the usual
 * pointer keys, as paths in arrays and as the first or a quoted word of a sentence. Only names of
 * fields that were sent can come out.
 *
 * @returns dotted paths such as `credentials.endpoint`, in the order of the body.
 */
export function readRefusedFields(answer: unknown, body: object): readonly string[] {
  const known = leafPaths(body);
  const found = new Set<string>();
  const add = (name: string) => {
    const path = known.find((leaf) => leaf === name || leaf.endsWith(`.${name}`));
    if (path !== undefined) found.add(path);
    return path !== undefined;
  };

  const top = asRow(answer);
  for (const place of [asRow(top?.['error']), top]) {
    for (const key of PLACES) visit(place?.[key], add, DEEPEST);
  }
  return known.filter((path) => found.has(path));
}

/** Takes a name that may be one of a field; says whether it is. */
type Add = (name: string) => boolean;

function visit(value: unknown, add: Add, depth: number): void {
  if (depth === 0) return;
  if (typeof value === 'string') {
    readSentence(value, add);
  } else if (Array.isArray(value)) {
    const isPath = value.length > 1 && value.every((part) => typeof part === 'string');
    if (isPath && add(value.join('.'))) return;
    for (const entry of value) visit(entry, add, depth - 1);
  } else {
    visitObject(value, add, depth);
  }
}

function visitObject(value: unknown, add: Add, depth: number): void {
  const entries = Object.entries(asRow(value) ?? {});
  const isRecord = entries.some(([key]) => POINTERS.has(key) || RECORD_KEYS.has(key));
  for (const [key, entry] of entries) {
    if (!isRecord) add(normalise(key));
    if (POINTERS.has(key)) readPointer(entry, add);
    else if (!isRecord || typeof entry === 'object' || RECORD_KEYS.has(key)) {
      visit(entry, add, depth - 1);
    }
  }
}

function readPointer(value: unknown, add: Add): void {
  if (Array.isArray(value)) add(normalise(value.map(String).join('.')));
  else if (typeof value === 'string') add(normalise(value));
}

/** `"credentials.endpoint" must be …`, `endpoint is required`. */
function readSentence(text: string, add: Add): void {
  const quoted = text.matchAll(/["'`]([\w./[\]]{1,60})["'`]/g);
  for (const [, word] of quoted) add(normalise(word ?? ''));
  add(normalise(/^[\w./[\]]{1,60}/.exec(text)?.[0] ?? ''));
}

/** `/credentials/endpoint` and `body.credentials.endpoint` are `credentials.endpoint`. */
function normalise(name: string): string {
  return name
    .replaceAll('/', '.')
    .replace(/^\.+/, '')
    .replace(/^(body|data|payload)\./, '');
}

function leafPaths(body: object, prefix = ''): string[] {
  return Object.entries(body).flatMap(([key, value]) => {
    const inner = asRow(value);
    return inner === undefined ? [`${prefix}${key}`] : leafPaths(inner, `${prefix}${key}.`);
  });
}
