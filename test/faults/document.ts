import type { Ended } from './run-cases.ts';

const START = '<!-- measured: written by npm run faults -->';
const END = '<!-- end of what was measured -->';

/** What a run is told by. */
export interface RunFacts {
  seed: number;
  /** Whether long cases ran too. */
  all: boolean;
  tookMs: number;
  /** Where and when, in one line each. */
  machine: readonly string[];
}

/**
 * The document with the tables of this run in the place of those of the last one.
 *
 * @throws {Error} when the document has no place for them.
 */
export function documentRun(before: string, ended: readonly Ended[], facts: RunFacts): string {
  const from = before.indexOf(START);
  const to = before.indexOf(END);
  if (from < 0 || to < from) throw new Error(`The document holds no "${START}" before "${END}".`);
  return [before.slice(0, from + START.length), describe(ended, facts), before.slice(to)].join(
    '\n\n',
  );
}

function describe(ended: readonly Ended[], { seed, all, tookMs, machine }: RunFacts): string {
  const count = (outcome: string) =>
    ended.filter(({ result }) => result.outcome === outcome).length;
  const sum = `${ended.length} cases: ${count('held')} held, ${count('broken')} broken, ${count('skipped')} skipped (seed ${seed}), in ${(tookMs / 60_000).toFixed(1)} min.`;
  const command = `npm run faults --${all ? ' --all' : ''} --document`;
  const groups = Map.groupBy(ended, (each) => each.case.group);
  return [
    sum,
    [...machine, `\`${command}\``].map((line) => `- ${line}`).join('\n'),
    ...[...groups]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([group, cases]) => `### ${group}\n\n${tableOf(cases)}`),
  ].join('\n\n');
}

function tableOf(cases: readonly Ended[]): string {
  const rows = cases
    .toSorted((a, b) => a.case.name.localeCompare(b.case.name))
    .map(({ case: { name, required }, result: { outcome, figure } }) =>
      [name, required, outcome === 'held' ? 'held' : `**${outcome}**`, figure].map(cell),
    );
  const lines = [['Case', 'Required', 'Outcome', 'Figure'], Array(4).fill('---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replace(/\s+/g, ' ');
}
