import type { Case } from '../case.ts';
import { crowd } from './crowd.ts';
import { dueTogether } from './due-together.ts';
import { soak } from './soak.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Much at once, and little for long. */
export const cases: readonly Case[] = [
  crowd('20 s', 20_000, false),
  crowd('10 min', 10 * MINUTE_MS, true),
  dueTogether({
    name: 'without replies, by a clock 10 times as fast',
    store: 'sqlite',
    bots: 1,
    speed: 10,
    replies: false,
    long: false,
  }),
  dueTogether({
    name: 'with two replies each, in real time',
    store: 'sqlite',
    bots: 1,
    speed: 1,
    replies: true,
    long: true,
  }),
  dueTogether({
    name: 'two bots on Postgres, by a clock 4 times as fast',
    store: 'postgres',
    bots: 2,
    speed: 4,
    replies: true,
    long: true,
  }),
  // Alone it takes a fifth of what the short set may.
  { ...soak('a minute', 60_000, false), long: true },
  soak('5 min', 5 * MINUTE_MS, true),
  soak('2 h', 2 * HOUR_MS, true),
];
