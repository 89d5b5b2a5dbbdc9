import { describe, expect, it } from 'vitest';
import { stateOf, WANTED } from '../../fakes/destination-form.ts';
import { formBot, textOf } from './submitting.ts';

describe('a form with mistakes', () => {
  it('is answered at once at its fields, and nothing else happens', async () => {
    const { once, order, views, messages } = formBot();

    expect(await once({ name: 'ab', region: 'us-east-1' })).toEqual({
      response_action: 'errors',
      errors: { name: expect.any(String), region: expect.any(String) },
    });
    expect([order, views, messages]).toEqual([[], [], []]);
  });

  it('can be corrected and sent again, although Slack calls it by the same hash', async () => {
    const { once, sent } = formBot();
    await once({ name: 'ab' });
    await once();

    expect(sent).toEqual([WANTED]);
  });
});

describe('a good form', () => {
  it('is answered before anything is asked', async () => {
    const { submit, act, order } = formBot();

    const { response } = await submit(act, { id: 'V1', hash: 'h1', state: stateOf() });

    expect(response).toMatchObject({ response_action: 'update' });
    expect(textOf(response)).toContain('Adding *Nightly archive*…');
    expect(order).toEqual([]);
  });

  it('is recorded before and after it is done', async () => {
    const { once, order, audit, sent } = formBot();
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
    const { once, views, messages } = formBot();
    await once();

    expect(textOf(views)).toContain('Added *Nightly archive*');
    expect(messages).toHaveLength(1);
    expect(messages[0]?.text).toContain('bucket `shop-backups`');
    expect(textOf(messages[0])).toContain('show_destinations');
  });

  it('takes the keys of an entry on the server', async () => {
    const { once, sent } = formBot();
    await once({ accessKey: '', secretKey: '', keyEntry: 'entry:shop-prod' });

    expect(sent).toEqual([WANTED]);
  });
});

describe('the same form twice', () => {
  it('has one effect and one message, at the same time and later', async () => {
    const { once, sent, messages, views } = formBot();
    await Promise.all([once(), once(), once()]);
    await once();

    expect(sent).toHaveLength(1);
    expect(messages).toHaveLength(1);
    // Each repeat's own answer showed "Adding…", and must not stay that.
    expect(views).toHaveLength(4);
    expect(new Set(views.map(textOf)).size).toBe(1);
  });

  it('has one effect also when the first was taken by another process', async () => {
    const { once, sent, views } = formBot({ claimOnce: async () => false });
    await once();

    expect(sent).toEqual([]);
    expect(textOf(views)).toContain('already sent once');
  });

  it('is not mistaken for another form of the same person', async () => {
    const { once, sent } = formBot();
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
    const { once, sent, views } = formBot();
    await Promise.all([once(), once({ view: 'V2', name: 'nightly-archive' })]);

    expect(sent).toHaveLength(1);
    expect(textOf(views)).toContain('right now');
  });

  it('leave the name free for a later form', async () => {
    const { once, sent } = formBot();
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
    const { once, views, sent, states } = formBot(denied);
    await once();

    expect(textOf(views)).toContain('Ask <@U9>.');
    expect(sent).toEqual([]);
    expect(states()).toEqual(['denied']);
  });

  it('is told in a message when the modal is closed', async () => {
    const { once, messages } = formBot({ ...denied, updateView: async () => false });
    await once();

    expect(messages.map(({ text }) => text)).toEqual(['Ask <@U9>.']);
  });
});

describe('a store that is away', () => {
  it.each([
    ['the form cannot be claimed', { claimOnce: () => Promise.reject(new Error('disk full')) }],
    ['the intent cannot be recorded', { audit: () => Promise.reject(new Error('disk full')) }],
  ])('means that nothing is done: %s', async (_, overrides) => {
    const { once, sent, views } = formBot(overrides);
    await once();

    expect(sent).toEqual([]);
    expect(textOf(views.at(-1))).toContain('cannot write its records');
  });

  it('after the effect changes nothing about what is told', async () => {
    const { once, views } = formBot({
      audit: async ({ state }) => {
        if (state !== 'intended') throw new Error('disk full');
      },
    });
    await once();

    expect(textOf(views.at(-1))).toContain('✔ Added');
  });
});
