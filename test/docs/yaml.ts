/** What a YAML file holds, as far as {@link readYaml} understands it: every scalar is a text. */
export type Yaml = string | Yaml[] | { [key: string]: Yaml };

interface Line {
  indent: number;
  text: string;
}

/**
 * Reads the plain half of YAML in which our own files are written: maps and lists by indentation, one
 * scalar a line, and lists of texts in brackets.
 *
 * @throws {Error} naming the line that it does not understand.
 */
export function readYaml(source: string): Yaml {
  const lines = source
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .map((line) => ({ indent: line.search(/\S/), text: line.trim() }));
  const [value, rest] = readBlock(lines);
  if (rest.length > 0) throw new Error(`not understood: ${rest[0]?.text}`);
  return value;
}

/** Reads what stands at the first line's indentation, and gives back what follows it. */
function readBlock(lines: readonly Line[]): [Yaml, readonly Line[]] {
  const { indent = 0, text = '' } = lines[0] ?? {};
  if (text.startsWith('- ')) {
    const count = countWhile(lines, (line) => line.indent === indent && line.text.startsWith('- '));
    return [
      lines.slice(0, count).map((line) => readScalar(line.text.slice(2))),
      lines.slice(count),
    ];
  }
  const map: { [key: string]: Yaml } = {};
  let rest = lines;
  while (rest[0]?.indent === indent) {
    const [, key = '', value = ''] = /^([\w.-]+):(?: (.*))?$/.exec(rest[0].text) ?? [];
    if (key === '') throw new Error(`not understood: ${rest[0].text}`);
    rest = rest.slice(1);
    if (value !== '' || (rest[0]?.indent ?? 0) <= indent) map[key] = readScalar(value);
    else [map[key], rest] = readBlock(rest);
  }
  return [map, rest];
}

function readScalar(text: string): Yaml {
  if (text.startsWith('[')) return JSON.parse(text) as string[];
  return /^"(.*)"$/.exec(text)?.[1] ?? text;
}

function countWhile<T>(items: readonly T[], holds: (item: T) => boolean): number {
  const end = items.findIndex((item) => !holds(item));
  return end === -1 ? items.length : end;
}
