import { describe, expect, it } from 'vitest';
import { mayRead, pauseBetweenRounds } from '../../../src/digest/follow-up/pace.ts';
import type { HourlyBudget } from '../../../src/domain/hourly-budget.ts';
import { hoursAgo, NOW } from '../../fakes/backups.ts';

const IN_HALF_AN_HOUR = hoursAgo(-0.5);

describe('pauseBetweenRounds', () => {
  it.each<{ cost: number; budget: HourlyBudget; minutes: number; name: string }>([
    { name: 'nothing is known', cost: 0, budget: {}, minutes: 5 },
    { name: 'a survey is cheap', cost: 25, budget: {}, minutes: 5 },
    { name: 'two a half hour are 30 %', cost: 75, budget: {}, minutes: 15 },
    { name: 'the limit is larger', cost: 75, budget: { limit: 3000 }, minutes: 5 },
    { name: 'a survey takes more than a share', cost: 600, budget: {}, minutes: 120 },
    { name: 'it takes far more', cost: 9000, budget: {}, minutes: 360 },
    {
      name: 'there is plenty left',
      cost: 20,
      budget: { remaining: 320, resetAt: IN_HALF_AN_HOUR },
      minutes: 5,
    },
    {
      name: 'less than 30 % are left',
      cost: 20,
      budget: { remaining: 300, resetAt: IN_HALF_AN_HOUR },
      minutes: 6,
    },
    {
      name: 'it comes close to 20 %',
      cost: 20,
      budget: { remaining: 220, resetAt: IN_HALF_AN_HOUR },
      minutes: 30,
    },
    {
      name: 'it would fall below 20 %',
      cost: 20,
      budget: { remaining: 219, resetAt: IN_HALF_AN_HOUR },
      minutes: 30,
    },
    {
      name: 'little is left and nobody says until when',
      cost: 20,
      budget: { remaining: 10 },
      minutes: 60,
    },
    {
      name: 'what was left belongs to an hour that is over',
      cost: 20,
      budget: { remaining: 10, resetAt: hoursAgo(0.1) },
      minutes: 5,
    },
  ])('is $minutes min when $name', ({ cost, budget, minutes }) => {
    expect(pauseBetweenRounds(budget, cost, NOW) / 60_000).toBeCloseTo(minutes, 5);
  });
});

describe('mayRead', () => {
  it.each<{ budget: HourlyBudget; may: boolean }>([
    { budget: {}, may: true },
    { budget: { remaining: 220, resetAt: IN_HALF_AN_HOUR }, may: true },
    { budget: { remaining: 219, resetAt: IN_HALF_AN_HOUR }, may: false },
    { budget: { limit: 100, remaining: 40, resetAt: IN_HALF_AN_HOUR }, may: true },
    { budget: { remaining: 0, resetAt: hoursAgo(0.1) }, may: true },
  ])('says $may for a survey of 20 with $budget.remaining left', ({ budget, may }) => {
    expect(mayRead(budget, 20, NOW)).toBe(may);
  });
});
