import { type Json, jsonOf, textFrom } from '../json.ts';
import { elementIn } from './elements.ts';
import { imageElement, needsImage } from './image-element.ts';
import {
  address,
  anyObject,
  byType,
  type Check,
  type Fields,
  flag,
  inside,
  list,
  type Place,
  record,
  report,
  type Surface,
  text,
  word,
} from './shape.ts';
import { chart, dataTable, table } from './tables.ts';
import { anyText, mrkdwn, plain, richText, richTextElements } from './text.ts';

interface BlockRule {
  surfaces: readonly Surface[];
  check: Check;
}

const ALL: readonly Surface[] = ['message', 'modal', 'home'];
const NOT_MODAL: readonly Surface[] = ['message', 'home'];
const MESSAGE: readonly Surface[] = ['message'];

/** Blocks that came late: a workspace may not have them yet. */
const NEW_BLOCKS = new Set(['table', 'data_table', 'data_visualization']);

const blockId = text(255);

function block(fields: Fields, also?: (value: Json, place: Place) => void): Check {
  return record({ ...fields, optional: { block_id: blockId, ...fields.optional } }, also);
}

const imageBlock = block(
  {
    required: { alt_text: text(2000) },
    optional: { image_url: address, slack_file: anyObject, title: plain(2000) },
  },
  needsImage,
);

const cardFields: Fields = {
  optional: {
    hero_image: byType({ image: imageElement }),
    icon: byType({ image: imageElement }),
    slack_icon: anyObject,
    title: mrkdwn(150),
    subtitle: mrkdwn(150),
    body: mrkdwn(200),
    subtext: mrkdwn(200),
    actions: list(elementIn('actions'), { max: 3 }),
  },
};
const card = block(cardFields, (value, place) => {
  if (!['hero_image', 'title', 'actions', 'body'].some((name) => value[name] !== undefined)) {
    report(place, 'required', 'must provide one of hero_image, title, actions and body');
  }
});

const task = block({
  required: {
    task_id: text(255),
    title: text(3000),
    status: word('pending', 'in_progress', 'complete', 'error'),
  },
  optional: { details: richText, output: richText, sources: list(anyObject, { max: 100 }) },
});

/** Blocks that may also stand in a container. */
const SIMPLE: Record<string, BlockRule> = {
  actions: {
    surfaces: ALL,
    check: block(
      { required: { elements: list(elementIn('actions'), { max: 25 }) } },
      uniqueActions,
    ),
  },
  context: {
    surfaces: ALL,
    check: block({
      required: {
        elements: list(
          byType({ plain_text: anyText(3000), mrkdwn: anyText(3000), image: imageElement }),
          { max: 10 },
        ),
      },
    }),
  },
  divider: { surfaces: ALL, check: block({}) },
  file: {
    surfaces: MESSAGE,
    check: block({ required: { external_id: text(255), source: word('remote') } }),
  },
  header: { surfaces: ALL, check: block({ required: { text: plain(150) } }) },
  image: { surfaces: ALL, check: imageBlock },
  input: {
    surfaces: ALL,
    check: block({
      required: { label: plain(2000), element: elementIn('input') },
      optional: { hint: plain(2000), optional: flag, dispatch_action: flag },
    }),
  },
  rich_text: { surfaces: ALL, check: block({ required: { elements: richTextElements } }) },
  section: {
    surfaces: ALL,
    check: block(
      {
        optional: {
          text: anyText(3000),
          fields: list(anyText(2000), { max: 10 }),
          accessory: elementIn('section', { image: imageElement }),
          expand: flag,
        },
      },
      (value, place) => {
        if (value['text'] === undefined && value['fields'] === undefined) {
          report(place, 'required', 'must provide text or fields');
        }
      },
    ),
  },
  table: { surfaces: NOT_MODAL, check: table },
  video: {
    surfaces: ALL,
    check: block({
      required: {
        video_url: address,
        thumbnail_url: address,
        alt_text: text(2000),
        title: plain(199),
      },
      optional: {
        title_url: address,
        author_name: text(49),
        provider_name: text(2000),
        provider_icon_url: address,
        description: plain(200),
      },
    }),
  },
};

/** Every block by its type: the surfaces that take it and what it may hold. */
const BLOCKS: Record<string, BlockRule> = {
  ...SIMPLE,
  alert: {
    surfaces: ['modal'],
    check: block({
      required: { text: anyText(200) },
      optional: { level: word('default', 'info', 'warning', 'error', 'success') },
    }),
  },
  card: { surfaces: ALL, check: card },
  carousel: {
    surfaces: NOT_MODAL,
    check: block({ required: { elements: list(byType({ card }), { max: 10 }) } }),
  },
  container: {
    surfaces: NOT_MODAL,
    check: block(
      {
        required: { child_blocks: list(blockOf(SIMPLE), { max: 10 }) },
        optional: {
          title: plain(150),
          rich_text_title: richText,
          subtitle: anyText(150),
          width: word('narrow', 'standard', 'wide', 'full'),
          icon: byType({ image: imageElement }),
          is_collapsible: flag,
          default_collapsed: flag,
          has_header_divider: flag,
        },
      },
      (value, place) => {
        if (value['title'] === undefined && value['rich_text_title'] === undefined) {
          report(place, 'required', 'must provide title or rich_text_title');
        }
      },
    ),
  },
  context_actions: {
    surfaces: MESSAGE,
    check: block({ required: { elements: list(elementIn('context_actions'), { max: 5 }) } }),
  },
  data_table: { surfaces: NOT_MODAL, check: dataTable },
  data_visualization: { surfaces: NOT_MODAL, check: chart },
  markdown: { surfaces: MESSAGE, check: block({ required: { text: text(12_000) } }) },
  plan: {
    surfaces: MESSAGE,
    check: block({
      required: { title: text(3000) },
      optional: { tasks: list(byType({ task_card: task }), { max: 100 }) },
    }),
  },
  task_card: { surfaces: MESSAGE, check: task },
};

/** A block of any type that the surface takes. */
export const anyBlock: Check = blockOf(BLOCKS);

/** Checks by the rule of the block's type; a type that is not known or not welcome there is refused. */
function blockOf(rules: Record<string, BlockRule>): Check {
  return (value, place) => {
    const type = String(jsonOf(value)['type']);
    const rule = Object.hasOwn(rules, type) ? rules[type] : undefined;
    const known = rule !== undefined && !(place.oldWorkspace && NEW_BLOCKS.has(type));
    if (known && rule.surfaces.includes(place.surface)) return rule.check(value, place);
    report(inside(place, 'type'), 'unsupported_type', `unsupported type: ${type}`, { got: type });
  };
}

function uniqueActions(value: Json, place: Place): void {
  const elements = Array.isArray(value['elements']) ? value['elements'] : [];
  const ids = elements
    .map((element) => jsonOf(element)['action_id'])
    .filter((id) => id !== undefined);
  ids.forEach((id, index) => {
    if (ids.indexOf(id) < index) {
      report(inside(place, 'elements'), 'unique', `\`action_id\` ${textFrom(id)} already exists`);
    }
  });
}
