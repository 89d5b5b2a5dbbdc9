import { expect, it } from 'vitest';
import { lasting, restOf, resume } from '../../src/domain/wait.ts';

const NINE = new Date('2026-10-06T09:00:00Z');
const at = (seconds: number) => new Date(NINE.getTime() + seconds * 1000);
const MINUTE = { since: at(0), until: at(60) };

it.each([
  ['has just begun', at(0)],
  ['is under way', at(59)],
  ['is over', at(61)],
])('leaves a wait that %s as it is', (_, now) => {
  expect(resume(MINUTE, now)).toEqual(MINUTE);
});

it('begins a wait anew when the clock was set back to before its beginning', () => {
  expect(resume(MINUTE, at(-3600))).toEqual({ since: at(-3600), until: at(-3540) });
});

it.each([
  [at(-3600), { since: at(-3600), until: at(-3540) }],
  [at(59), MINUTE],
  [at(60), undefined],
])('is forgotten once it is over: at %j', (now, wait) => {
  expect(lasting(MINUTE, now)).toEqual(wait);
});

it.each([
  [at(0), 60_000],
  [at(59), 1_000],
  [at(61), 0],
])('says how long it still lasts at %j', (now, ms) => {
  expect(restOf(MINUTE, now)).toBe(ms);
});

it('lasts no longer where there is none', () => {
  expect(restOf(undefined, NINE)).toBe(0);
});
