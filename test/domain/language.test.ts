import { describe, expect, it } from 'vitest';
import { formatClock } from '../../src/domain/format.ts';
import { formatDate, LANGUAGE_TAGS } from '../../src/domain/language.ts';

const SATURDAY = new Date('2026-11-21T06:05:00Z');

describe('formatDate', () => {
  it('writes our own English without a language', () => {
    const parts = ['weekday', 'day', 'weekdayAndDay'] as const;

    expect(parts.map((each) => formatDate(SATURDAY, each, undefined))).toEqual([
      'Sat',
      '21 Nov',
      'Sat 21 Nov',
    ]);
  });

  it.each([
    ['de', 'Sa., 21. Nov.', '21. Nov.', 'Sa'],
    ['fr', 'sam. 21 nov.', '21 nov.', 'sam.'],
    ['pl', 'sob., 21 lis', '21 lis', 'sob.'],
    ['ja', '11月21日(土)', '11月21日', '土'],
  ] as const)('writes as people do who read %s', (language, full, day, weekday) => {
    expect(formatDate(SATURDAY, 'weekdayAndDay', language)).toBe(full);
    expect(formatDate(SATURDAY, 'day', language)).toBe(day);
    expect(formatDate(SATURDAY, 'weekday', language)).toBe(weekday);
  });

  it.each(LANGUAGE_TAGS)('is not English in %s, which the runtime knows', (language) => {
    expect(Intl.DateTimeFormat.supportedLocalesOf(language)).toEqual([language]);
    expect(formatDate(SATURDAY, 'weekdayAndDay', language)).not.toBe('Sat 21 Nov');
  });

  it.each(LANGUAGE_TAGS)('leaves times of day alone, since %s writes them as we do', (language) => {
    const time = new Intl.DateTimeFormat(language, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: 'UTC',
    });

    expect(time.format(SATURDAY)).toBe(formatClock(SATURDAY));
  });
});
