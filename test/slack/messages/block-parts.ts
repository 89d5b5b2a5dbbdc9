import type { SlackMessage } from '../../../src/slack/block-kit/message.ts';

interface Part {
  type: string;
  text?: string | { text: string };
  value?: string;
  style?: string;
  action_id?: string;
  fallback?: string;
  elements?: Part[];
  options?: Part[];
  accessory?: Part;
  rows?: Part[][];
}

/** What a button says and carries. */
export interface ButtonFacts {
  text: string;
  value: string;
  style: string | undefined;
  actionId: string;
}

/** Every section's and context's text, one a line. */
export function wordsOf(message: SlackMessage): string {
  return parts(message)
    .flatMap((part) => [part, ...(part.type === 'context' ? (part.elements ?? []) : [])])
    .map(textOf)
    .filter((text) => text !== '')
    .join('\n');
}

/** Every button in reading order. */
export function buttonsOf(message: SlackMessage): ButtonFacts[] {
  return parts(message)
    .flatMap((part) => [...(part.accessory ? [part.accessory] : []), ...(part.elements ?? [])])
    .filter(({ type }) => type === 'button')
    .map((part) => ({
      text: textOf(part),
      value: part.value ?? '',
      style: part.style,
      actionId: part.action_id ?? '',
    }));
}

/** Every entry of every menu in reading order, with what it carries. */
export function menusOf(message: SlackMessage): string[] {
  return parts(message)
    .flatMap(({ elements }) => elements ?? [])
    .flatMap(({ options }) => options ?? [])
    .map((option) => `${textOf(option)}: ${option.value}`);
}

/** The cells of the table, header first, moments as their fallback. */
export function cellsOf(message: SlackMessage): string[][] {
  const table = parts(message).find(({ type }) => type === 'data_table');
  return (table?.rows ?? []).map((row) => row.map(cellText));
}

function parts(message: SlackMessage): Part[] {
  return message.blocks as Part[];
}

function textOf({ text }: Part): string {
  return typeof text === 'string' ? text : (text?.text ?? '');
}

function cellText(cell: Part): string {
  if (typeof cell.text === 'string') return cell.text;
  return (cell.elements ?? []).map((element) => element.fallback ?? cellText(element)).join('');
}
