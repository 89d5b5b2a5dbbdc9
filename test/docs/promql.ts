/** What an expression asks of Prometheus for one metric, such as `backups_addons{verdict="late"}`. */
export interface Selector {
  metric: string;
  /** Labels by which it is chosen, with the values that are asked for; `a|b` is two. */
  matchers: readonly { label: string; values: readonly string[] }[];
}

/** `by (verdict)` and its like. */
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
const KEYWORDS = new Set(['and', 'or', 'unless', 'bool', 'offset']);

/** Everything that an expression of Prometheus asks for. Knows no more of the language than that needs. */
export function selectorsOf(expression: string): Selector[] {
  const text = expression.replace(GROUPING, '').replace(/\[[^\]]*\]/g, '');
  const chosen = /([a-zA-Z_:][\w:]*)\{([^}]*)\}/g;
  const bare = text.replace(chosen, '').matchAll(/\b[a-zA-Z_:][\w:]*\b(?!\s*\()/g);
  return [
    ...[...text.matchAll(chosen)].map(([, metric = '', matchers = '']) => ({
      metric,
      matchers: matchersOf(matchers),
    })),
    ...[...bare]
      .filter(([word]) => !KEYWORDS.has(word))
      .map(([metric]) => ({ metric, matchers: [] })),
  ];
}

/** Labels that an expression groups or joins by. */
export function groupingOf(expression: string): string[] {
  return [...expression.matchAll(GROUPING)]
    .flatMap(([, labels = '']) => labels.split(','))
    .map((label) => label.trim());
}

function matchersOf(text: string): Selector['matchers'] {
  return [...text.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"/g)].map(
    ([, label = '', values = '']) => ({ label, values: values.split('|') }),
  );
}
