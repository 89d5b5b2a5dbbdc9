import { describe, expect, it } from 'vitest';
import { findCause } from '../../../src/domain/verdicts/cause.ts';
import type { JudgedAddon } from '../../../src/domain/verdicts/urgency.ts';
import type { VerdictWord } from '../../../src/domain/verdicts/verdict.ts';
import { fakeSchedule } from '../../fakes/backups.ts';
import { judged } from '../../fakes/judged.ts';

describe('findCause', () => {
  it('names the project that most of the bad are in', () => {
    const addons = [
      ...many('prod', 'failed', 7),
      ...many('lab', 'failed', 3),
      ...many('lab', 'fresh', 20),
    ];

    expect(findCause(addons)).toEqual({ kind: 'project', id: 'prod', explained: 7, bad: 10 });
  });

  it('names none below seventy per cent', () => {
    const addons = [
      ...many('prod', 'failed', 6),
      ...many('lab', 'failed', 3),
      ...many('lab', 'fresh', 20),
    ];

    expect(findCause(addons)).toBeUndefined();
  });

  it('names none for less than three', () => {
    expect(findCause([...many('prod', 'failed', 2), ...many('lab', 'fresh', 20)])).toBeUndefined();
  });

  it('blames no project that is mostly well', () => {
    const addons = [
      ...many('prod', 'failed', 3),
      ...many('prod', 'fresh', 4),
      ...many('lab', 'fresh', 9),
    ];

    expect(findCause(addons)).toBeUndefined();
  });

  it('blames nothing that everything shares', () => {
    expect(findCause(many('prod', 'failed', 5))).toBeUndefined();
  });

  it('names the destination that the bad ones share, before a project that explains as much', () => {
    const addons = [
      ...many('prod', 'failed', 4, 'vault'),
      ...many('prod', 'fresh', 2, 'attic'),
      ...many('lab', 'fresh', 20, 'attic'),
    ];

    expect(findCause(addons)).toEqual({ kind: 'destination', id: 'vault', explained: 4, bad: 4 });
  });

  it('counts neither unknown nor expiring ones among the bad', () => {
    const addons = [
      ...many('prod', 'unknown', 5),
      ...many('prod', 'expiring', 5),
      ...many('lab', 'fresh', 5),
    ];

    expect(findCause(addons)).toBeUndefined();
  });
});

let made = 0;

function many(
  projectId: string,
  word: VerdictWord,
  count: number,
  destination?: string,
): JudgedAddon[] {
  const destinationIds = destination === undefined ? [] : [destination];
  return Array.from({ length: count }, () => {
    made += 1;
    return judged(`${projectId}/addon-${made}`, word, {
      schedules: [fakeSchedule(undefined, { destinationIds })],
    });
  });
}
