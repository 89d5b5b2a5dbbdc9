import type { Clock } from '../../domain/clock.ts';
import { composeDigest } from '../../domain/digests/compose-digest.ts';
import type { DigestContent } from '../../domain/digests/digest.ts';
import type { DigestPart, DigestRequest, RenderedDigest } from '../../domain/digests/request.ts';
import type { SnoozeStore } from '../../domain/digests/snooze.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import { parseDigestSummary } from '../../domain/digests/summary.ts';
import type { Language } from '../../domain/language.ts';
import { localDateOf } from '../../domain/schedules/zone.ts';
import type { Survey } from '../../domain/survey.ts';
import type { JudgedAddon } from '../../domain/verdicts/urgency.ts';
import { createMemo } from '../memo.ts';
import { nextDue } from '../slots/due.ts';

/** A first digest looks back this far. */
const FIRST_WINDOW_MS = 24 * 3_600_000;

/** From when on a digest tells what happened. */
export function windowStart(windowFrom: Date | undefined, windowTo: Date): Date {
  return windowFrom ?? new Date(windowTo.getTime() - FIRST_WINDOW_MS);
}

/** The messages of a digest; how they are built is Slack's matter. */
export interface BuiltDigest {
  main: DigestPart;
  replies: readonly DigestPart[];
}

/** Judges every addon of a survey; its reasons have dates of this language. */
export type Judge = (
  survey: Survey,
  now: Date,
  language: Language | undefined,
) => readonly JudgedAddon[];

/** What a digest is written with. */
export interface RenderDeps {
  survey: (request: { since: Date; signal: AbortSignal }) => Promise<Survey>;
  judge: Judge;
  snoozes: Pick<SnoozeStore, 'ofSubscription' | 'end'>;
  build: (content: DigestContent) => Promise<BuiltDigest>;
  now: Clock;
}

/** Reads the account and decides what one channel is to hear of it. */
export async function readDigest(
  deps: Omit<RenderDeps, 'build'>,
  request: DigestRequest,
  signal: AbortSignal,
): Promise<DigestContent> {
  const { subscription, windowTo, dueAt, missed, previous } = request;
  const from = windowStart(request.windowFrom, windowTo);
  const survey = await deps.survey({ since: from, signal });
  return composeDigest({
    survey,
    judged: deps.judge(survey, deps.now(), subscription.language),
    subscription,
    localDate: localDateOf(dueAt, subscription.timeZone),
    window: { from, to: windowTo },
    dueAt,
    nextAt: nextDue(subscription, windowTo)?.at,
    previous: parseDigestSummary(previous?.memo),
    snoozes: await deps.snoozes.ofSubscription(subscription.id),
    missedDigests: missed.length,
  });
}

/** Makes the renderer that the delivery of digests uses. */
export function createRenderDigest(deps: RenderDeps) {
  return async (request: DigestRequest, signal: AbortSignal): Promise<RenderedDigest> => {
    const { subscription, previous } = request;
    const content = await readDigest(deps, request, signal);
    const built = isQuiet(subscription, content) ? undefined : await deps.build(content);
    // Only now: a try that fails before must find them again.
    for (const snooze of content.overSnoozes) await deps.snoozes.end(snooze);
    if (built === undefined) return { kind: 'quiet', reason: 'Everything was read and is well' };
    const { main, replies } = built;
    return {
      kind: 'parts',
      parts: [main, ...replies],
      memo: createMemo(content, subscription.scope, parseDigestSummary(previous?.memo)),
    };
  };
}

/** Whether the channel would rather hear nothing: only ever true when everything was read and is well. */
export function isQuiet(
  { allClear, days }: Pick<Subscription, 'allClear' | 'days'>,
  { tone, localDate }: Pick<DigestContent, 'tone' | 'localDate'>,
): boolean {
  if (tone !== 'clear' || allClear === 'daily') return false;
  return allClear === 'off' || weekdayOf(localDate) !== Math.min(...days);
}

/** 0 = Monday, as subscriptions count. */
function weekdayOf(localDate: string): number {
  return (new Date(`${localDate}T00:00:00Z`).getUTCDay() + 6) % 7;
}
