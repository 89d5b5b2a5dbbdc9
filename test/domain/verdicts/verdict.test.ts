import { describe, expect, it } from 'vitest';
import type { Backup } from '../../../src/domain/backup.ts';
import type { BackupSchedule, SchedulePattern } from '../../../src/domain/schedules/schedule.ts';
import { judge } from '../../../src/domain/verdicts/judge.ts';
import type { VerdictWord } from '../../../src/domain/verdicts/verdict.ts';
import { at, nights, reading, run, schedule } from './readings.ts';

const TONIGHT = at('21 Nov 02:30');
const MORNING = at('21 Nov 09:00');
const HOURLY: SchedulePattern = { interval: 'hourly', minutes: [0], hours: [], days: [] };
const WEEKLY: SchedulePattern = { interval: 'weekly', minutes: [30], hours: [18], days: [3] };

const snapshots = (marks: string) => nights(marks, TONIGHT, { type: 'snapshot' });
const dumps = (marks: string, changes: Partial<Backup> = {}) => nights(marks, TONIGHT, changes);
const by = (time: string, changes: Partial<Backup> = {}) =>
  run({ createdAt: at(`21 Nov ${time}`), id: `by hand ${time}`, ...changes });

/** One line of the table: what was read in the morning of 21 November, and what is said of it. */
interface Case {
  name: string;
  /** One mark per night up to 21 Nov 02:30: d done, f failed, a aborted, n not supported, r running, w waiting, `.` nothing. */
  nights?: string;
  runs?: Backup[];
  schedules?: BackupSchedule[];
  status?: string;
  read?: Omit<NonNullable<Parameters<typeof reading>[3]>, 'status'>;
  now?: Date;
  word: VerdictWord;
  says: string;
  notes?: string[];
}

const TIMED_OUT = {
  reach: 'failed',
  failure: { kind: 'timeout', reason: 'Northflank took too long to answer' },
} as const;
const weekly = schedule({ id: 'weekly', pattern: WEEKLY, retentionDays: 60 });
const hourly = schedule({ id: 'hourly', pattern: HOURLY, type: 'snapshot', retentionDays: 7 });

// biome-ignore format: one case per line reads as a table
const CASES: Case[] = [
  { name: 'all is well', nights: 'dddddddddddddd', word: 'fresh', says: 'last good 6 h ago, 1.2 GB in 4 min' },
  { name: 'mended by tonight', nights: 'dddddddddff.ad', word: 'fresh', says: 'last good 6 h ago, 1.2 GB in 4 min' },
  { name: 'one failure', nights: 'dddddddddddddf', word: 'failed', says: 'the run of 02:30 UTC (21 Nov) failed; last good 30 h ago' },
  { name: 'three failures', nights: 'dddddddddddfff', word: 'failed', says: 'failed 3 times in a row since 19 Nov 02:30 UTC; last good 3 d 6 h ago' },
  { name: 'an abort', nights: 'ddddddddddddda', word: 'failed', says: 'the run of 02:30 UTC (21 Nov) was aborted; last good 30 h ago' },
  { name: 'failures and aborts', nights: 'dddddddddddfaf', word: 'failed', says: 'failed or was aborted 3 times in a row since 19 Nov 02:30 UTC; last good 3 d 6 h ago' },
  { name: 'not supported', nights: 'dddddddddddddn', word: 'failed', says: 'the run of 02:30 UTC (21 Nov) was not supported; last good 30 h ago' },
  { name: 'failed, then silence', nights: 'dddddddddddf..', word: 'failed', says: 'failed or did not come 3 times in a row since 19 Nov 02:30 UTC; last good 3 d 6 h ago' },
  { name: 'silence, then failed', nights: 'ddddddddddddd.', runs: [by('08:00', { status: 'failed' })], word: 'failed', says: 'failed or did not come 2 times in a row since 21 Nov 02:30 UTC; last good 30 h ago' },
  { name: 'nothing came tonight', nights: 'ddddddddddddd.', word: 'missed', says: 'nothing came at 02:30 UTC (21 Nov); usually by 02:31; last good 30 h ago' },
  { name: 'nothing came three nights', nights: 'ddddddddddd...', word: 'missed', says: 'nothing came 3 times in a row since 19 Nov 02:30 UTC; last good 3 d 6 h ago' },
  { name: 'nothing ever came', nights: '', schedules: [schedule({ createdAt: at('19 Nov 12:00') })], word: 'missed', says: 'nothing came 2 times in a row since 20 Nov 02:30 UTC; no good copy exists' },
  { name: 'nothing came, saved by hand', nights: 'ddddddddddddd.', runs: [by('08:00')], word: 'fresh', says: 'last good 60 min ago, 1.2 GB in 4 min' },
  { name: 'nothing came, saved by hand but empty', nights: 'ddddddddddddd.', runs: [by('08:00', { sizeBytes: 0 })], word: 'odd', says: 'empty; its last 13 were about 1.2 GB' },
  { name: 'failed, a new run is on', nights: 'dddddddddddddf', runs: [by('08:55', { status: 'in-progress' })], word: 'failed', says: 'the run of 02:30 UTC (21 Nov) failed; last good 30 h ago', notes: ['a run started 5 min ago'] },
  { name: 'runs far too long', nights: 'dddddddddddddr', word: 'stuck', says: 'running for 6 h 30 min, usually 4 min; last good 30 h ago' },
  { name: 'never starts', nights: 'dddddddddddddw', word: 'stuck', says: 'waiting to start for 6 h 30 min, usually 4 min; last good 30 h ago' },
  { name: 'runs into the next slot', runs: [...hours(1, 7, 40), by('08:00', { type: 'snapshot', status: 'in-progress' })], schedules: [hourly], word: 'stuck', says: 'running for 60 min, usually 40 min; last good 2 h ago' },
  { name: 'runs up to the next slot', runs: [...hours(1, 7, 40), by('08:00', { type: 'snapshot', status: 'in-progress' })], schedules: [hourly], now: at('21 Nov 08:59'), word: 'running', says: 'running for 59 min, usually 40 min; last good 1 h ago' },
  { name: 'runs as usual', nights: 'dddddddddddddr', now: at('21 Nov 02:33'), word: 'running', says: 'running for 3 min, usually 4 min; last good 24 h ago' },
  { name: 'a zombie under good runs', nights: 'ddddddddddrddd', word: 'fresh', says: 'last good 6 h ago, 1.2 GB in 4 min' },
  { name: 'not due yet', nights: 'ddddddddddddd.', now: at('21 Nov 02:34'), word: 'fresh', says: 'last good 24 h ago, 1.2 GB in 4 min' },
  { name: 'late', nights: 'ddddddddddddd.', now: at('21 Nov 02:37'), word: 'late', says: 'expected 02:30 UTC, nothing yet (usually by 02:31)' },
  { name: 'no longer only late', nights: 'ddddddddddddd.', now: at('21 Nov 02:41'), word: 'missed', says: 'nothing came at 02:30 UTC (21 Nov); usually by 02:31; last good 24 h ago' },
  { name: 'a small dump', nights: 'ddddddddddddd.', runs: dumps('d', { sizeBytes: 470e6 }), word: 'odd', says: '61 % smaller than its last 13 (1.2 GB → 470 MB)' },
  { name: 'a small dump of a new major version', nights: 'ddddddddddddd.', runs: dumps('d', { sizeBytes: 470e6, version: '17.0' }), word: 'fresh', says: 'last good 6 h ago, 470 MB in 4 min' },
  { name: 'a snapshot that jumps', runs: [...hours(0, 8), by('09:00', { type: 'snapshot', sizeBytes: 15e9 })], schedules: [hourly], now: at('21 Nov 09:10'), word: 'odd', says: '13 times as large as its last 9 (1.2 GB → 15 GB)' },
  { name: 'a small snapshot', runs: [...hours(0, 8), by('09:00', { type: 'snapshot', sizeBytes: 10e6 })], schedules: [hourly], now: at('21 Nov 09:10'), word: 'fresh', says: 'last good 10 min ago, 10 MB in 4 min' },
  { name: 'kept for one day', nights: 'd', schedules: [schedule({ retentionDays: 1 })], word: 'expiring', says: 'the last good copy expires in 17 h 30 min' },
  { name: 'failing while the last copy runs out', nights: '...dfffff', schedules: [schedule({ retentionDays: 7 })], word: 'failed', says: 'failed 5 times in a row since 17 Nov 02:30 UTC; last good 5 d 6 h ago', notes: ['the last good copy expires in 41 h 30 min'] },
  { name: 'failing for hours, kept for a day', runs: [...hours(0, 5), ...[6, 7, 8].map((hour) => by(`0${hour}:00`, { type: 'snapshot', status: 'failed' }))], schedules: [{ ...hourly, retentionDays: 1 }], word: 'failed', says: 'failed 3 times in a row since 21 Nov 06:00 UTC; last good 4 h ago', notes: ['the last good copy expires in 20 h'] },
  { name: 'nothing at all', nights: '', schedules: [], word: 'unprotected', says: 'nothing is scheduled; no good copy exists' },
  { name: 'an old copy by hand', runs: nights('d', at('10 Nov 02:30')), schedules: [], word: 'unprotected', says: 'nothing is scheduled; last good 11 d ago' },
  { name: 'a failure by hand weeks ago', runs: nights('f', at('1 Nov 02:30')), schedules: [], word: 'unprotected', says: 'nothing is scheduled; no good copy exists' },
  { name: 'a failure by hand last week', runs: nights('d.f', at('15 Nov 02:30')), schedules: [], word: 'failed', says: 'the run of 02:30 UTC (15 Nov) failed; last good 8 d 6 h ago', notes: ['nothing is scheduled'] },
  { name: 'a young copy by hand', nights: 'd', schedules: [], word: 'fresh', says: 'last good 6 h ago, 1.2 GB in 4 min', notes: ['nothing is scheduled'] },
  { name: 'only an import', runs: dumps('d', { type: 'import' }), schedules: [], word: 'unprotected', says: 'nothing is scheduled; no good copy exists' },
  { name: 'a new schedule', nights: '', schedules: [schedule({ createdAt: at('21 Nov 08:00') })], word: 'unprotected', says: 'no good copy exists; next is due 02:30 UTC (22 Nov)' },
  { name: 'paused', nights: 'dddddddddd....', status: 'paused', word: 'paused', says: 'the addon is paused, so none is due; last good 4 d 6 h ago' },
  { name: 'paused, and backups wait', nights: 'dddddddddd..ww', status: 'paused', word: 'paused', says: 'the addon is paused, so none is due; 2 backups wait; last good 4 d 6 h ago' },
  { name: 'scaling for an hour', nights: 'ddddddddddddd.', status: 'scaling', now: at('21 Nov 03:30'), word: 'paused', says: 'the addon is scaling, so none is due; last good 24 h ago' },
  { name: 'scaling is no excuse for last week', nights: 'dddddddddd....', status: 'scaling', now: at('21 Nov 03:30'), word: 'missed', says: 'nothing came 3 times in a row since 18 Nov 02:30 UTC; last good 4 d ago' },
  { name: 'dumps fail beside good snapshots', runs: [...snapshots('dddddddddddddd'), ...dumps('ddddddddddddff')], schedules: [schedule(), schedule({ id: 's', type: 'snapshot' })], word: 'failed', says: 'dump: failed 2 times in a row since 20 Nov 02:30 UTC; last good 2 d 6 h ago' },
  { name: 'both types are bad', runs: [...snapshots('dddddddddddd..'), ...dumps('dddddddddddddf')], schedules: [schedule(), schedule({ id: 's', type: 'snapshot' })], word: 'failed', says: 'dump: the run of 02:30 UTC (21 Nov) failed; last good 30 h ago', notes: ['snapshot: nothing came 2 times in a row since 20 Nov 02:30 UTC; last good 2 d 6 h ago'] },
  { name: 'two types fail, the longer one leads', runs: [...snapshots('dddddddddddfff'), ...dumps('dddddddddddddf')], schedules: [schedule(), schedule({ id: 's', type: 'snapshot' })], word: 'failed', says: 'snapshot: failed 3 times in a row since 19 Nov 02:30 UTC; last good 3 d 6 h ago', notes: ['dump: the run of 02:30 UTC (21 Nov) failed; last good 30 h ago'] },
  { name: 'a dump by hand fails beside nightly snapshots', runs: [...snapshots('dddddddddddddd'), by('08:00', { status: 'failed' })], schedules: [schedule({ type: 'snapshot' })], word: 'failed', says: 'dump: the run of 08:00 UTC (21 Nov) failed; last good 6 h ago' },
  { name: 'a weekly schedule', runs: nights('d', at('12 Nov 18:30')), schedules: [weekly], word: 'missed', says: 'nothing came at 18:30 UTC (19 Nov); usually by 18:31; last good 8 d 14 h ago' },
  { name: 'a week missed and mended', runs: nights('d', at('19 Nov 18:30')), schedules: [weekly], word: 'fresh', says: 'last good 38 h ago, 1.2 GB in 4 min' },
  { name: 'a weekly schedule, changed this morning', runs: nights('d', at('12 Nov 18:30')), schedules: [{ ...weekly, updatedAt: at('21 Nov 08:00') }], word: 'fresh', says: 'last good 8 d 14 h ago, 1.2 GB in 4 min' },
  { name: 'nothing could be read', nights: '', read: { backups: TIMED_OUT }, word: 'unknown', says: 'no backup could be read: Northflank took too long to answer' },
  { name: 'history breaks off after it told enough', nights: 'dd', read: { backups: TIMED_OUT }, word: 'fresh', says: 'last good 6 h ago, 1.2 GB in 4 min', notes: ['older history could not be read: Northflank took too long to answer'] },
  { name: 'history breaks off while failing', nights: 'ff', read: { backups: TIMED_OUT }, word: 'failed', says: 'failed at least 2 times in a row since 20 Nov 02:30 UTC; no good copy in what was read', notes: ['older history could not be read: Northflank took too long to answer'] },
  { name: 'history breaks off while running', nights: 'r', now: at('21 Nov 02:33'), read: { backups: { reach: 'enough' } }, word: 'unknown', says: 'history was read back to 02:30 UTC (21 Nov) only', notes: ['a run started 2 min ago'] },
  { name: 'history breaks off before any dump', runs: snapshots('dd'), schedules: [schedule({ type: 'snapshot' }), { ...weekly, updatedAt: at('21 Nov 08:00') }], read: { backups: TIMED_OUT }, word: 'unknown', says: 'history was read back to 02:30 UTC (20 Nov) only: Northflank took too long to answer', notes: ['older history could not be read: Northflank took too long to answer'] },
  { name: 'schedules could not be read', nights: 'dddddddddddddd', read: { schedules: TIMED_OUT }, word: 'unknown', says: 'not all schedules could be read: Northflank took too long to answer' },
  { name: 'schedules could not be read, and it fails', nights: 'dddddddddddddf', read: { schedules: TIMED_OUT }, word: 'failed', says: 'the run of 02:30 UTC (21 Nov) failed; last good 30 h ago', notes: ['not all schedules could be read: Northflank took too long to answer'] },
  { name: 'a schedule of a new kind', nights: 'dddddddddddddd', read: { schedules: { unreadable: [{ reason: 'interval is not known' }] } }, word: 'unknown', says: '1 schedule could not be read (interval is not known)' },
  { name: 'an unreadable row', nights: 'dddddddddddddd', read: { backups: { unreadable: [{ reason: 'createdAt is not a date' }] } }, word: 'unknown', says: '1 backup could not be read (createdAt is not a date) and may be the latest; last good 6 h ago' },
  { name: 'an unreadable row from before', nights: 'dddddddddddddd', read: { backups: { unreadable: [{ reason: 'id is missing', notAfter: at('20 Nov 02:30') }] } }, word: 'fresh', says: 'last good 6 h ago, 1.2 GB in 4 min', notes: ['1 backup could not be read (id is missing)'] },
  { name: 'an unreadable row older than tonight, and an old dump by hand', runs: [...snapshots('dddddddddddddd'), ...nights('d', at('1 Nov 12:00'))], schedules: [schedule({ type: 'snapshot' })], read: { backups: { unreadable: [{ reason: 'id is missing', notAfter: at('20 Nov 02:30') }] } }, word: 'fresh', says: 'last good 6 h ago, 1.2 GB in 4 min', notes: ['1 backup could not be read (id is missing)'] },
  { name: 'a status that is new', nights: 'ddddddddddddd.', runs: dumps('d', { status: 'unknown', rawStatus: 'verifying' }), word: 'unknown', says: 'the run of 02:30 UTC (21 Nov) has the status "verifying", which is not understood; last good 30 h ago' },
  { name: 'an old reading', nights: 'ddddddddddddd.', read: { backups: { readAt: at('21 Nov 02:00') } }, word: 'unknown', says: 'last read 7 h ago, before the backup of 02:30 UTC (21 Nov) was due; last good 30 h ago' },
  { name: 'an old reading of a run under way', nights: 'dddddddddddddr', read: { backups: { readAt: at('21 Nov 02:40') } }, word: 'unknown', says: 'last read 6 h ago, while a run was under way; last good 30 h ago', notes: ['a run started 6 h ago'] },
  { name: 'a reading before anything was due', nights: 'dddddddddddddd', read: { backups: { readAt: at('21 Nov 03:00') } }, word: 'fresh', says: 'last good 6 h ago, 1.2 GB in 4 min' },
  { name: 'a date that cannot be', nights: 'dddddddddddddd', runs: nights('d', at('21 Nov 12:00')), word: 'unknown', says: 'a backup is dated 2026-11-21, in the future' },
  { name: 'a weekly schedule that does not say how long it keeps', runs: [], schedules: [schedule({ pattern: { ...WEEKLY, days: [0] }, retentionDays: undefined })], word: 'unknown', says: 'nothing of 18:30 UTC (16 Nov), and how long copies are kept is not known' },
  { name: 'a weekly schedule whose copies are gone within a day', runs: [], schedules: [schedule({ pattern: { ...WEEKLY, days: [0] }, retentionDays: 1 })], word: 'unprotected', says: 'no good copy exists; next is due 18:30 UTC (23 Nov)' },
];

function hours(from: number, to: number, minutes = 4): Backup[] {
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const hour = String(from + index).padStart(2, '0');
    const completedAt = at(`21 Nov ${hour}:${String(minutes).padStart(2, '0')}`);
    return by(`${hour}:00`, { type: 'snapshot', completedAt });
  });
}

describe('judge', () => {
  it.each(CASES)('$name: $word', (given) => {
    const now = given.now ?? MORNING;
    const runs = [...dumps(given.nights ?? ''), ...(given.runs ?? [])];
    const read = reading(now, runs, given.schedules, {
      status: given.status ?? 'running',
      ...given.read,
    });

    const { word, reason, notes } = judge(read, now, { zone: 'UTC' });

    expect({ word, says: reason, notes }).toEqual({
      word: given.word,
      says: given.says,
      notes: given.notes ?? [],
    });
  });

  it.each(CASES)('$name: says the same in another language, save for its dates', (given) => {
    const now = given.now ?? MORNING;
    const runs = [...dumps(given.nights ?? ''), ...(given.runs ?? [])];
    const status = given.status ?? 'running';
    const read = reading(now, runs, given.schedules, { status, ...given.read });

    const { reason } = judge(read, now, { zone: 'UTC', language: 'pl' });

    expect(reason).toBe(given.says.replaceAll(/(\d+) Nov/g, '$1 lis').replace(' Oct', ' paź'));
  });

  it('does not judge what could not be read', () => {
    const { addon } = reading(MORNING, []);
    const failure = { kind: 'unauthorized', reason: 'Northflank refused the token' } as const;

    expect(judge({ kind: 'unreadable', addon, failure }, MORNING, { zone: 'UTC' })).toEqual({
      word: 'unknown',
      reason: 'could not be read: Northflank refused the token',
      streak: 0,
      promised: 0,
      made: 0,
      copies: [],
      notes: [],
      slots: [],
    });
  });
});
