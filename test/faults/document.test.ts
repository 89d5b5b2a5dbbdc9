import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { documentRun } from './document.ts';
import type { Ended } from './run-cases.ts';

const FACTS = { seed: 7, all: false, tookMs: 90_000, machine: ['2026-11-21, load 0.1'] };

function ended(group: string, name: string, outcome: Ended['result']['outcome']): Ended {
  const run = () => Promise.reject(new Error('not run'));
  return {
    case: { group, name, required: 'it holds', run },
    result: { outcome, figure: '3 | 4 <b>' },
    tookMs: 1,
  };
}

it('puts the tables of a run in the place of the last one, and leaves the prose', () => {
  const before = readFileSync(join(import.meta.dirname, '../../docs/reliability.md'), 'utf8');
  const once = documentRun(
    before,
    [ended('time', 'a', 'held'), ended('slack', 'b', 'broken')],
    FACTS,
  );
  const twice = documentRun(once, [ended('time', 'c', 'skipped')], FACTS);

  expect(once).toContain('2 cases: 1 held, 1 broken, 0 skipped (seed 7), in 1.5 min.');
  expect(once).toContain('| b | it holds | **broken** | 3 \\| 4 &lt;b> |');
  expect(once.indexOf('### slack')).toBeLessThan(once.indexOf('### time'));
  expect(twice).not.toContain('| b |');
  expect(twice).toContain('| c | it holds | **skipped** |');
  const prose = before.slice(0, before.indexOf('<!-- measured'));
  expect(twice.startsWith(prose)).toBe(true);
});

it('refuses a document without a place for them', () => {
  expect(() => documentRun('# Nothing', [], FACTS)).toThrow('holds no');
});
