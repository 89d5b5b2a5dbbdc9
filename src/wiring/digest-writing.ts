import type { Config } from '../config.ts';
import type { RenderDeps } from '../digest/delivery/render-digest.ts';
import type { Clock } from '../domain/clock.ts';
import type { DigestContent } from '../domain/digests/digest.ts';
import { judgeSurvey } from '../domain/verdicts/judge-survey.ts';
import { buildDigestMessages, type DigestMessages } from '../slack/messages/digest.ts';
import type { Storage } from '../storage/open-storage.ts';
import type { Surveyor } from '../survey/surveyor.ts';

/** What the writing of digests is made of. */
export interface DigestWritingParts {
  surveyor: Surveyor;
  destinationNames: () => Promise<ReadonlyMap<string, string>>;
  storage: Pick<Storage, 'snoozes'>;
  now: Clock;
}

/** What a digest is written with, down to Slack's own form. */
export interface DigestWriting extends RenderDeps {
  build: (content: DigestContent) => Promise<DigestMessages>;
}

/** What a digest is written with, whether it is delivered or only shown to one person. */
export function createDigestWriting(
  config: Config,
  { surveyor, destinationNames, storage: { snoozes }, now }: DigestWritingParts,
): DigestWriting {
  const { scheduleTimeZone: scheduleZone } = config;
  return {
    survey: ({ since, signal }) => surveyor.survey({ since, signal, priority: 'digest' }),
    judge: (survey, at, language) => judgeSurvey(survey, at, { zone: scheduleZone, language }),
    snoozes,
    build: async (content) => {
      const names = await destinationNames();
      const nameOf = (id: string): string => names.get(id) ?? id;
      return buildDigestMessages(content, { scheduleZone, nameOf });
    },
    now,
  };
}
