import type { Row } from './row.ts';

/** What a run leaves behind. */
export interface Report {
  rows: readonly Row[];
  /** Where and when, in one line each. */
  machine: readonly string[];
  /** The document of the run before. */
  before: string;
}

const INTRODUCTION = `# Benchmarks

\`npm run bench\` measures all of this and writes everything above the first section; below it people say what the figures
mean. Each figure is a median over several runs, but for type-ahead and the size of the modules; two things that are compared are
measured in turns within the same run, and smaller is better. Absolute figures stand beside them: they are of one machine and one day.`;

/** A row as one line of the terminal. */
export function lineOf({ what, against, figure, reach, isMet, beside }: Row): string {
  const end = beside === '' ? '' : ` (${beside})`;
  return `${isMet ? '✔' : '✖'} ${figure}, reach ${reach}: ${what}, against ${against}${end}`;
}

/** The new document: the table, and the sections of the old one as they were. */
export function documentOf({ rows, machine, before }: Report): string {
  const cells = rows.map(({ what, against, figure, reach, isMet, beside }) => [
    what,
    against,
    `${isMet ? '' : '✖ '}**${figure}**`,
    reach,
    beside,
  ]);
  const table = [
    ['What', 'Against', 'Measured', 'Reach', 'Beside'],
    ['---', '---', '---', '---', '---'],
    ...cells,
  ].map((row) => `| ${row.join(' | ')} |`);
  const facts = machine.map((line) => `- ${line}`);
  return [INTRODUCTION, facts.join('\n'), table.join('\n'), sectionsOf(before)]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function sectionsOf(before: string): string {
  const start = before.search(/^## /m);
  return start === -1 ? '' : before.slice(start).trimEnd();
}
