import { describe, expect, it } from 'vitest';
import { printDiagnoses } from '../../src/doctor/print-diagnoses.ts';
import { type Diagnosis, isAllWell } from '../../src/domain/diagnosis.ts';

const WELL: Diagnosis = { health: 'ok', subject: 'Database', fact: 'it can be read.' };
const WRONG: Diagnosis = {
  health: 'wrong',
  subject: 'Digest channel',
  channelId: 'C1',
  fact: 'the bot is not in it.',
  mend: 'Invite it.',
};
const UNKNOWN: Diagnosis = {
  health: 'not-known',
  subject: 'Northflank requests',
  fact: '3 are left until {at}.',
  at: new Date('2026-11-21T10:00:59Z'),
};
const UNASKED: Diagnosis = {
  health: 'not-known',
  subject: 'Adding',
  fact: 'not checked without writing.',
  unasked: true,
};

describe('printDiagnoses', () => {
  it('gives each finding a line with shape, word, thing, fact and mend', () => {
    expect(printDiagnoses([WELL, WRONG, UNKNOWN, UNASKED]).split('\n')).toEqual([
      '✔ ok         Database: it can be read.',
      '✖ wrong      Digest channel C1: the bot is not in it. Invite it.',
      '◌ not known  Northflank requests: 3 are left until 2026-11-21 10:00 UTC.',
      '◌ not known  Adding: not checked without writing.',
      '',
      '1 wrong, 1 not known, 1 ok. What could not be checked from here: 1 line.',
    ]);
  });

  it('sums up what is well without calling well what nobody could ask', () => {
    expect(printDiagnoses([WELL, UNASKED]).split('\n').at(-1)).toBe(
      'All that was checked is well. What could not be checked from here: 1 line.',
    );
  });

  it('lets foreign text make no lines of its own', () => {
    const fact = 'Slack says\n✔ ok         all';

    expect(printDiagnoses([{ ...WELL, fact }]).split('\n')).toHaveLength(3);
  });
});

describe('isAllWell', () => {
  it.each([
    [[], true],
    [[WELL], true],
    [[WELL, UNASKED], true],
    [[WELL, UNKNOWN], false],
    [[WRONG], false],
  ])('of %o is %s', (diagnoses, well) => {
    expect(isAllWell(diagnoses)).toBe(well);
  });
});
