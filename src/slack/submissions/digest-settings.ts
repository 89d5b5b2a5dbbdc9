import type { Subscription } from '../../domain/digests/subscription.ts';
import type { Act, ActView } from '../acts/act.ts';
import { errorReply } from '../acts/error-reply.ts';
import type { SubmissionAnswer } from '../acts/handler.ts';
import type { NewestActs } from '../acts/newest-act.ts';
import { tellInModal } from '../acts/tell-in-modal.ts';
import type { UpdateView } from '../acts/view-updater.ts';
import { type ChangeDigestDeps, changeDigest } from '../digest-settings/change.ts';
import {
  type DigestPage,
  type DigestPageDeps,
  firstDigest,
  nextDigest,
  readDigestPage,
} from '../digest-settings/page.ts';
import { type ChangeEnding, endingText } from '../messages/digest-change.ts';
import { BLOCK, type DigestFields, readCarried, readDigestForm } from '../views/digest-answers.ts';
import {
  buildDigestOverview,
  buildDigestSettings,
  buildDigestWait,
} from '../views/digest-settings.ts';

/** What saving the settings takes. */
export interface DigestSubmissionDeps extends ChangeDigestDeps, DigestPageDeps {
  access: ChangeDigestDeps['access'] & DigestPageDeps['access'];
  subscriptions: ChangeDigestDeps['subscriptions'];
  updateView: UpdateView;
  newest: NewestActs;
  botUserId: string;
}

/**
 * Creates what the submitted form does: mistakes are told at their fields at once, the rest after.
 *
 * A form that arrives twice finds its own settings the second time, and changes nothing more.
 */
export function createDigestSubmission(deps: DigestSubmissionDeps) {
  return async (act: Act, view: ActView): Promise<SubmissionAnswer> => {
    const { fields, errors } = readDigestForm(view.state, deps.now());
    if (Object.keys(errors).length > 0) return withErrors(errors);
    const carried = readCarried(view.private_metadata);
    let stored: Subscription | undefined;
    try {
      stored = await deps.subscriptions.ofChannel(carried.channelId);
    } catch (error) {
      // Said at a field, since that alone leaves the form as it is.
      return withErrors({ [BLOCK.scope]: plainReply(error, deps, act) });
    }
    deps.newest.begin(view.id);
    return {
      response: { response_action: 'update', view: buildDigestWait('Saving…') },
      work: () => save({ deps, act, view, stored, carried, fields }),
    };
  };
}

interface Job {
  deps: DigestSubmissionDeps;
  act: Act;
  view: ActView;
  stored: Subscription | undefined;
  carried: ReturnType<typeof readCarried>;
  fields: Partial<DigestFields>;
}

async function save(job: Job): Promise<void> {
  const { deps, act, view, carried, fields } = job;
  const { channelId } = carried;
  let ending: ChangeEnding | undefined;
  let text: string;
  try {
    ending = await changeDigest(deps, act, {
      channelId,
      deed: 'save',
      wanted: (stored) => merge(stored, carried, fields, deps.now()),
    });
    text = endingText(ending, channelId, deps.botUserId);
  } catch (error) {
    text = errorReply(error, deps.log, act.reference);
  }
  await tellInModal(deps, { act, viewId: view.id, sentence: text }, async () =>
    viewAfter(await pageAfter(job), ending, text),
  );
}

/** What is saved is shown in words; what is not stays in the form. */
function viewAfter(page: DigestPage, ending: ChangeEnding | undefined, text: string) {
  const isOver = ending !== undefined && OVER.has(ending.kind);
  return isOver ? buildDigestOverview(page, text) : buildDigestSettings(page, text);
}

/** Endings after which nothing is left to correct. */
const OVER: ReadonlySet<ChangeEnding['kind']> = new Set(['done', 'same', 'denied']);

/** The settings as they now stand, or, should the store be away by now, as they stood before. */
async function pageAfter({ deps, act, stored, carried, fields }: Job): Promise<DigestPage> {
  const { channelId } = carried;
  try {
    return await readDigestPage(deps, { channelId, userId: act.userId, filled: fields });
  } catch {
    const now = deps.now();
    return {
      channelId,
      mayChange: true,
      stored,
      draft: merge(stored, carried, fields, now),
      directory: undefined,
      groups: [],
      nextAt: stored && nextDigest(deps, stored, now),
      snoozes: [],
      now,
    };
  }
}

/** The stored digest with what was filled in over it, as the version that the person saw. */
function merge(
  stored: Subscription | undefined,
  { channelId, version }: Job['carried'],
  fields: Partial<DigestFields>,
  now: Date,
): Subscription {
  const base = stored ?? firstDigest(channelId, fields.timeZone, now);
  // Whoever saves wants it posted, so that a stop of ours is over: the next try shows whether it is.
  return { ...base, ...fields, stoppedReason: undefined, version: stored && version };
}

function withErrors(errors: Record<string, string>): SubmissionAnswer {
  return { response: { response_action: 'errors', errors } };
}

/** The sentence about a failure without its markup, which a field does not know. */
function plainReply(error: unknown, { log }: DigestSubmissionDeps, { reference }: Act): string {
  return errorReply(error, log, reference).replaceAll('`', '');
}
