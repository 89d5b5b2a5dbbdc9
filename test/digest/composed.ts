import {
  composeDigest,
  type DigestContent,
  type DigestInput,
} from '../../src/domain/digests/digest.ts';
import type { Survey } from '../../src/domain/survey.ts';
import type { JudgedAddon } from '../../src/domain/verdicts/urgency.ts';
import { hoursAgo, NOW } from '../fakes/backups.ts';
import { surveyOf } from '../fakes/judged.ts';

/** The digest of a channel that covers everything, composed at nine. */
export function composed(
  addons: JudgedAddon[],
  input: Partial<DigestInput> = {},
  survey: Partial<Survey> = {},
): DigestContent {
  return composeDigest({
    survey: surveyOf(addons, survey),
    judged: addons,
    subscription: { scope: { patterns: [], types: [] }, detail: 'problems', timeZone: 'UTC' },
    localDate: '2026-11-21',
    window: { from: hoursAgo(24), to: NOW },
    dueAt: NOW,
    ...input,
  });
}
