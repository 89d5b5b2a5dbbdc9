import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../../src/domain/diagnosis.ts';
import { buildDoctorMessage } from '../../../src/slack/messages/doctor.ts';
import { hostileText } from '../../fakes/hostile-text.ts';
import { buttonsOf, wordsOf } from './block-parts.ts';
import { refusals } from './block-rules.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
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
  subject: 'Requests',
  fact: 'asked at {at}.',
  at: NOW,
};
const UNASKED: Diagnosis = { ...UNKNOWN, at: undefined, fact: 'not asked.', unasked: true };

function lines(diagnoses: readonly Diagnosis[]): string[] {
  return wordsOf(buildDoctorMessage(diagnoses, NOW)).split('\n');
}

describe('what the doctor says', () => {
  it('begins with what is wrong, each with its mend', () => {
    expect(lines([WELL, UNKNOWN, WRONG])).toEqual([
      '✖ *1 thing is wrong, 1 is not known*',
      '✖ *Digest channel <#C1>*: the bot is not in it.',
      '→ Invite it.',
      '◌ *Requests*: asked at <!date^1795255200^{date_short_pretty} {time}|2026-11-21 10:00 UTC>.',
      '✔ *Database*: it can be read.',
      expect.stringMatching(/^Checked .* · only you see this$/),
    ]);
  });

  it.each([
    [[WELL], '✔ *All that can be checked is well*'],
    [[WELL, UNASKED], '✔ *All that can be checked is well*'],
    [[WELL, UNKNOWN], '◌ *1 thing is not known*'],
    [[WRONG, WRONG, UNKNOWN, UNKNOWN], '✖ *2 things are wrong, 2 are not known*'],
  ])('sums up %o', (diagnoses, title) => {
    expect(lines(diagnoses)[0]).toBe(title);
  });

  it('says all of it in its text too, which alone is read aloud', () => {
    const { text } = buildDoctorMessage([WRONG], NOW);

    expect(text.split('\n')).toEqual([
      '1 thing is wrong.',
      'Wrong: Digest channel <#C1>: the bot is not in it.',
      '→ Invite it.',
    ]);
  });

  it('leads on: to checking again, to the digest and to help', () => {
    const values = buttonsOf(buildDoctorMessage([WELL], NOW)).map(({ value }) => value);

    expect(values).toEqual(['again', 'digest', 'help']);
  });

  it('counts the channels that do not fit', () => {
    const shown = lines(Array.from({ length: 60 }, () => WRONG));

    expect(shown).toContain('✖ and 35 more like these');
    expect(shown[0]).toBe('✖ *60 things are wrong*');
  });

  it('is a message that Slack takes, whatever was found', () => {
    fc.assert(
      fc.property(hostileText, hostileText, fc.nat({ max: 80 }), (fact, mend, count) => {
        const found = Array.from({ length: count }, () => ({ ...UNKNOWN, fact, mend }));

        expect(refusals(buildDoctorMessage(found, NOW))).toEqual([]);
      }),
    );
  });
});
