import { expect, it } from 'vitest';
import { findUnready, type Signs } from '../../src/telemetry/readiness.ts';

const NOW = new Date('2026-11-21T09:00:00Z');
const WELL: Signs = {
  storage: [],
  phase: 'running',
  disconnectedSince: undefined,
  sinceTickMs: 0,
};

function ago(seconds: number): Date {
  return new Date(NOW.getTime() - seconds * 1000);
}

it('is ready when nothing is amiss', () => {
  expect(findUnready(WELL, NOW)).toEqual([]);
});

it.each([
  ['starting', 'The bot is still starting'],
  ['stopping', 'The bot is stopping'],
] as const)('is not ready while it is %s', (phase, reason) => {
  expect(findUnready({ ...WELL, phase }, NOW)).toEqual([reason]);
});

it('passes on what is wrong with the store', () => {
  const storage = ['The database does not answer'];

  expect(findUnready({ ...WELL, storage }, NOW)).toEqual(storage);
});

it('gives Slack two minutes to come back', () => {
  expect(findUnready({ ...WELL, disconnectedSince: ago(120) }, NOW)).toEqual([]);
  expect(findUnready({ ...WELL, disconnectedSince: ago(121) }, NOW)).toEqual([
    'Slack is not connected',
  ]);
});

it('is not ready when nobody has looked for a minute at what is due', () => {
  expect(findUnready({ ...WELL, sinceTickMs: 60_000 }, NOW)).toEqual([]);
  expect(findUnready({ ...WELL, sinceTickMs: 60_001 }, NOW)).toEqual([
    'Digests are not looked after',
  ]);
  expect(findUnready({ ...WELL, sinceTickMs: undefined }, NOW)).toEqual([]);
});
