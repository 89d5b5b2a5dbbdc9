import type { Directory } from '../../src/domain/addons/directory.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Snooze } from '../../src/domain/digests/snooze.ts';
import type { Subscription } from '../../src/domain/digests/subscription.ts';
import type { DigestSummary } from '../../src/domain/digests/summary.ts';
import type { Decision } from '../../src/slack/access.ts';
import type { Act } from '../../src/slack/acts/act.ts';
import type { SlackMessage } from '../../src/slack/block-kit/message.ts';
import type { NoteOutcome } from '../../src/slack/channel-note.ts';
import {
  createDigestSettings,
  type DigestSettingsDeps,
} from '../../src/slack/digest-settings/settings.ts';
import { type Carried, carry } from '../../src/slack/views/digest-answers.ts';
import { NOW } from './backups.ts';
import { digestState } from './digest-form.ts';
import { directoryOf, entry } from './directories.ts';
import { snoozeOf } from './snoozes.ts';

/** The channel whose digest is set. */
export const CHANNEL = 'C0BACKUPS1';

/** What the bot may see: one name stands in two projects. */
export const DIRECTORY = directoryOf([
  entry('prod/cache', { type: 'redis' }),
  entry('prod/orders-db', { type: 'postgresql' }),
  entry('staging/orders-db', { type: 'postgresql' }),
]);

/** A digest of everything, each day at nine in Berlin, unless told otherwise. */
export function fakeSubscription(fields: Partial<Subscription> = {}): Subscription {
  return {
    id: 'digest-1',
    channelId: CHANNEL,
    scope: { patterns: [], types: [] },
    days: [0, 1, 2, 3, 4, 5, 6],
    time: '09:00',
    timeZone: 'Europe/Berlin',
    detail: 'problems',
    allClear: 'daily',
    enabled: true,
    ownerId: 'U0OWNER001',
    createdAt: NOW,
    updatedAt: NOW,
    version: 3,
    ...fields,
  };
}

/** What the last digest says of everything that is not well. */
const SAID: DigestSummary['words'] = {
  'prod/orders-db': 'failed',
  'prod/cache': 'late',
  'staging/orders-db': 'missed',
  'prod/ledger': 'expiring',
  'prod/hidden': 'unknown',
};

/** That the failed `prod/orders-db` is snoozed until the next digest, unless told otherwise. */
export function fakeSnooze(fields: Partial<Snooze> = {}): Snooze {
  return snoozeOf('prod/orders-db', 'failed', {
    subscriptionId: 'digest-1',
    at: NOW,
    until: new Date('2026-11-22T08:00:00Z'),
    ...fields,
  });
}

/** A modal as it stands when somebody acts in it. */
export function digestView(
  state: unknown = digestState(),
  carried: Partial<Carried> = {},
): NonNullable<Act['view']> {
  const metadata = carry({ channelId: CHANNEL, version: 3, ...carried });
  return { id: 'V1', hash: 'h1', private_metadata: metadata, state };
}

/** Whoever asks may. */
export const GRANTED: Decision = { granted: true, role: 'operator', rule: 'OPERATORS lists U1' };
/** Nobody may, and this is said of it. */
export const DENIED: Decision = { granted: false, rule: 'no list', sentence: 'Ask <@U9>.' };

/** What a test gives instead of the usual. */
export interface FakeBotOptions extends Partial<DigestSettingsDeps> {
  stored?: Subscription | undefined;
  snoozed?: readonly Snooze[];
  decision?: Decision;
  note?: NoteOutcome;
  directoryFails?: boolean;
  /** A modal that somebody has closed. */
  closed?: boolean;
}

/** The settings around a store in memory, with everything written down that leaves them. */
export function digestBot(options: FakeBotOptions = {}) {
  const {
    decision = GRANTED,
    note = { kind: 'posted' },
    snoozed = [],
    directoryFails,
    closed,
    ...deps
  } = options;
  const store = { subscription: options.stored, snoozes: snoozed };
  const views: { view: object; hash: string | undefined }[] = [];
  const opened: object[] = [];
  const replies: SlackMessage[] = [];
  const noticed: SlackMessage[] = [];
  const notes: { channelId: string; message: SlackMessage }[] = [];
  const audit: AuditEntry[] = [];
  const previewed: Subscription[] = [];
  const logged: unknown[] = [];
  const log = (event: string, fields?: object) => logged.push([event, fields]);
  const directory = async (): Promise<Directory> => {
    if (directoryFails) throw new Error('Northflank is away');
    return DIRECTORY;
  };
  const settings = createDigestSettings({
    access: { mayAct: async () => decision, mayOpen: async () => decision },
    subscriptions: {
      ofChannel: async () => store.subscription,
      save: async (wanted) => {
        if (store.subscription?.version !== wanted.version) return undefined;
        store.subscription = { ...wanted, version: (wanted.version ?? 0) + 1 };
        return store.subscription;
      },
    },
    directory,
    timeZoneOf: async () => 'America/New_York',
    usergroups: async () => [
      { id: 'S0ONCALL01', handle: 'oncall', name: 'On call' },
      { id: 'S0DBADMINS', handle: 'db-admins', name: 'Database admins' },
    ],
    nextDue: () => new Date('2026-11-22T08:00:00Z'),
    snoozes: {
      ofSubscription: async () => store.snoozes,
      put: async (snooze) => {
        store.snoozes = [...store.snoozes.filter((each) => !isOfSame(each, snooze)), snooze];
      },
      end: async (snooze) => {
        const left = store.snoozes.filter((each) => !isOfSame(each, snooze));
        const isEnded = left.length < store.snoozes.length;
        store.snoozes = left;
        return isEnded;
      },
    },
    lastSaid: async () => SAID,
    nameOf: async () => 'Ola',
    composePreview: async (subscription) => {
      previewed.push(subscription);
      return { text: 'Backups: all fresh', blocks: [] };
    },
    sendNow: async ({ channelId }) => ({ channelId, state: 'sent' }),
    postNote: async (channelId, message) => {
      notes.push({ channelId, message });
      return note;
    },
    botUserId: 'U0BOT',
    updateView: async (_, view, hash) => {
      if (closed) return false;
      views.push({ view, hash });
      return true;
    },
    audit: async (line) => {
      audit.push(line);
    },
    now: () => NOW,
    log: { debug: log, info: log, warn: log, error: log },
    ...deps,
  });
  const act: Act = {
    userId: 'U1',
    reference: 'ab12cd',
    channelId: CHANNEL,
    reply: async (message) => {
      replies.push(message);
    },
    notice: async () => {},
    openView: async (view) => {
      opened.push(view);
      return 'V1';
    },
  };
  /** An act in a modal, whose answer is laid upon it. */
  const inModal = (view = digestView()): Act => ({
    ...act,
    channelId: undefined,
    view,
    notice: async (message) => {
      noticed.push(message);
    },
  });
  /** Submits the form, the answer to Slack first and then the rest. */
  const submit = async (view = digestView()) => {
    const { response, work } = await settings.submit(inModal(), asOutput(view));
    await work?.();
    return response;
  };
  const lastView = () => JSON.stringify(views.at(-1)?.view);
  return {
    settings,
    store,
    act,
    inModal,
    submit,
    views,
    lastView,
    opened,
    replies,
    noticed,
    notes,
    audit,
    previewed,
    logged,
  };
}

function isOfSame(a: Snooze, b: Snooze): boolean {
  return a.address === b.address;
}

/** Slack's own type has far more than anybody reads here. */
function asOutput(view: NonNullable<Act['view']>) {
  return view as unknown as Parameters<ReturnType<typeof createDigestSettings>['submit']>[1];
}
