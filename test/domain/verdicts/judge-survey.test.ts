import { describe, expect, it } from 'vitest';
import type { DestinationBackup } from '../../../src/domain/backup.ts';
import { judgeSurvey } from '../../../src/domain/verdicts/judge-survey.ts';
import {
  fakeBackup,
  fakeDestinationBackup,
  fakeListing,
  hoursAgo,
  NOW,
} from '../../fakes/backups.ts';
import { judged, surveyOf, unread } from '../../fakes/judged.ts';

const ADDRESS = 'shop-prod/orders-db';

describe('judgeSurvey', () => {
  it('judges every addon, also those that could not be read', () => {
    const survey = surveyOf([judged('shop-prod/a'), unread('shop-prod/b')]);

    const words = judgeSurvey(survey, NOW, { zone: 'UTC' }).map(({ verdict }) => verdict.word);

    expect(words).toEqual(['fresh', 'unknown']);
  });

  it('takes expiry from the destination that keeps a copy longest', () => {
    const expiring = (hours: number) =>
      fakeDestinationBackup(6.5, { expiry: { kind: 'at', at: hoursAgo(-hours) } });

    expect(judgeWith([[expiring(400)], [expiring(900)], [expiring(500)]])).toMatchObject({
      lastGoodExpiresAt: hoursAgo(-900),
    });
    expect(
      judgeWith([[expiring(400)], [fakeDestinationBackup(6.5, { expiry: { kind: 'kept' } })]]),
    ).toMatchObject({ lastGoodExpiresAt: 'kept' });
  });

  it('minds no copies of other addons', () => {
    const other = fakeDestinationBackup(6.5, { addon: undefined, expiry: { kind: 'kept' } });

    expect(judgeWith([[other]]).lastGoodExpiresAt).not.toBe('kept');
  });

  it('lets no manual run stand in for a promised one, where the destination can tell', () => {
    const manual = fakeDestinationBackup(6.5, { schedules: [] });
    const scheduled = fakeDestinationBackup(30.5);

    expect(judgeWith([[manual, scheduled]]).slots.at(-1)?.outcome).toBe('missed');
    expect(judgeWith([[manual]]).slots.at(-1)?.outcome).toBe('done');
  });
});

/** Judges an addon with a run at 02:30 today and yesterday by what these destinations list. */
function judgeWith(lists: DestinationBackup[][]) {
  const addon = judged(ADDRESS, 'fresh', { backups: [fakeBackup(6.5), fakeBackup(30.5)] });
  const destinations = lists.map((rows, index) => ({
    kind: 'read' as const,
    destination: { id: `d-${index}`, name: `d-${index}`, idGuessed: false },
    backups: fakeListing(rows),
  }));
  const [judgement] = judgeSurvey(surveyOf([addon], { destinations }), NOW, { zone: 'UTC' });
  if (judgement === undefined) throw new Error('nothing was judged');
  return judgement.verdict;
}
