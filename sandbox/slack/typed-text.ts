import type { Workspace } from './workspace.ts';

/** What Slack leaves alone because it is already in its own form: `<@U1>`, `<#C1|name>`, `<https://…>`. */
const OWN_FORM = /(<(?:@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|https?:\/\/[^>\s|]+)(?:\|[^>]*)?>)/;

/**
 * The text of a command as it reaches the app: `&`, `<` and `>` as entities and, with
 * `should_escape`, names of people, channels and addresses in Slack's own form.
 */
export function typedText(workspace: Workspace, text: string, shouldEscape: boolean): string {
  return text
    .trim()
    .split(OWN_FORM)
    .map((part, index) => (index % 2 === 1 ? part : plainPart(workspace, part, shouldEscape)))
    .join('');
}

function plainPart(workspace: Workspace, part: string, shouldEscape: boolean): string {
  const inert = part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (!shouldEscape) return inert;
  const people = new Map([...workspace.people.values()].map(({ name, id }) => [name, id]));
  const channels = new Map([...workspace.channels.values()].map(({ name, id }) => [name, id]));
  return inert
    .replace(/(?<![\w@])@([\w.-]+)/g, (typed, name: string) => withId(typed, '@', people.get(name)))
    .replace(/(?<![\w&#])#([\w-]+)/g, (typed, name: string) =>
      withId(typed, '#', channels.get(name), name),
    )
    .replace(/(?<!\S)https?:\/\/\S+/g, (address) => `<${address}>`);
}

function withId(typed: string, mark: string, id: string | undefined, name?: string): string {
  if (id === undefined) return typed;
  return name === undefined ? `<${mark}${id}>` : `<${mark}${id}|${name}>`;
}
