import { inspect } from 'node:util';
import type { AuditEntry } from '../../../src/domain/audit.ts';
import type { Destination, NewDestination } from '../../../src/domain/destinations/destination.ts';
import type { Listing } from '../../../src/domain/listing.ts';
import { NorthflankError } from '../../../src/northflank/errors.ts';
import type { SlackMessage } from '../../../src/slack/block-kit/message.ts';
import {
  type AddDestinationDeps,
  createAddDestinationSubmission,
} from '../../../src/slack/submissions/add-destination.ts';
import { stateOf, TYPED, type Typed, WANTED } from '../../fakes/destination-form.ts';

/** What Northflank makes of the form. */
export const ADDED: Destination = {
  id: 'nightly-archive',
  idGuessed: false,
  name: 'Nightly archive',
};
/** What there is before. */
export const EMPTY: Listing<Destination> = {
  rows: [],
  unreadable: [],
  reach: 'end',
  readAt: new Date('2026-11-21T09:00:00Z'),
};

/** A failure of Northflank whose words repeat the key. */
export function failure(kind: NorthflankError['kind'], more: Partial<NorthflankError> = {}) {
  return new NorthflankError(kind, `refused ${TYPED.secretKey}`, {
    path: '/v1/backup-destinations',
    status: 400,
    ...more,
  });
}

/** A bot around the form that writes down everything that leaves it; only `sent` may hold keys. */
export function formBot(overrides: Partial<AddDestinationDeps> = {}) {
  const views: object[] = [];
  const messages: SlackMessage[] = [];
  const audit: AuditEntry[] = [];
  const logged: unknown[] = [];
  const claimed = new Set<string>();
  const sent: NewDestination[] = [];
  const order: string[] = [];
  const log = (event: string, fields?: object) => logged.push([event, fields]);

  const submit = createAddDestinationSubmission({
    addDestination: async (destination) => {
      order.push('add');
      sent.push(destination);
      return ADDED;
    },
    listDestinations: async () => EMPTY,
    wait: async () => {},
    access: { mayAct: async () => ({ granted: true, role: 'admin', rule: 'ADMINS lists U1' }) },
    keyNames: () => ['shop-prod'],
    pickKeys: (entry) => (entry === 'shop-prod' ? WANTED.credentials : undefined),
    audit: async (entry) => {
      order.push(entry.state);
      audit.push(entry);
    },
    claimOnce: async (key) => {
      const isNew = !claimed.has(key);
      claimed.add(key);
      return isNew;
    },
    updateView: async (_, view) => {
      views.push(view);
      return true;
    },
    log: { debug: log, info: log, warn: log, error: log },
    ...overrides,
  });

  const act = {
    userId: 'U1',
    reference: 'ab12cd',
    reply: async (message: SlackMessage) => {
      messages.push(message);
    },
  };
  /** Submits the form once, as Slack would: the answer first, then the rest. */
  const once = async ({ hash = 'h1', view = 'V1', ...typed }: Partial<Typed> & Ids = {}) => {
    const answer = await submit(act, { id: view, hash, state: stateOf(typed) });
    await answer.work?.();
    return answer.response;
  };
  /** Everything that left the bot, as text, but for what went to Northflank. */
  const seen = () => inspect({ views, messages, audit, logged, claimed }, { depth: null });
  const states = () => audit.map(({ state }) => state);
  return { once, submit, act, views, messages, audit, logged, sent, order, seen, states };
}

interface Ids {
  hash?: string;
  view?: string;
}

/** Everything of a view or a message, words and ids. */
export function textOf(value: unknown): string {
  return JSON.stringify(value);
}
