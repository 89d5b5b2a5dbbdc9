import { titleOf } from './case.ts';
import { inSeconds } from './in-seconds.ts';
import type { Ended } from './run-cases.ts';

const MARKS = { held: '✔ held   ', broken: '✖ BROKEN ', skipped: '– skipped' } as const;

/** One line for a case, and what it has to tell beyond that indented below. */
export function describeEnd({ case: each, result, tookMs }: Ended): string {
  const took = inSeconds(tookMs);
  const line = `${MARKS[result.outcome]}  ${titleOf(each)}  ·  ${result.figure}  ·  ${took}`;
  const required = result.outcome === 'broken' ? [`required: ${each.required}`] : [];
  return [line, ...[...required, ...(result.details ?? [])].map((detail) => `    ${detail}`)].join(
    '\n',
  );
}

/** The closing lines: how many of each outcome, and the broken ones once more by name. */
export function summarize(ended: readonly Ended[], seed: number): string {
  const of = (outcome: string) => ended.filter(({ result }) => result.outcome === outcome);
  const counts = (['held', 'broken', 'skipped'] as const).map(
    (outcome) => `${of(outcome).length} ${outcome}`,
  );
  return [
    '',
    `${ended.length} cases: ${counts.join(', ')} (seed ${seed})`,
    ...of('broken').map((each) => `  broken: ${titleOf(each.case)}`),
  ].join('\n');
}
