import { isJson, type Json, jsonList, jsonOf, textFrom } from '../json.ts';
import { elementText } from './elements.ts';
import { plainFromMrkdwn } from './mrkdwn.ts';
import type { Reader } from './reader.ts';
import { richTextLines } from './rich-text.ts';
import { tableLines } from './table.ts';
import { plainText } from './text.ts';

/** Blocks as lines of readable text; a block that cannot be drawn shows its JSON. */
export function blockLines(blocks: readonly Json[], reader: Reader): string[] {
  return blocks.flatMap((block, index) => {
    const draw = DRAWN[textFrom(block['type'])];
    const lines = draw === undefined ? [JSON.stringify(block, undefined, 2)] : draw(block, reader);
    const before = textFrom(blocks[index - 1]?.['type']);
    const apart = index > 0 && (SET_APART.has(textFrom(block['type'])) || before === 'input');
    return apart ? ['', ...lines] : lines;
  });
}

/** Blocks with an empty line above them; an input has one below it too. */
const SET_APART = new Set([
  'header',
  'table',
  'data_table',
  'data_visualization',
  'container',
  'input',
]);

type Draw = (block: Json, reader: Reader) => string[];

const DRAWN: Record<string, Draw> = {
  section,
  actions: (block, reader) => [elementLine(block, reader)],
  context_actions: (block, reader) => [elementLine(block, reader)],
  context: (block, reader) => [
    jsonList(block['elements'])
      .map((element) =>
        element['type'] === 'image' ? elementText(element, '', reader) : plainText(element, reader),
      )
      .join('  '),
  ],
  divider: () => ['────────'],
  header: (block, reader) => {
    const text = plainText(block['text'], reader);
    return [text, '═'.repeat(Math.min(text.length, 60))];
  },
  image: (block, reader) => [
    ...textLines(plainText(block['title'], reader)),
    `[image: ${textFrom(block['alt_text'])}]`,
  ],
  video: (block, reader) => [
    `[video: ${plainText(block['title'], reader)} ${textFrom(block['video_url'])}]`,
  ],
  file: (block) => [`[file: ${textFrom(block['external_id'])}]`],
  alert: (block, reader) => [`! ${plainText(block['text'], reader)}`],
  input,
  markdown: (block) => textLines(textFrom(block['text'])),
  rich_text: richTextLines,
  table: tableLines,
  data_table: (block, reader) => [textFrom(block['caption']), ...tableLines(block, reader)],
  data_visualization: chartLines,
  card: cardLines,
  carousel: (block, reader) =>
    jsonList(block['elements']).flatMap((card) => cardLines(card, reader)),
  container,
  task_card: taskLines,
  plan: (block, reader) => [
    textFrom(block['title']),
    ...indented(jsonList(block['tasks']).flatMap((task) => taskLines(task, reader))),
  ],
};

function section(block: Json, reader: Reader): string[] {
  const lines = textLines(plainText(block['text'], reader));
  const accessory = isJson(block['accessory'])
    ? elementText(block['accessory'], textFrom(block['block_id']), reader)
    : '';
  const [first = '', ...rest] = lines;
  const opening =
    accessory === '' ? lines : [[first, accessory].filter(Boolean).join('   '), ...rest];
  return [...opening, ...jsonList(block['fields']).map((field) => fieldLine(field, reader))];
}

/** A field of two lines is a name and its value. */
function fieldLine(field: Json, reader: Reader): string {
  const lines = plainText(field, reader).split('\n');
  return lines.length === 2 ? lines.join(': ').replace('::', ':') : lines.join('\n');
}

function elementLine(block: Json, reader: Reader): string {
  return jsonList(block['elements'])
    .map((element) => elementText(element, textFrom(block['block_id']), reader))
    .join(' ');
}

function input(block: Json, reader: Reader): string[] {
  const blockId = textFrom(block['block_id']);
  const hint = plainText(block['hint'], reader);
  const error = reader.errors[blockId];
  return [
    `${plainText(block['label'], reader)}${block['optional'] === true ? ' (optional)' : ''}`,
    ...indented([
      elementText(jsonOf(block['element']), blockId, reader),
      ...textLines(hint),
      ...(error === undefined ? [] : [`✖ ${error}`]),
    ]),
  ];
}

function chartLines(block: Json): string[] {
  const chart = jsonOf(block['chart']);
  const axes = jsonOf(chart['axis_config']);
  const all = [
    ...points(chart['segments']),
    ...jsonList(chart['series']).flatMap((one, _index, series) =>
      points(one['data'], series.length > 1 ? textFrom(one['name']) : undefined),
    ),
  ];
  const byLabel = Map.groupBy(all, ([label]) => label);
  const unit = [axes['y_label'], axes['x_label']].map(textFrom).filter(Boolean).join(' by ');
  return [
    `${textFrom(block['title'])}${unit === '' ? '' : ` (${unit})`}`,
    ...indented(
      [...byLabel].map(
        ([label, found]) => `${label}: ${found.map(([, value]) => value).join(', ')}`,
      ),
    ),
  ];
}

/** Label and value of each point, the value with the name of its series where there are several. */
function points(entries: unknown, name?: string): [string, string][] {
  return jsonList(entries).map((entry) => [
    textFrom(entry['label']),
    `${name === undefined ? '' : `${name} `}${textFrom(entry['value'])}`,
  ]);
}

function cardLines(card: Json, reader: Reader): string[] {
  const texts = ['title', 'subtitle', 'body', 'subtext'].flatMap((name) =>
    textLines(plainText(card[name], reader)),
  );
  const buttons = jsonList(card['actions']).map((button) => elementText(button, '', reader));
  return [...texts, ...(buttons.length === 0 ? [] : [buttons.join(' ')])];
}

function container(block: Json, reader: Reader): string[] {
  const rich = jsonOf(block['rich_text_title']);
  const title = richTextLines(rich, reader).join(' ') || plainText(block['title'], reader);
  const subtitle = textLines(plainText(block['subtitle'], reader));
  return [title, ...subtitle, ...indented(blockLines(jsonList(block['child_blocks']), reader))];
}

function taskLines(task: Json, reader: Reader): string[] {
  const details = ['details', 'output'].flatMap((name) =>
    richTextLines(jsonOf(task[name]), reader),
  );
  const sources = jsonList(task['sources']).map((source) =>
    plainFromMrkdwn(textFrom(source['text']), reader),
  );
  return [
    `${textFrom(task['title'])} (${textFrom(task['status'])})`,
    ...indented([...details, ...sources]),
  ];
}

function indented(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`);
}

/** The lines of a text; an empty text has none. */
function textLines(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}
