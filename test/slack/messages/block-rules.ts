import type { SlackMessage } from '../../../src/slack/message.ts';

interface Text {
  type: string;
  text: string;
}
interface Element {
  type: string;
  action_id?: string;
  value?: string;
  text?: Text | string;
  elements?: Element[];
  fallback?: string;
}
type Block = Element & {
  accessory?: Element;
  caption?: string;
  page_size?: number;
  rows?: Element[][];
};

/** What Slack would refuse about a message, by its documented limits; empty when it would take it. */
export function refusals(message: SlackMessage): string[] {
  return [
    ...textRefusals({ type: 'mrkdwn', text: message.text }, 4000),
    ...blocksRefusals(message.blocks as Block[]),
    ...(message.plainBlocks ? blocksRefusals(message.plainBlocks as Block[]) : []),
    ...check(
      !message.plainBlocks?.some(({ type }) => type === 'data_table'),
      'a table among the plain blocks',
    ),
  ];
}

function blocksRefusals(blocks: Block[]): string[] {
  const cells = blocks.flatMap((block) => block.rows ?? []).flat();
  return [
    ...check(blocks.length >= 1 && blocks.length <= 50, 'number of blocks'),
    ...check(sum(cells.map(cellLength)) <= 20_000, 'characters in tables'),
    ...blocks.flatMap(blockRefusals),
  ];
}

function blockRefusals(block: Block): string[] {
  const elements = block.elements ?? [];
  switch (block.type) {
    case 'section':
      return [
        ...textRefusals(block.text as Text, 3000),
        ...(block.accessory ? elementRefusals(block.accessory) : []),
      ];
    case 'context':
      return [
        ...check(elements.length >= 1 && elements.length <= 10, 'elements of a context'),
        ...elements.flatMap((element) => textRefusals(element as Text, 3000)),
      ];
    case 'actions':
      return [
        ...check(elements.length >= 1 && elements.length <= 25, 'elements of actions'),
        ...check(
          new Set(elements.map((element) => element.action_id)).size === elements.length,
          'an action_id used twice',
        ),
        ...elements.flatMap(elementRefusals),
      ];
    case 'data_table':
      return tableRefusals(block);
    default:
      return [`a block of type ${block.type}`];
  }
}

function tableRefusals({ rows = [], caption = '', page_size: pageSize = 5 }: Block): string[] {
  const [header = []] = rows;
  return [
    ...check(caption.length >= 1, 'caption'),
    ...check(pageSize >= 1 && pageSize <= 100, 'page_size'),
    ...check(rows.length >= 2 && rows.length <= 101, 'rows of a table'),
    ...check(header.length >= 1 && header.length <= 20, 'columns'),
    ...check(
      rows.every((row) => row.length === header.length),
      'rows of different length',
    ),
    ...check(
      header.every(({ type }) => type === 'raw_text'),
      'rich text in the header',
    ),
    ...check(
      rows.flat().every((cell) => cellLength(cell) >= 1),
      'an empty cell',
    ),
  ];
}

function elementRefusals(element: Element): string[] {
  return [
    ...check(element.type === 'button', `an element of type ${element.type}`),
    ...textRefusals(element.text as Text, 75),
    ...check(
      (element.action_id ?? '').length >= 1 && (element.action_id ?? '').length <= 255,
      'id',
    ),
    ...check((element.value ?? '').length >= 1 && (element.value ?? '').length <= 2000, 'value'),
  ];
}

function textRefusals({ type, text }: Text, max: number): string[] {
  return [
    ...check(text.trim().length >= 1 && text.length <= max, `text of ${text.length}`),
    ...check(
      type !== 'mrkdwn' || !/<(?!!date\^\d+\^[^|<>]*\|[^|<>]*>)/.test(text),
      'a mention, a link or half a date',
    ),
    ...check(type !== 'mrkdwn' || !/&(?!amp;|lt;|gt;)/.test(text), 'half an entity'),
  ];
}

function cellLength(cell: Element): number {
  if (typeof cell.text === 'string') return cell.text.length;
  return (
    sum((cell.elements ?? []).map((element) => cellLength(element))) + (cell.fallback ?? '').length
  );
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function check(holds: boolean, complaint: string): string[] {
  return holds ? [] : [complaint];
}
