import { expect, it } from 'vitest';
import { tapLog } from '../../sandbox/log-tap.ts';
import { SILENT } from '../fakes/log.ts';

const NOW = new Date('2026-11-21T06:00:00Z');

it('remembers each line, hands it on, and tells what came after another', () => {
  const passed: string[] = [];
  const next = { ...SILENT, warn: (event: string) => void passed.push(event) };
  const tap = tapLog(next, () => NOW);

  tap.log.warn('first');
  const { seq } = tap;
  tap.log.warn('second', { ms: 3 });

  expect(passed).toEqual(['first', 'second']);
  expect(tap.since(seq)).toEqual([
    { seq: 2, at: NOW, level: 'warn', event: 'second', fields: { ms: 3 } },
  ]);
});

it('forgets the oldest of very many lines', () => {
  const tap = tapLog(SILENT, () => NOW);

  for (let line = 0; line < 5000; line += 1) tap.log.info('line');

  expect(tap.since(0).length).toBeLessThanOrEqual(4000);
  expect(tap.since(0).at(-1)?.seq).toBe(5000);
});
