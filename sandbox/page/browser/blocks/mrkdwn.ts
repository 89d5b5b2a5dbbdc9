/** A piece of mrkdwn as it is to be shown. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; pieces: Piece[] }
  | { kind: 'code' | 'block'; text: string }
  | { kind: 'quote'; pieces: Piece[] }
  | { kind: 'link'; url: string; text: string }
  | { kind: 'user' | 'channel' | 'group'; id: string; label: string }
  | { kind: 'broadcast'; text: string }
  | { kind: 'date'; seconds: number; format: string; url?: string | undefined; fallback: string };

const BLOCK = /(```[\s\S]*?```)/;

/** Reads mrkdwn. Everything that is not a mark is text; entities are read once. */
export function parseMrkdwn(source: string): Piece[] {
  const clean = source.replace(/[\ue000\ue001]/g, '');
  return clean.split(BLOCK).flatMap((part, index): Piece[] => {
    if (index % 2 === 0) return part === '' ? [] : quotes(part);
    const inner = part.slice(3, -3).replace(/^\n|\n$/g, '');
    return [{ kind: 'block', text: decoded(withoutReferences(inner)) }];
  });
}

/** Lines that begin with `>` stand together. */
function quotes(text: string): Piece[] {
  const runs: { quoted: boolean; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const mark = /^(?:&gt;|>)(?!&gt;) ?/.exec(line);
    const quoted = mark !== null;
    const last = runs.at(-1);
    const rest = line.slice(mark?.[0].length ?? 0);
    if (last?.quoted === quoted) last.lines.push(rest);
    else runs.push({ quoted, lines: [rest] });
  }
  return runs.flatMap(({ quoted, lines }): Piece[] => {
    const pieces = inline(lines.join('\n'));
    return quoted ? [{ kind: 'quote', pieces }] : pieces;
  });
}

const ATOM =
  /((?<!\u200d)`[^`\n]+`|<[^<>\n]+>|(?<![\w/])https?:\/\/[^\s<>|]+[^\s<>|.,:;!?)\]}'"*_~])/;

/** Code and references are taken out first: marks inside of them mean nothing. */
function inline(text: string): Piece[] {
  const atoms: Piece[] = [];
  const joined = text
    .split(ATOM)
    .map((part, index) => {
      if (index % 2 === 0) return part;
      atoms.push(atom(part));
      return `\ue000${atoms.length - 1}\ue001`;
    })
    .join('');
  return styled(joined, atoms);
}

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
/** A mark beside a word; one behind a joiner is none, which is how names with marks are made inert. */
const STYLED =
  /(?<![\p{L}\p{N}\u200d])([*_~])(?!\s|\1)((?:\u200d[*_~]|(?!\1)[^\n])*?(?:\u200d[*_~]|(?!\1)[^\s\u200d]))\1(?![\p{L}\p{N}])/u;

function styled(text: string, atoms: readonly Piece[]): Piece[] {
  const found = STYLED.exec(text);
  if (found === null) return placed(text, atoms);
  const [whole, mark, inner = ''] = found;
  const kind = MARKS[mark === '_' || mark === '~' ? mark : '*'];
  return [
    ...placed(text.slice(0, found.index), atoms),
    { kind, pieces: styled(inner, atoms) },
    ...styled(text.slice(found.index + whole.length), atoms),
  ];
}

/** Puts the atoms back into plain text. */
function placed(text: string, atoms: readonly Piece[]): Piece[] {
  return text.split(/\ue000(\d+)\ue001/).flatMap((part, index): Piece[] => {
    const piece = index % 2 === 1 ? atoms[Number(part)] : undefined;
    if (piece !== undefined) return [piece];
    const words = decoded(part.replace(/\u200d(?=[*_~`])/g, ''));
    return words === '' ? [] : [{ kind: 'text', text: words }];
  });
}

function atom(part: string): Piece {
  if (part.startsWith('`')) {
    return { kind: 'code', text: decoded(withoutReferences(part.slice(1, -1))) };
  }
  if (!part.startsWith('<')) return { kind: 'link', url: decoded(part), text: decoded(part) };
  const [target = '', ...rest] = part.slice(1, -1).split('|');
  return reference(target, decoded(rest.join('|')));
}

function reference(target: string, label: string): Piece {
  if (target.startsWith('!date^')) return date(target, label);
  if (target.startsWith('!subteam^')) return { kind: 'group', id: target.slice(9), label };
  if (target.startsWith('!')) return { kind: 'broadcast', text: label || `@${target.slice(1)}` };
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1), label };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), label };
  const url = decoded(target);
  return { kind: 'link', url, text: label || url.replace(/^mailto:/, '') };
}

function date(target: string, fallback: string): Piece {
  const [, seconds = '', format = '', url] = target.split('^');
  if (!/^\d+$/.test(seconds)) return { kind: 'text', text: fallback };
  return { kind: 'date', seconds: Number(seconds), format: decoded(format), url, fallback };
}

/** In code only the words of a reference are left. */
function withoutReferences(text: string): string {
  return text.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_all, target: string, label?: string) =>
    label === undefined || label === '' ? target : label,
  );
}

function decoded(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
