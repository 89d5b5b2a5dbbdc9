import { globSync, readFileSync } from 'node:fs';

/** A block between fences. */
export interface Fence {
  /** The file that it stands in, and the line of its first fence. */
  where: string;
  /** What follows the first fence, such as `sh`. */
  language: string;
  text: string;
  /** The comment before it, such as `not run here: needs Docker`; absent without one. */
  mark?: string | undefined;
}

/** One page of the documentation. */
export interface Page {
  path: string;
  /** Without the fenced blocks. */
  prose: string;
  fences: readonly Fence[];
}

/** Every page of the project. */
export function readPages(): Page[] {
  return globSync(['*.md', 'docs/**/*.md']).toSorted().map(readPage);
}

function readPage(path: string): Page {
  const prose: string[] = [];
  const fences: Fence[] = [];
  let open: Fence | undefined;
  for (const [index, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    const language = /^\s*```(?<language>\w*)$/.exec(line)?.groups?.['language'];
    if (open === undefined && language !== undefined) {
      const mark = /^\s*<!-- (?<mark>.+) -->$/.exec(lastOf(prose))?.groups?.['mark'];
      open = { where: `${path}:${index + 1}`, language, text: '', mark };
    } else if (open !== undefined && language === '') {
      fences.push(open);
      open = undefined;
    } else if (open === undefined) prose.push(line);
    else open.text += `${line.trimStart()}\n`;
  }
  if (open !== undefined) throw new Error(`${open.where}: the fence is never closed`);
  return { path, prose: prose.join('\n'), fences };
}

/** The last line with something on it. */
function lastOf(lines: readonly string[]): string {
  return lines.findLast((line) => line.trim() !== '') ?? '';
}

/** What stands in backticks. */
export function codeOf({ prose }: Pick<Page, 'prose'>): string[] {
  return [...prose.matchAll(/`(?<code>[^`\n]+)`/g)].map(({ groups }) => groups?.['code'] ?? '');
}

/** Where links and pictures lead. */
export function targetsOf({ prose }: Pick<Page, 'prose'>): string[] {
  return [...prose.matchAll(/\]\((?<target>[^)\s]+)\)/g)].map(
    ({ groups }) => groups?.['target'] ?? '',
  );
}

/** The names under which headings can be linked to. */
export function anchorsOf({ prose }: Pick<Page, 'prose'>): string[] {
  return [...prose.matchAll(/^#+ (?<heading>.+)$/gm)].map(({ groups }) =>
    (groups?.['heading'] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
