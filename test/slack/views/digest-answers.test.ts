import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  carry,
  hasDigestForm,
  readCarried,
  readDigestForm,
} from '../../../src/slack/views/digest-answers.ts';
import { NOW } from '../../fakes/backups.ts';
import { digestState, type FilledDigest } from '../../fakes/digest-form.ts';

const read = (filled: Partial<FilledDigest> = {}) => readDigestForm(digestState(filled), NOW);

describe('readDigestForm', () => {
  it('reads everything that is filled in', () => {
    expect(
      read({
        scope: ['prod/*', 'staging/orders-db'],
        types: ['postgresql'],
        days: ['4', '0', '0'],
        time: '18:30',
        zone: 'Asia/Kolkata',
        detail: 'all',
        allClear: 'weekly',
        language: 'de',
        mentionGroup: ['S0ONCALL01'],
        mentionFrom: 'late',
        pausedUntil: '2026-11-24',
      }),
    ).toEqual({
      errors: {},
      fields: {
        scope: { patterns: ['prod/*', 'staging/orders-db'], types: ['postgresql'] },
        days: [0, 4],
        time: '18:30',
        timeZone: 'Asia/Kolkata',
        detail: 'all',
        allClear: 'weekly',
        language: 'de',
        mention: { id: 'S0ONCALL01', kind: 'usergroup', from: 'late' },
        pausedUntil: new Date('2026-11-23T18:30:00Z'),
      },
    });
  });

  it('reads what may be left empty as everything, nobody and no pause', () => {
    const { fields, errors } = read();

    expect(errors).toEqual({});
    expect(fields).toMatchObject({ scope: { patterns: [], types: [] } });
    expect(fields).toHaveProperty('mention', undefined);
    expect(fields).toHaveProperty('pausedUntil', undefined);
  });

  it.each(['en', ''])('takes "%s" for English, which needs no language', (language) => {
    expect(read({ language })).toMatchObject({ errors: {}, fields: { language: undefined } });
  });

  it('takes a pattern of everything for everything', () => {
    expect(read({ scope: ['prod/*', '*/*'] }).fields.scope).toEqual({ patterns: [], types: [] });
  });

  it.each<[string, Partial<FilledDigest>, string, string]>([
    ['a pattern that is none', { scope: ['prod orders'] }, 'scope', 'prod/*-db'],
    ['a pattern that is too long', { scope: [`prod/${'x'.repeat(80)}`] }, 'scope', 'prod/*-db'],
    ['no day', { days: [] }, 'days', 'such as Mon'],
    ['a day that is none', { days: ['7'] }, 'days', 'such as Mon'],
    ['no time', { time: null }, 'time', 'such as 09:00'],
    ['a time that is none', { time: '24:00' }, 'time', 'such as 09:00'],
    ['an unknown zone', { zone: 'Mars/Olympus' }, 'zone', 'such as Europe/Berlin'],
    ['no zone', { zone: null }, 'zone', 'such as Europe/Berlin'],
    ['a bare offset', { zone: '+02:00' }, 'zone', 'such as Europe/Berlin'],
    ['a detail that is none', { detail: 'some' }, 'detail', 'Choose'],
    ['an all-clear that is none', { allClear: 'hourly' }, 'all_clear', 'Choose'],
    ['a language that is not offered', { language: 'tlh' }, 'language', 'from the list'],
    [
      'a person and a group',
      { mentionUser: ['U1'], mentionGroup: ['S01'] },
      'mention_user',
      'not both',
    ],
    ['two groups', { mentionGroup: ['S01', 'S02'] }, 'mention_group', 'not both'],
    ['a group that is none', { mentionGroup: ['<!channel>'] }, 'mention_group', 'from the list'],
    [
      'a threshold that is none',
      { mentionUser: ['U1'], mentionFrom: '' },
      'mention_from',
      'Choose',
    ],
    ['today', { pausedUntil: '2026-11-21' }, 'paused_until', 'such as 2026-11-22'],
    ['a day of the past', { pausedUntil: '2025-01-01' }, 'paused_until', 'such as 2026-11-22'],
    ['a date that is none', { pausedUntil: '2026-02-30' }, 'paused_until', 'such as 2026-11-22'],
  ])('says of %s at its field what would be right', (_, filled, field, words) => {
    const { errors } = read(filled);

    expect(Object.keys(errors)).toEqual([field]);
    expect(errors[field]).toContain(words);
  });

  it('keeps every other field of a form with a mistake', () => {
    const { fields } = read({ zone: 'Mars/Olympus', time: '10:15' });

    expect(fields).toMatchObject({ time: '10:15', days: [0, 1, 2, 3, 4, 5, 6] });
    expect(fields).not.toHaveProperty('timeZone');
  });

  it('knows a pause by the day of the chosen zone', () => {
    const eve = new Date('2026-11-21T23:30:00Z');
    const pausedUntil = '2026-11-22';

    expect(readDigestForm(digestState({ zone: 'UTC', pausedUntil }), eve).errors).toEqual({});
    expect(readDigestForm(digestState({ pausedUntil }), eve).errors).toHaveProperty('paused_until');
  });

  it('reads nothing and finds nothing wrong where there is no form', () => {
    expect(readDigestForm({ values: {} }, NOW)).toEqual({ fields: {}, errors: {} });
    expect(hasDigestForm({ values: {} })).toBe(false);
    expect(hasDigestForm(digestState())).toBe(true);
  });

  it('never throws', () => {
    const answer = fc.record({
      input: fc.record({ selected_date: fc.string(), value: fc.anything() }),
    });
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('days', 'zone', 'paused_until', 'scope'), answer),
        (values) => {
          expect(readDigestForm({ values }, NOW)).toHaveProperty('errors');
        },
      ),
    );
  });
});

describe('what a form carries', () => {
  it.each([{ channelId: 'C1' }, { channelId: 'C1', version: 4 }])(
    'comes back as it went: %j',
    (carried) => {
      expect(readCarried(carry(carried))).toEqual(carried);
    },
  );
});
