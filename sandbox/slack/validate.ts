import { elementsOf } from './elements.ts';
import { isJson, type Json, jsonList, stringOf } from './json.ts';
import { anyBlock } from './validate/blocks.ts';
import {
  flag,
  type Issue,
  inside,
  type Place,
  record,
  report,
  type Surface,
  text,
  word,
} from './validate/shape.ts';
import { tableLength } from './validate/tables.ts';
import { plain } from './validate/text.ts';

export type { Issue, Surface } from './validate/shape.ts';

/** @see https://docs.slack.dev/reference/block-kit/blocks */
const BLOCK_LIMIT: Record<Surface, number> = { message: 50, modal: 100, home: 100 };

/** Sums that hold over all blocks of one type in a payload. */
const TOTALS = [
  { type: 'markdown', max: 12_000, size: (block: Json) => stringOf(block['text'])?.length ?? 0 },
  { type: 'table', max: 10_000, size: tableLength },
  { type: 'data_table', max: 20_000, size: tableLength },
];

const CHARTS_PER_MESSAGE = 2;

/** @see https://docs.slack.dev/reference/methods/views.open */
const VIEW_BYTES = 250_000;

/** Says what Slack would refuse about the blocks of a message, modal or home tab. */
export function checkBlocks(
  blocks: readonly unknown[],
  surface: Surface,
  { oldWorkspace }: { oldWorkspace: boolean },
  pointer = '/blocks',
): Issue[] {
  const place: Place = { pointer, surface, oldWorkspace, issues: [] };
  const max = BLOCK_LIMIT[surface];
  if (blocks.length > max) report(place, 'max_items', `no more than ${max} items allowed`);
  blocks.forEach((block, index) => anyBlock(block, inside(place, index)));
  const known = blocks.filter(isJson);
  reportRepeatedIds(known, place);
  reportTotals(known, place);
  return place.issues;
}

const viewFields = {
  callback_id: text(255, 0),
  external_id: text(255, 0),
  private_metadata: text(3000, 0),
};

const MODAL = record({
  required: { title: plain(24), blocks: () => {} },
  optional: {
    ...viewFields,
    submit: plain(24),
    close: plain(24),
    clear_on_close: flag,
    notify_on_close: flag,
    submit_disabled: flag,
  },
});
const HOME = record({
  required: { blocks: () => {} },
  optional: { ...viewFields, title: plain(24) },
});

/** Says what Slack would refuse about a view; its size is {@link isViewTooLarge}'s matter. */
export function checkView(
  view: Json,
  surface: 'modal' | 'home',
  limits: { oldWorkspace: boolean },
): Issue[] {
  const place: Place = { pointer: '/view', surface, ...limits, issues: [] };
  word(surface)(view['type'], inside(place, 'type'));
  (surface === 'modal' ? MODAL : HOME)(view, place);
  const blocks = Array.isArray(view['blocks']) ? view['blocks'] : [];
  if (!Array.isArray(view['blocks']))
    report(inside(place, 'blocks'), 'invalid_type', 'must provide an array');
  const hasInput = jsonList(blocks).some(({ type }) => type === 'input');
  if (surface === 'modal' && hasInput && view['submit'] === undefined) {
    report(inside(place, 'submit'), 'required', 'missing required field: submit');
  }
  const focused = elementsOf(jsonList(blocks)).filter(
    ({ element }) => element['focus_on_load'] === true,
  );
  if (focused.length > 1) report(place, 'focus_on_load', 'only one element may set focus_on_load');
  return [...place.issues, ...checkBlocks(blocks, surface, limits, '/view/blocks')];
}

/** Whether a view is bigger than Slack takes. */
export function isViewTooLarge(view: Json): boolean {
  return Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES;
}

/** Slack's name of what is wrong with message metadata; `undefined` when nothing is. */
export function checkMetadata(metadata: unknown): string | undefined {
  if (!isJson(metadata)) return 'invalid_metadata_format';
  const { event_type: type, event_payload: payload } = metadata;
  if (Object.keys(metadata).some((key) => key !== 'event_type' && key !== 'event_payload')) {
    return 'invalid_metadata_schema';
  }
  if (typeof type !== 'string' || type === '' || !isJson(payload)) return 'invalid_metadata_schema';
  if (!Object.values(payload).every(isMetadataValue)) return 'invalid_metadata_schema';
  return Buffer.byteLength(JSON.stringify(metadata)) > METADATA_BYTES
    ? 'metadata_too_large'
    : undefined;
}

/** Slack publishes no number; a bot that stays below this one is small by any measure. */
const METADATA_BYTES = 16_000;

function isMetadataValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((entry) => isScalar(entry) || isFlat(entry));
  return isScalar(value) || isFlat(value);
}

function isFlat(value: unknown): boolean {
  return isJson(value) && Object.values(value).every(isScalar);
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function reportRepeatedIds(blocks: readonly Json[], place: Place): void {
  const seen = new Set<string>();
  blocks.forEach((block, index) => {
    const blockId = stringOf(block['block_id']);
    if (blockId === undefined) return;
    if (seen.has(blockId)) {
      report(
        inside(inside(place, index), 'block_id'),
        'unique',
        `\`block_id\` ${blockId} already exists`,
      );
    }
    seen.add(blockId);
  });
}

function reportTotals(blocks: readonly Json[], place: Place): void {
  for (const { type, max, size } of TOTALS) {
    const sum = blocks
      .filter((block) => block['type'] === type)
      .reduce((total, block) => total + size(block), 0);
    if (sum > max) {
      report(
        place,
        'max_length',
        `all ${type} blocks together must be less than ${max + 1} characters`,
      );
    }
  }
  const charts = blocks.filter(({ type }) => type === 'data_visualization').length;
  if (charts > CHARTS_PER_MESSAGE) {
    report(place, 'max_items', `no more than ${CHARTS_PER_MESSAGE} charts allowed`);
  }
}
