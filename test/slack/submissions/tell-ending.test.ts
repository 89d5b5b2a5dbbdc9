import { describe, expect, it } from 'vitest';
import type { Destination } from '../../../src/domain/destinations/destination.ts';
import type { Listing } from '../../../src/domain/listing.ts';
import { CANARY, stateOf, TYPED } from '../../fakes/destination-form.ts';
import { ADDED, EMPTY, failure, formBot, textOf } from './submitting.ts';

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
    const { once, views, states } = formBot(refused);
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
    const { once, views } = formBot(refused);
    await once();
    const view = textOf(views.at(-1));

    expect(view).toContain('Northflank: endpoint is not <reachable>');
    expect(view).toContain('endpoint is not &lt;reachable&gt;');
  });

  it('keeps the chosen key of the server, which is no secret', async () => {
    const { once, views } = formBot(refused);
    await once({ accessKey: '', secretKey: '', keyEntry: 'entry:shop-prod' });
    const view = textOf(views.at(-1));

    expect(view).toContain('"initial_option":{"text":{"type":"plain_text","text":"shop-prod"');
    expect(view).not.toContain('Type the keys again');
  });

  it('sends no message while the form is open, and one with the way back when it is closed', async () => {
    const open = formBot(refused);
    await open.once();
    const closed = formBot({ ...refused, updateView: async () => false });
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
    const { once, views } = formBot({ addDestination: () => Promise.reject(error) });
    await once();

    expect(textOf(views.at(-1))).toContain(part);
  });

  it('says at the name that it is taken', async () => {
    const { once, views, sent } = formBot({
      listDestinations: async () => ({ ...EMPTY, rows: [ADDED] }),
    });
    await once();

    expect(textOf(views.at(-1))).toContain('✖ A destination of this name is there already');
    expect(sent).toEqual([]);
  });

  it('says that nothing was sent when Northflank cannot be asked', async () => {
    const error = failure('unavailable');
    const { once, views } = formBot({ listDestinations: () => Promise.reject(error) });
    await once();

    expect(textOf(views.at(-1))).toContain(
      'Nothing was sent: Northflank is not answering. Try again in a minute.',
    );
  });
});

describe('a lost answer', () => {
  function lost(looks: readonly Listing<Destination>[]) {
    const left = [EMPTY, ...looks];
    return formBot({
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

describe('Slack that does not answer', () => {
  it('keeps no ending from being sent by message', async () => {
    const { once, messages, sent } = formBot({
      updateView: () => Promise.reject(new Error('timeout')),
    });
    await once();

    expect(sent).toHaveLength(1);
    expect(messages).toHaveLength(1);
  });

  it('breaks nothing when not even the message can be sent', async () => {
    const { submit, logged } = formBot({ updateView: async () => false });
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
