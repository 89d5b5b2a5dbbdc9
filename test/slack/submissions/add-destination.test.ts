import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { checkBlocks, checkView } from '../../../sandbox/slack/validate.ts';
import type { AuditEntry } from '../../../src/domain/audit.ts';
import type { Destination, NewDestination } from '../../../src/domain/destinations/destination.ts';
import type { Listing } from '../../../src/domain/listing.ts';
import { NorthflankError } from '../../../src/northflank/errors.ts';
import type { SlackMessage } from '../../../src/slack/block-kit/message.ts';
import {
  type AddDestinationDeps,
  createAddDestinationSubmission,
} from '../../../src/slack/submissions/add-destination.ts';
import { CANARY, stateOf, TYPED, type Typed, WANTED } from '../../fakes/destination-form.ts';

const ADDED: Destination = { id: 'nightly-archive', idGuessed: false, name: 'Nightly archive' };
const EMPTY: Listing<Destination> = {
  rows: [],
  unreadable: [],
  reach: 'end',
  readAt: new Date('2026-11-21T09:00:00Z'),
};

function failure(kind: NorthflankError['kind'], more: Partial<NorthflankError> = {}) {
  return new NorthflankError(kind, `refused ${TYPED.secretKey}`, {
    path: '/v1/backup-destinations',
    status: 400,
    ...more,
  });
}

/** A bot around the form that writes down everything that leaves it; only `sent` may hold keys. */
function bot(overrides: Partial<AddDestinationDeps> = {}) {
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

function textOf(value: unknown): string {
  return JSON.stringify(value);
}

describe('a form with mistakes', () => {
  it('is answered at once at its fields, and nothing else happens', async () => {
    const { once, order, views, messages } = bot();

    expect(await once({ name: 'ab', region: 'us-east-1' })).toEqual({
      response_action: 'errors',
      errors: { name: expect.any(String), region: expect.any(String) },
    });
    expect([order, views, messages]).toEqual([[], [], []]);
  });

  it('can be corrected and sent again, although Slack calls it by the same hash', async () => {
    const { once, sent } = bot();
    await once({ name: 'ab' });
    await once();

    expect(sent).toEqual([WANTED]);
  });
});

describe('a good form', () => {
  it('is answered before anything is asked', async () => {
    const { submit, act, order } = bot();

    const { response } = await submit(act, { id: 'V1', hash: 'h1', state: stateOf() });

    expect(response).toMatchObject({ response_action: 'update' });
    expect(textOf(response)).toContain('Adding *Nightly archive*…');
    expect(order).toEqual([]);
  });

  it('is recorded before and after it is done', async () => {
    const { once, order, audit, sent } = bot();
    await once();

    expect(order).toEqual(['intended', 'add', 'done']);
    expect(audit[0]).toEqual({
      userId: 'U1',
      deed: 'add-destination',
      state: 'intended',
      subject: 'nightly-archive',
      rule: 'ADMINS lists U1',
      reference: 'ab12cd',
    });
    expect(sent).toEqual([WANTED]);
  });

  it('tells the person in the modal and in a message with the way to see it', async () => {
    const { once, views, messages } = bot();
    await once();

    expect(textOf(views)).toContain('Added *Nightly archive*');
    expect(messages).toHaveLength(1);
    expect(messages[0]?.text).toContain('bucket `shop-backups`');
    expect(textOf(messages[0])).toContain('show_destinations');
  });

  it('takes the keys of an entry on the server', async () => {
    const { once, sent } = bot();
    await once({ accessKey: '', secretKey: '', keyEntry: 'entry:shop-prod' });

    expect(sent).toEqual([WANTED]);
  });
});

describe('the same form twice', () => {
  it('has one effect and one message, at the same time and later', async () => {
    const { once, sent, messages, views } = bot();
    await Promise.all([once(), once(), once()]);
    await once();

    expect(sent).toHaveLength(1);
    expect(messages).toHaveLength(1);
    // Each repeat's own answer showed "Adding…", and must not stay that.
    expect(views).toHaveLength(4);
    expect(new Set(views.map(textOf)).size).toBe(1);
  });

  it('has one effect also when the first was taken by another process', async () => {
    const { once, sent, views } = bot({ claimOnce: async () => false });
    await once();

    expect(sent).toEqual([]);
    expect(textOf(views)).toContain('already sent once');
  });

  it('is not mistaken for another form of the same person', async () => {
    const { once, sent } = bot();
    await once();
    await once({ view: 'V2', name: 'Weekly archive' });
    await once({ hash: 'h2', name: 'Monthly archive' });

    expect(sent.map(({ name }) => name)).toEqual([
      'Nightly archive',
      'Weekly archive',
      'Monthly archive',
    ]);
  });
});

describe('two forms for one name at the same time', () => {
  it('make one destination, and the second is told so', async () => {
    const { once, sent, views } = bot();
    await Promise.all([once(), once({ view: 'V2', name: 'nightly-archive' })]);

    expect(sent).toHaveLength(1);
    expect(textOf(views)).toContain('right now');
  });

  it('leave the name free for a later form', async () => {
    const { once, sent } = bot();
    await once();
    await once({ view: 'V2' });

    expect(sent).toHaveLength(2);
  });
});

describe('a person who may not', () => {
  const denied = {
    access: {
      mayAct: async () => ({ granted: false as const, rule: 'no list', sentence: 'Ask <@U9>.' }),
    },
  };

  it('is told so, and it is recorded, and Northflank is not asked', async () => {
    const { once, views, sent, states } = bot(denied);
    await once();

    expect(textOf(views)).toContain('Ask <@U9>.');
    expect(sent).toEqual([]);
    expect(states()).toEqual(['denied']);
  });

  it('is told in a message when the modal is closed', async () => {
    const { once, messages } = bot({ ...denied, updateView: async () => false });
    await once();

    expect(messages.map(({ text }) => text)).toEqual(['Ask <@U9>.']);
  });
});

describe('a refusal by Northflank', () => {
  const refusal = failure('refused', {
    detail: 'endpoint is not <reachable>',
    fields: ['credentials.endpoint'],
  });
  const refused = {
    addDestination: async () => {
      throw refusal;
    },
  };

  it('brings the form back with everything typed in but the keys', async () => {
    const { once, views, states } = bot(refused);
    await once();
    const view = textOf(views.at(-1));

    for (const field of ['name', 'description', 'bucketName', 'region', 'endpoint'] as const) {
      expect(view).toContain(`"initial_value":"${TYPED[field]}"`);
    }
    expect(view).toContain('secret_key:1');
    expect(view).toContain('Type the keys again');
    expect(view).not.toMatch(CANARY);
    expect(states()).toEqual(['intended', 'not-done']);
  });

  it('stands at the field that it is about, in Northflank’s words made harmless', async () => {
    const { once, views } = bot(refused);
    await once();
    const view = textOf(views.at(-1));

    expect(view).toContain('Northflank: endpoint is not <reachable>');
    expect(view).toContain('endpoint is not &lt;reachable&gt;');
  });

  it('keeps the chosen key of the server, which is no secret', async () => {
    const { once, views } = bot(refused);
    await once({ accessKey: '', secretKey: '', keyEntry: 'entry:shop-prod' });
    const view = textOf(views.at(-1));

    expect(view).toContain('"initial_option":{"text":{"type":"plain_text","text":"shop-prod"');
    expect(view).not.toContain('Type the keys again');
  });

  it('sends no message while the form is open, and one with the way back when it is closed', async () => {
    const open = bot(refused);
    await open.once();
    const closed = bot({ ...refused, updateView: async () => false });
    await closed.once();

    expect(open.messages).toEqual([]);
    expect(closed.messages).toHaveLength(1);
    expect(textOf(closed.messages)).toContain('open_add_destination');
  });

  it.each([
    ['unauthorized', 'NORTHFLANK_API_TOKEN'],
    ['forbidden', 'may not list or create'],
    ['not-found', 'NORTHFLANK_TEAM_ID'],
    ['rate-limited', '<!date^1795000000^'],
  ] as const)('of kind %s says what can be done', async (kind, part) => {
    const error = failure(kind, { retryAt: new Date(1_795_000_000_000) });
    const { once, views } = bot({ addDestination: () => Promise.reject(error) });
    await once();

    expect(textOf(views.at(-1))).toContain(part);
  });

  it('says at the name that it is taken', async () => {
    const { once, views, sent } = bot({
      listDestinations: async () => ({ ...EMPTY, rows: [ADDED] }),
    });
    await once();

    expect(textOf(views.at(-1))).toContain('✖ A destination of this name is there already');
    expect(sent).toEqual([]);
  });

  it('says that nothing was sent when Northflank cannot be asked', async () => {
    const error = failure('unavailable');
    const { once, views } = bot({ listDestinations: () => Promise.reject(error) });
    await once();

    expect(textOf(views.at(-1))).toContain(
      'Nothing was sent: Northflank is not answering. Try again in a minute.',
    );
  });
});

describe('a lost answer', () => {
  function lost(looks: readonly Listing<Destination>[]) {
    const left = [EMPTY, ...looks];
    return bot({
      addDestination: () => Promise.reject(failure('timeout')),
      listDestinations: async () => {
        const next = left.shift();
        if (next === undefined) throw failure('timeout');
        return next;
      },
    });
  }

  it('is spoken of while it is looked up, and ends as done', async () => {
    const { once, views, messages, states } = lost([{ ...EMPTY, rows: [ADDED] }]);
    await once();

    expect(textOf(views[0])).toContain('got no answer');
    expect(textOf(views[1])).toContain('✔ Added');
    expect(messages).toHaveLength(1);
    expect(states()).toEqual(['intended', 'done']);
  });

  it('ends as not done, with the form to send again', async () => {
    const { once, views, states } = lost([EMPTY, EMPTY, EMPTY]);
    await once();

    expect(textOf(views.at(-1))).toContain('nothing came of it');
    expect(textOf(views.at(-1))).toContain('"initial_value":"Nightly archive"');
    expect(states()).toEqual(['intended', 'not-done']);
  });

  it('ends as not known yet, with what to do, also in a message', async () => {
    const { once, views, messages, states } = lost([]);
    await once();

    expect(textOf(views.at(-1))).toContain('Not known yet');
    expect(messages[0]?.text).toContain('add it again only if it is not among them');
    expect(messages[0]?.text).toContain('ab12cd');
    expect(textOf(messages)).toContain('show_destinations');
    expect(states()).toEqual(['intended', 'not-known']);
  });
});

describe('a store that is away', () => {
  it.each([
    ['the form cannot be claimed', { claimOnce: () => Promise.reject(new Error('disk full')) }],
    ['the intent cannot be recorded', { audit: () => Promise.reject(new Error('disk full')) }],
  ])('means that nothing is done: %s', async (_, overrides) => {
    const { once, sent, views } = bot(overrides);
    await once();

    expect(sent).toEqual([]);
    expect(textOf(views.at(-1))).toContain('cannot write its records');
  });

  it('after the effect changes nothing about what is told', async () => {
    const { once, views } = bot({
      audit: async ({ state }) => {
        if (state !== 'intended') throw new Error('disk full');
      },
    });
    await once();

    expect(textOf(views.at(-1))).toContain('✔ Added');
  });
});

describe('Slack that does not answer', () => {
  it('keeps no ending from being sent by message', async () => {
    const { once, messages, sent } = bot({
      updateView: () => Promise.reject(new Error('timeout')),
    });
    await once();

    expect(sent).toHaveLength(1);
    expect(messages).toHaveLength(1);
  });

  it('breaks nothing when not even the message can be sent', async () => {
    const { submit, logged } = bot({ updateView: async () => false });
    const act = {
      userId: 'U1',
      reference: 'ab12cd',
      reply: () => Promise.reject(new Error('timeout')),
    };
    const { work } = await submit(act, { id: 'V1', hash: 'h1', state: stateOf() });

    await expect(work?.()).resolves.toBeUndefined();
    expect(textOf(logged)).toContain('destination_ending_not_sent');
  });
});

/** Every way in which a form can end, each with the key in as many foreign words as possible. */
const ENDINGS: readonly [string, Partial<AddDestinationDeps>][] = [
  ['done', {}],
  [
    'done, with an answer that holds the keys',
    {
      addDestination: async () =>
        Object.assign(
          { ...ADDED },
          { credentials: WANTED.credentials, description: TYPED.secretKey },
        ),
    },
  ],
  [
    'refused in words that repeat the key',
    {
      addDestination: () =>
        Promise.reject(
          failure('refused', {
            detail: `secretKey "${TYPED.secretKey}" of ${TYPED.accessKey} is wrong`,
            fields: ['credentials.secretKey'],
            cause: new Error(JSON.stringify(WANTED)),
          }),
        ),
    },
  ],
  [
    'refused in words that are cut inside the key',
    {
      addDestination: () =>
        Promise.reject(failure('refused', { detail: `Wrong: ${TYPED.secretKey.slice(0, 12)}` })),
    },
  ],
  ['lost', { addDestination: () => Promise.reject(failure('timeout')) }],
  [
    'broken by a mistake of ours',
    { addDestination: () => Promise.reject(new TypeError(JSON.stringify(WANTED))) },
  ],
  ['not recorded', { audit: () => Promise.reject(new Error(TYPED.secretKey)) }],
  ['not claimed', { claimOnce: () => Promise.reject(new Error(TYPED.secretKey)) }],
  ['not shown', { updateView: () => Promise.reject(new Error(TYPED.secretKey)) }],
  [
    'denied',
    { access: { mayAct: async () => ({ granted: false, rule: 'none', sentence: 'No.' }) } },
  ],
  ['taken', { listDestinations: async () => ({ ...EMPTY, rows: [ADDED] }) }],
];

describe.each(ENDINGS)('a form that is %s', (_, overrides) => {
  it('leaves no piece of its key anywhere but at Northflank', async () => {
    const { once, seen } = bot(overrides);
    const response = await once();
    await once();

    expect(`${seen()}${inspect(response, { depth: null })}`).not.toMatch(CANARY);
  });

  it('shows only what Slack takes', async () => {
    const { once, views, messages } = bot(overrides);
    await once();

    for (const view of views) {
      expect(checkView({ ...view }, 'modal', { oldWorkspace: true })).toEqual([]);
    }
    for (const { blocks } of messages) {
      expect(checkBlocks(blocks, 'message', { oldWorkspace: true })).toEqual([]);
    }
  });
});

describe('a form with a mistake in it', () => {
  it.each([
    { secretKey: `arn:${TYPED.secretKey}` },
    { accessKey: TYPED.secretKey, secretKey: TYPED.accessKey },
    { endpoint: `https://${TYPED.accessKey}:${TYPED.secretKey}@s3.us-west-2.amazonaws.com` },
    { bucketName: `s3://${TYPED.secretKey}` },
    { region: 'us-east-1' },
  ])('leaves no piece of its key in the errors (%#)', async (typed) => {
    const { once, seen } = bot();
    const response = await once(typed);

    expect(`${seen()}${textOf(response)}`).not.toMatch(CANARY);
  });
});
