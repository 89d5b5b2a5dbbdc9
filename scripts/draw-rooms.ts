/** What connects the rooms: the folder of that name and the files right below `src/`. */
const WIRING = 'wiring';

/** What one file imports. */
export interface FileImports {
  /** Path below `src/`. */
  file: string;
  /** Paths below `src/` of what it imports of ours. */
  imports: readonly string[];
}

/** The rooms of `src/` with their files, and how often one imports from another, as a Mermaid diagram. */
export function drawRooms(files: readonly FileImports[]): string {
  const rooms = Map.groupBy(files, ({ file }) => roomOf(file));
  const edges = Map.groupBy(
    files.flatMap(({ file, imports }) =>
      imports.map((target) => ({ from: roomOf(file), to: roomOf(target) })),
    ),
    ({ from, to }) => `${from} ${to}`,
  );
  const boxes = [...rooms].map(([room, { length }]) => {
    const what = room === WIRING ? 'main, bot and wiring' : room;
    return `  ${room}["${what}<br/>${count(length, 'file')}"]`;
  });
  const arrows = [...edges.values()].flatMap((same) => {
    const [{ from, to } = { from: '', to: '' }] = same;
    return from === to ? [] : `  ${from} -->|${same.length}| ${to}`;
  });
  return ['flowchart TD', ...boxes.toSorted(inOrder), ...arrows.toSorted(inOrder), ''].join('\n');
}

function roomOf(path: string): string {
  const [room = '', ...rest] = path.split('/');
  return rest.length === 0 ? WIRING : room;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** By letters, wherever it runs. */
function inOrder(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

/**
 * A page with its diagram drawn anew.
 *
 * @throws {Error} when the page has no block for it.
 */
export function withDiagram(page: string, diagram: string): string {
  const block = /^```mermaid\n[\s\S]*?^```$/m;
  if (!block.test(page)) throw new Error('The page has no mermaid block.');
  return page.replace(block, () => `\`\`\`mermaid\n${diagram}\`\`\``);
}
