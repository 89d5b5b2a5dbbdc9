import * as fc from 'fast-check';
import type { DirectoryEntry } from '../../src/domain/addons/directory.ts';
import type { Backup } from '../../src/domain/backup.ts';
import type { BackupSchedule } from '../../src/domain/schedules/schedule.ts';
import type { AddonReading, Survey } from '../../src/domain/survey.ts';
import type { JudgedAddon } from '../../src/domain/verdicts/urgency.ts';
import type { Verdict, VerdictWord } from '../../src/domain/verdicts/verdict.ts';
import { VERDICT_WORDS } from '../../src/domain/verdicts/verdict.ts';
import { fakeBackup, fakeListing, fakeSchedule, NOW } from './backups.ts';
import { entry } from './directories.ts';
import { hostileText } from './hostile-text.ts';

/** What a test says of one addon; the rest is usual. */
export interface JudgedFields {
  addon?: Partial<DirectoryEntry>;
  verdict?: Partial<Verdict>;
  backups?: readonly Backup[];
  schedules?: readonly BackupSchedule[];
}

/** An addon at `project/addon` with this verdict, read unless the verdict is unknown. */
export function judged(
  address: string,
  word: VerdictWord = 'fresh',
  { addon, verdict, backups, schedules }: JudgedFields = {},
): JudgedAddon {
  const reading: AddonReading = {
    kind: 'read',
    addon: entry(address, addon),
    backups: fakeListing(backups ?? [fakeBackup(6.5)]),
    schedules: fakeListing(schedules ?? [fakeSchedule()]),
    readAt: NOW,
  };
  const lastGood = reading.backups.rows.find(({ status }) => status === 'completed');
  return {
    reading,
    verdict: {
      word,
      reason: `${word} for a reason`,
      lastGood,
      lastGoodAgeMs: lastGood && NOW.getTime() - lastGood.createdAt.getTime(),
      ageRatio: undefined,
      streak: 0,
      promised: 14,
      made: 14,
      copies: [{ destinationId: '', count: 7 }],
      notes: [],
      slots: [],
      ...verdict,
    },
  };
}

/** An addon that could not be read. */
export function unread(address: string, reason = 'Northflank is not answering'): JudgedAddon {
  const { verdict } = judged(address, 'unknown', { verdict: { reason, lastGood: undefined } });
  const failure = { kind: 'unavailable' as const, reason };
  return { reading: { kind: 'unreadable', addon: entry(address), failure }, verdict };
}

/** The survey in which these addons were read, without any gap unless told otherwise. */
export function surveyOf(addons: readonly JudgedAddon[], fields: Partial<Survey> = {}): Survey {
  return {
    addons: addons.map(({ reading }) => reading),
    unreadProjects: [],
    unreadableRows: 0,
    destinations: [],
    startedAt: NOW,
    finishedAt: NOW,
    requests: addons.length + 3,
    ...fields,
  };
}

/** Addons with any verdicts, numbers and names, each at an address of its own. */
export function anyJudged(maxLength: number): fc.Arbitrary<JudgedAddon[]> {
  return fc.array(anyFacts, { maxLength, size: 'max' }).map((facts) => facts.map(toJudged));
}

const anyFacts = fc.record({
  project: fc.nat({ max: 60 }),
  name: hostileText,
  projectName: hostileText,
  reason: hostileText,
  word: fc.oneof(fc.constant<VerdictWord>('fresh'), fc.constantFrom(...VERDICT_WORDS)),
  isRead: fc.boolean(),
  ageRatio: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined }),
  failedHoursAgo: fc.option(fc.double({ min: 0.1, max: 40, noNaN: true }), { nil: undefined }),
  destination: fc.nat({ max: 3 }),
});
type Facts = typeof anyFacts extends fc.Arbitrary<infer T> ? T : never;

function toJudged(facts: Facts, index: number): JudgedAddon {
  const address = `project-${facts.project}/addon-${index}`;
  if (facts.word === 'unknown' && !facts.isRead)
    return unread(address, facts.reason || 'no reason');
  const failed = facts.failedHoursAgo;
  return judged(address, facts.word, {
    addon: { name: facts.name, projectName: facts.projectName },
    verdict: { reason: facts.reason, ageRatio: facts.ageRatio, notes: [facts.reason] },
    backups: [
      ...(failed === undefined
        ? []
        : [fakeBackup(failed, { status: 'failed', destinationIds: [`d-${facts.destination}`] })]),
      fakeBackup(41),
    ],
  });
}
