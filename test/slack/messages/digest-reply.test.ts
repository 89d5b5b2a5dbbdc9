import { describe, expect, it } from 'vitest';
import type { DigestRow } from '../../../src/domain/digests/row.ts';
import { toRow } from '../../../src/domain/digests/row.ts';
import type { LedgerSlot, SlotOutcome } from '../../../src/domain/verdicts/verdict.ts';
import { buildDigestReply } from '../../../src/slack/messages/digest-reply.ts';
import { fakeBackup, fakeSchedule, hoursAgo, NOW } from '../../fakes/backups.ts';
import type { JudgedFields } from '../../fakes/judged.ts';
import { judged } from '../../fakes/judged.ts';
import { buttonsOf, wordsOf } from './block-parts.ts';
import { refusals } from './block-rules.ts';

const OPTIONS = { scheduleZone: 'UTC', nameOf: (id: string) => id.toUpperCase() };

describe('a reply in the thread of the digest', () => {
  it('says what failed and when', () => {
    const backups = [
      fakeBackup(6.5, { status: 'failed' }),
      fakeBackup(7.5, { status: 'aborted', completedAt: undefined, sizeBytes: undefined }),
    ];

    expect(wordsOf(reply({ backups }))).toContain(
      [
        '✖ failed after 4 min · started <!date^1795228200^{date_short_pretty} {time}|2026-11-21 02:30 UTC> · dump · 100 MB',
        '⊘ aborted · started <!date^1795224600^{date_short_pretty} {time}|2026-11-21 01:30 UTC> · dump',
      ].join('\n'),
    );
  });

  it('shows the last five slots as marks with words, newest right', () => {
    const outcomes: SlotOutcome[] = ['missed', 'done', 'done', 'aborted', 'missed', 'failed'];

    expect(wordsOf(reply({ verdict: { slots: outcomes.map(slot) } }))).toContain(
      'Last 5 slots, newest right: ✔ done  ✔ done  ⊘ aborted  ○ missed  ✖ failed',
    );
  });

  it('says which copies exist, where, and until when', () => {
    const words = wordsOf(
      reply({
        verdict: {
          copies: [
            { destinationId: '', count: 3 },
            { destinationId: 'vault', count: 2 },
            { destinationId: 'attic', count: 0 },
          ],
          lastGoodExpiresAt: hoursAgo(-48),
        },
      }),
    );

    expect(words).toContain("Copies: 3 in Northflank's own storage, 2 in VAULT");
    expect(words).toMatch(/Last good: <!date.*02:30 UTC> · 100 MB · expires <!date.*23 09:00 UTC>/);
  });

  it('says that there is none', () => {
    const words = wordsOf(reply({ verdict: { copies: [], lastGood: undefined } }));

    expect(words).toContain(
      'Last good: none in what was read\nCopies: none that is known to exist',
    );
  });

  it('names schedules with where their copies go', () => {
    const schedules = [fakeSchedule(undefined, { destinationIds: ['vault'] })];

    expect(wordsOf(reply({ schedules }))).toContain('dump daily 02:30 UTC, kept 7 days → VAULT');
    expect(wordsOf(reply({ schedules: [] }))).toContain('Nothing is known to be scheduled');
  });

  it('counts the places of a schedule that it does not name', () => {
    const schedules = [fakeSchedule(undefined, { destinationIds: ['a', 'b', 'c', 'd', 'e'] })];

    expect(wordsOf(reply({ schedules }))).toContain('→ A, B, C +2');
  });

  it('leads to the addon here and, where its page is known, at Northflank', () => {
    const at = (url: string) => buildDigestReply(row(), { ...OPTIONS, linkTo: () => url });

    expect(buttonsOf(reply())).toMatchObject([{ text: 'Show', value: 'prod/orders-db' }]);
    expect(wordsOf(at('https://app.example/a?b=1&c=2'))).toContain(
      '<https://app.example/a?b=1&amp;c=2|Open in Northflank>',
    );
    expect(wordsOf(at('https://app.example/|<!channel>'))).not.toContain('channel');
    expect(wordsOf(at('javascript:alert(1)'))).not.toContain('javascript');
  });

  it('counts what would be too long', () => {
    const backups = Array.from({ length: 30 }, (_, index) =>
      fakeBackup(index / 2 + 0.5, { status: 'failed' }),
    );
    const schedules = Array.from({ length: 9 }, () => fakeSchedule());
    const message = reply({ backups, schedules });

    expect(wordsOf(message)).toContain('and 20 more failed runs');
    expect(wordsOf(message)).toContain('and 3 more schedules');
    expect(refusals(message)).toEqual([]);
  });
});

function row(fields: JudgedFields = {}): DigestRow {
  return toRow(judged('prod/orders-db', 'failed', fields), { from: hoursAgo(24), to: NOW });
}

function reply(fields: JudgedFields = {}) {
  return buildDigestReply(row(fields), OPTIONS);
}

function slot(outcome: SlotOutcome, index: number): LedgerSlot {
  return { at: hoursAgo(100 - index), type: 'dump', scheduleIds: ['a'], outcome };
}
