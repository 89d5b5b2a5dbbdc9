import { composeDigest, type DigestInput } from '../../src/domain/digests/compose-digest.ts';
import type { DigestContent } from '../../src/domain/digests/digest.ts';
import type { Survey } from '../../src/domain/survey.ts';
import type { JudgedAddon } from '../../src/domain/verdicts/urgency.ts';
import { hoursAgo, NOW } from './backups.ts';
import { surveyOf } from './judged.ts';

/** The wish of a channel whose digest covers everything. */
export const COVERS_ALL: DigestInput['subscription'] = {
  scope: { patterns: [], types: [] },
  detail: 'problems',
  timeZone: 'UTC',
};

/** The digest of a channel that covers everything, composed at nine. */
export function composed(
  addons: readonly JudgedAddon[],
  input: Partial<DigestInput> = {},
  survey: Partial<Survey> = {},
): DigestContent {
  return composeDigest({
    survey: surveyOf(addons, survey),
    judged: addons,
    subscription: COVERS_ALL,
    localDate: '2026-11-21',
    window: { from: hoursAgo(24), to: NOW },
    dueAt: NOW,
    ...input,
  });
}
