import type { types } from '@slack/bolt';
import type { Audit, AuditEntry } from '../../domain/audit.ts';
import { type NewDestination } from '../../domain/destinations/destination.ts';
import type { KeyPair } from '../../domain/destinations/key-rules.ts';
import { slugOf } from '../../domain/slug.ts';
import type { Access } from '../access.ts';
import type { Act, Actor } from '../acts/act.ts';
import { type AddEnding, addingText, doubtText } from '../messages/add-destination.ts';
import { buildAddDestinationNotice } from '../views/add-destination.ts';
import { readAddDestinationForm } from '../views/add-destination-answers.ts';
import { type AddOnceDeps, addOnce } from './add-once.ts';
import { failureFields } from './failure-fields.ts';
import { createTeller, type TellDeps, type Teller } from './tell-ending.ts';

/** What adding a destination takes. */
export interface AddDestinationDeps
  extends TellDeps,
    Pick<AddOnceDeps, 'addDestination' | 'listDestinations' | 'wait'> {
  access: Pick<Access, 'mayAct'>;
  /** The keys of an entry of `DESTINATION_KEYS`; absent when there is no such entry. */
  pickKeys: (entry: string) => KeyPair | undefined;
  audit: Audit;
  /** Whether this key was never seen before; marks it as seen. */
  claimOnce: (key: string) => Promise<boolean>;
}

/** What Slack sends of a submitted modal, as far as this form needs it. */
export interface SubmittedView {
  id: string;
  hash: string;
  state: unknown;
}

/** What Slack is told at once, and what is done after. */
export interface AddDestinationAnswer {
  response:
    | { response_action: 'errors'; errors: Record<string, string> }
    | { response_action: 'update'; view: types.ModalView };
  work?: (() => Promise<void>) | undefined;
}

/** Forms whose last view is remembered, for a repeat that comes late. */
const REMEMBERED = 100;

/**
 * Creates what a submitted form does: field errors at once, and everything that takes a network after.
 *
 * One form has one effect however often it arrives, and every accepted one gets one of three endings:
 * done, not done, not known yet. Nothing here keeps, logs or shows a key.
 */
export function createAddDestinationSubmission(deps: AddDestinationDeps) {
  const lastViews = new Map<string, Promise<types.ModalView>>();
  const busyIds = new Set<string>();

  return async (
    act: Pick<Act, 'userId' | 'reference' | 'reply'>,
    { id, hash, state }: SubmittedView,
  ): Promise<AddDestinationAnswer> => {
    const reading = readAddDestinationForm(state, deps.pickKeys);
    if (!reading.ok) return { response: { response_action: 'errors', errors: reading.errors } };

    const { destination } = reading;
    const teller = createTeller(deps, act, id);
    const work = async (): Promise<void> => {
      const key = `form:${id}:${hash}`;
      const earlier = lastViews.get(key);
      if (earlier !== undefined) {
        deps.log.info('destination_form_repeated');
        // The repeat's own answer put "Adding…" over what the form had come to.
        await teller.show(await earlier);
        return;
      }
      const ending = perform({ deps, act, destination, teller, busyIds }, key);
      const lastView = ending.then((known) => teller.tell(reading, known));
      remember(lastViews, key, lastView);
      await lastView;
    };
    const adding = buildAddDestinationNotice(addingText(destination));
    return { response: { response_action: 'update', view: adding }, work };
  };
}

/** One accepted form. */
interface Job {
  deps: AddDestinationDeps;
  act: Actor;
  destination: NewDestination;
  teller: Teller;
  /** Ids of the destinations that are being added right now. */
  busyIds: Set<string>;
}

/** Does what the form asks for, if it was not done before, this person may, and it can be recorded. */
async function perform(job: Job, key: string): Promise<AddEnding> {
  const { deps, act, destination, busyIds } = job;
  const claim = await recorded(job, () => deps.claimOnce(key));
  if (claim === undefined) return { kind: 'unrecorded' };
  if (!claim) return { kind: 'repeated' };

  const decision = await deps.access.mayAct(act.userId, 'setUp');
  const record = recorder(job, decision.rule);
  if (!decision.granted) {
    await record('denied');
    return { kind: 'denied', sentence: decision.sentence };
  }
  const id = slugOf(destination.name);
  if (busyIds.has(id)) return { kind: 'busy' };
  busyIds.add(id);
  try {
    if (!(await record('intended'))) return { kind: 'unrecorded' };
    const outcome = await addOnce(destination, {
      addDestination: deps.addDestination,
      listDestinations: deps.listDestinations,
      wait: deps.wait,
      onDoubt: async () => {
        await job.teller.show(buildAddDestinationNotice(doubtText(destination)));
      },
      onFailure: (error) => {
        deps.log.warn('destination_request_failed', failureFields(error));
      },
    });
    await record(
      outcome.kind === 'done' || outcome.kind === 'not-known' ? outcome.kind : 'not-done',
    );
    deps.log.info('destination_form_ended', { ending: outcome.kind });
    return outcome;
  } finally {
    busyIds.delete(id);
  }
}

/** Gives what writes this form's audit lines and says whether a line was written. */
function recorder(job: Job, rule: string) {
  const { deps, act, destination } = job;
  return async (state: AuditEntry['state']): Promise<boolean> => {
    const entry: AuditEntry = {
      userId: act.userId,
      deed: 'add-destination',
      state,
      subject: slugOf(destination.name),
      rule,
      reference: act.reference,
    };
    const written = await recorded(job, async () => {
      await deps.audit(entry);
      return true;
    });
    return written === true;
  };
}

/** What a write to our own store gave; absent when it could not be written. */
async function recorded<T>({ deps }: Job, write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    deps.log.error('destination_form_not_recorded', failureFields(error));
    return undefined;
  }
}

function remember<T>(shown: Map<string, T>, key: string, value: T): void {
  const oldest = shown.keys().next();
  if (shown.size >= REMEMBERED && !oldest.done) shown.delete(oldest.value);
  shown.set(key, value);
}
