import { assessCoverage } from '../../domain/addons/coverage.ts';
import type { Directory } from '../../domain/addons/directory.ts';
import type { Audit, AuditEntry } from '../../domain/audit.ts';
import type { Subscription } from '../../domain/digests/subscription.ts';
import { errorFields, type Log } from '../../domain/log.ts';
import type { Access } from '../access.ts';
import type { Act, Actor } from '../acts/act.ts';
import type { NoteOutcome, PostNote } from '../channel-note.ts';
import { buildChangeNote, type ChangeDeed, type ChangeEnding } from '../messages/digest-change.ts';

/** What changing a digest takes. */
export interface ChangeDigestDeps {
  access: Pick<Access, 'mayAct'>;
  subscriptions: {
    ofChannel: (channelId: string) => Promise<Subscription | undefined>;
    /** Saves it as changed now; `undefined` when somebody else was faster. */
    save: (subscription: Subscription) => Promise<Subscription | undefined>;
  };
  directory: () => Promise<Directory>;
  postNote: PostNote;
  audit: Audit;
  now: () => Date;
  log: Log;
}

/** One wanted change. */
export interface DigestChange {
  channelId: string;
  deed: Exclude<ChangeDeed, 'set-up'>;
  /**
   * What it is to become, from what is stored; `undefined` when there is nothing to change. Its
   * `version` is the one that the person saw.
   */
  wanted: (stored: Subscription | undefined) => Subscription | undefined;
}

/** Two people who press at once are settled by the second try. */
const MAX_TRIES = 3;

/**
 * Changes the digest of a channel, if this person may and it can be recorded, and tells the channel.
 *
 * @throws when the store is away; whether it was changed is then not known.
 */
export async function changeDigest(
  deps: ChangeDigestDeps,
  act: Actor,
  change: DigestChange,
): Promise<ChangeEnding> {
  const decision = await deps.access.mayAct(act.userId, 'changeDigest');
  const record = recorder(deps, act, { deed: `digest-${change.deed}`, rule: decision.rule });
  if (!decision.granted) {
    await record('denied');
    return { kind: 'denied', sentence: decision.sentence };
  }
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const stored = await deps.subscriptions.ofChannel(change.channelId);
    const wanted = change.wanted(stored);
    if (wanted === undefined) return { kind: 'absent' };
    if (stored && isSameWish(stored, wanted)) return { kind: 'same', subscription: stored };
    if (stored && stored.version !== wanted.version) {
      return { kind: 'conflict', theirs: stored, mine: wanted };
    }
    if (!(await record('intended', wanted.id))) {
      return { kind: 'unrecorded', reference: act.reference };
    }
    const subscription = await saveAs(deps, act, wanted, record);
    if (subscription === undefined) continue;
    const deed = stored === undefined ? 'set-up' : change.deed;
    return { kind: 'done', deed, subscription, note: await tell(deps, act, deed, subscription) };
  }
  throw new Error('the digest changed each time that it was to be saved');
}

type Recorder = ReturnType<typeof recorder>;

async function saveAs(
  { subscriptions }: ChangeDigestDeps,
  { userId }: Pick<Act, 'userId'>,
  wanted: Subscription,
  record: Recorder,
): Promise<Subscription | undefined> {
  let saved: Subscription | undefined;
  try {
    // An owner keeps the environment from changing it back, and is told when posting fails.
    const ownerId = wanted.ownerId ?? userId;
    saved = await subscriptions.save({ ...wanted, ownerId });
  } catch (error) {
    await record('not-known', wanted.id);
    throw error;
  }
  await record(saved === undefined ? 'not-done' : 'done', wanted.id);
  return saved;
}

async function tell(
  { directory, postNote, log }: ChangeDigestDeps,
  { userId }: Pick<Act, 'userId'>,
  deed: ChangeDeed,
  subscription: Subscription,
): Promise<NoteOutcome> {
  const coverage = await directory()
    .then((known) => assessCoverage(known, subscription.scope))
    .catch(() => undefined);
  const message = buildChangeNote(deed, userId, subscription, coverage);
  const note = await postNote(subscription.channelId, message);
  if (note.kind !== 'posted') log.warn('digest_note_not_posted', { ...note });
  return note;
}

/** Whether two say the same about what is posted and when. */
function isSameWish(a: Subscription, b: Subscription): boolean {
  return wishOf(a) === wishOf(b);
}

function wishOf(subscription: Subscription): string {
  const { scope, days, time, timeZone, detail, allClear, mention } = subscription;
  const { language, pausedUntil, stoppedReason, enabled } = subscription;
  return JSON.stringify([
    scope.patterns,
    scope.types,
    [...days].toSorted((a, b) => a - b),
    [time, timeZone, detail, allClear, language, enabled],
    [mention?.id, mention?.kind, mention?.from],
    [pausedUntil?.getTime(), stoppedReason],
  ]);
}

/** Gives what writes this act's audit lines and says whether a line was written. */
export function recorder(
  { audit, log }: Pick<ChangeDigestDeps, 'audit' | 'log'>,
  { userId, reference }: Actor,
  { deed, rule }: Pick<AuditEntry, 'deed' | 'rule'>,
) {
  return async (state: AuditEntry['state'], subject?: string): Promise<boolean> => {
    try {
      await audit({ userId, deed, state, subject, rule, reference });
      return true;
    } catch (error) {
      log.error('digest_change_not_recorded', { state, ...errorFields(error) });
      return false;
    }
  };
}
