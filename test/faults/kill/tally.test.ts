import { describe, expect, it } from 'vitest';
import { planRound, seedOf } from './plan.ts';
import type { RoundEnd } from './round.ts';
import { describeBroken, describeFigures, describeTable, tally } from './tally.ts';

const SEED = seedOf({ store: 'sqlite', bots: 1 }, 'post of a digest', 'stored');

function end(more: Partial<RoundEnd> = {}): RoundEnd {
  return {
    round: planRound(SEED),
    row: 'post of a digest',
    reached: true,
    deaths: 1,
    slots: 3,
    doubled: 0,
    lost: 0,
    recoveryMs: 16_400,
    slowestStartMs: 900,
    problems: [],
    ...more,
  };
}

describe('the figures of many rounds', () => {
  it('add up, and name the round that took longest', () => {
    const sum = tally([end(), end({ doubled: 1, recoveryMs: 4_000 }), end({ deaths: 2, lost: 2 })]);

    expect(describeFigures(sum)).toBe(
      `3 rounds, 4 deaths, 9 slots, 1 doubled, 2 lost, slowest recovery 16.4 s (seed ${SEED}), ` +
        'slowest start of a process 0.9 s',
    );
  });

  it('stand in a table by call and phase, where a round came to its point', () => {
    const ends = [end(), end(), end({ row: 'statement: commit' }), end({ reached: false })];

    const lines = describeTable(tally(ends)).map((line) => line.trim().split(/ {2,}/));

    expect(lines).toEqual([['stored'], ['post of a digest', '2'], ['statement: commit', '1']]);
    expect(describeFigures(tally(ends))).toContain('1 never came to their point');
  });
});

describe('a broken round', () => {
  it('is told with what is wrong and the command that plays it again', () => {
    const lines = describeBroken(end({ problems: ['C1: 2 digests instead of 1'] }), 10);

    expect(lines.join('\n')).toContain('post of a digest, stored');
    expect(lines.join('\n')).toContain('2 digests instead of 1');
    expect(lines.at(-1)).toMatch(
      new RegExp(`npm run faults -- --only '.*one bot on SQLite.*10 times.*' --seed ${SEED}$`),
    );
  });

  it('is nothing to tell of one that held', () => {
    expect(describeBroken(end(), 1)).toEqual([]);
  });
});
