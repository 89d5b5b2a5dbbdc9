import { describe, expect, it } from 'vitest';
import { IDS, messageOf, sees, viewOf } from '../../../sandbox/slack.ts';
import { button, buttons, form, join, nameInput, opensForm } from './an-app.ts';

describe('a modal', () => {
  it('shows the errors of the app with everything typed still there, then closes', async () => {
    const { slack } = await join((app) => {
      opensForm(app);
      app.view('form', async ({ ack, view, client, body }) => {
        const name = view.state.values['name']?.['typed']?.value;
        if (name === 'taken') return ack({ response_action: 'errors', errors: { name: 'Taken' } });
        await ack();
        await client.chat.postMessage({ channel: body.user.id, text: `added ${name}` });
      });
    });
    const ada = slack.user(IDS.admin);

    const opened = await ada.command('/backups');
    const refused = viewOf(await ada.submit(opened, { name: 'taken' }));
    const seen = await ada.submit(refused, { name: 'new' }, { until: sees.message });

    expect(refused.errors).toEqual({ name: 'Taken' });
    expect(refused.values['name']?.['typed']).toEqual({ type: 'plain_text_input', value: 'taken' });
    expect(messageOf(seen)).toMatchObject({ text: 'added new', channel: ada.directMessages });
    expect(ada.modal).toEqual([]);
  });

  it.each([
    { typed: '', error: 'Please complete this required field.' },
    { typed: 'elevenchars', error: 'Must be at most 10 characters.' },
  ])('keeps from the app what Slack itself finds wrong: "$typed"', async ({ typed, error }) => {
    const { slack } = await join(opensForm);
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    const refused = await ada.submit(opened, { name: typed });

    expect(viewOf(refused).errors).toEqual({ name: error });
    expect(slack.events().filter(({ type }) => type === 'sent')).toHaveLength(1);
  });

  it('can be updated, pushed onto, and cleared as a whole', async () => {
    const { slack } = await join((app) => {
      opensForm(app);
      app.view('form', async ({ ack, view }) => {
        const next = form('Next');
        const name = view.state.values['name']?.['typed']?.value;
        if (name === 'update') return ack({ response_action: 'update', view: next });
        if (name === 'push') return ack({ response_action: 'push', view: next });
        return ack({ response_action: 'clear' });
      });
    });
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    const updated = viewOf(await ada.submit(opened, { name: 'update' }));
    const pushed = viewOf(await ada.submit(updated, { name: 'push' }));
    const cleared = await ada.submit(pushed, { name: 'clear' });

    expect(updated).toMatchObject({ id: viewOf(opened).id, title: 'Next' });
    expect(updated.hash).not.toBe(viewOf(opened).hash);
    expect(pushed).toMatchObject({ previousId: updated.id, rootId: updated.id });
    expect(cleared).toMatchObject({ change: 'closed', view: undefined });
  });

  it('stacks three views and no fourth', async () => {
    const { slack } = await join((app) => {
      opensForm(app);
      app.view('form', async ({ ack }) => ack({ response_action: 'push', view: form('Next') }));
    });
    const ada = slack.user(IDS.admin);
    const first = await ada.command('/backups');
    const second = await ada.submit(first, { name: 'a' });
    const third = await ada.submit(second, { name: 'a' });

    const fourth = await ada.submit(third, { name: 'a' });
    const closed = await ada.closeView(viewOf(third));

    expect(fourth).toMatchObject({ type: 'notice', error: 'push_limit_reached' });
    expect(viewOf(closed).id).toBe(viewOf(second).id);
    expect(ada.modal).toHaveLength(2);
  });

  it('takes a view on top from a button inside it', async () => {
    const { slack } = await join((app) => {
      opensForm(app, form('New', [buttons(button('more', 'More'))]));
      app.action('more', async ({ ack, client, body }) => {
        await ack();
        const trigger_id = 'trigger_id' in body ? body.trigger_id : '';
        await client.views.push({ trigger_id, view: form('More') });
      });
    });
    const ada = slack.user(IDS.admin);

    const opened = await ada.command('/backups');
    const pushed = await ada.click(opened, 'More');

    expect(pushed).toMatchObject({ change: 'pushed', view: { title: 'More' } });
    expect(ada.modal.map(({ title }) => title)).toEqual(['New', 'More']);
  });

  it('keeps what was typed through an update when block and action keep their ids', async () => {
    const { slack } = await join((app) => {
      opensForm(app, form('New', [nameInput(), buttons(button('more', 'More'))]));
      app.action('more', async ({ ack, client, body }) => {
        await ack();
        const view = form('More', [nameInput(), { ...nameInput(), block_id: 'other' }]);
        const id = 'view' in body ? body.view?.id : undefined;
        await client.views.update({ view_id: id ?? '', view });
      });
    });
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    ada.fill(opened, { name: 'typed' });
    const updated = viewOf(await ada.click(opened, 'More'));

    expect(updated.values).toEqual({
      name: { typed: { type: 'plain_text_input', value: 'typed' } },
      other: { typed: { type: 'plain_text_input', value: null } },
    });
  });

  it('refuses errors for a block that is no input, as Slack does', async () => {
    const { slack } = await join((app) => {
      opensForm(app);
      app.view('form', async ({ ack }) =>
        ack({ response_action: 'errors', errors: { nowhere: 'Wrong' } }),
      );
    });
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    expect(await ada.submit(opened, { name: 'a' })).toMatchObject({
      type: 'notice',
      error: 'invalid_errors',
    });
    expect(ada.modal).toHaveLength(1);
  });

  it('tells the app that it was closed when the view asks for it', async () => {
    const closed: unknown[] = [];
    const { slack } = await join((app) => {
      opensForm(app, Object.assign(form('New'), { notify_on_close: true }));
      app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, body }) => {
        closed.push(body);
        await ack();
      });
    });
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    await ada.closeView(opened, { until: sees.ack });

    expect(closed).toMatchObject([{ type: 'view_closed', is_cleared: false }]);
    expect(ada.modal).toEqual([]);
    expect(() => ada.fill(opened, { name: 'a' })).toThrow('the view "New" is not there any more');
  });

  it('goes as a whole when it clears on close', async () => {
    const { slack } = await join((app) => {
      opensForm(app);
      const next = Object.assign(form('Next'), { clear_on_close: true });
      app.view('form', async ({ ack }) => ack({ response_action: 'push', view: next }));
    });
    const ada = slack.user(IDS.admin);
    const pushed = await ada.submit(await ada.command('/backups'), { name: 'a' });

    await ada.closeView(pushed);

    expect(ada.modal).toEqual([]);
  });

  it('stays open with a notice when its submission is not acknowledged', async () => {
    const { slack, time } = await join((app) => {
      opensForm(app);
      app.view('form', async () => time.advance(3000));
    });
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    expect(await ada.submit(opened, { name: 'a' })).toMatchObject({
      type: 'notice',
      error: 'operation_timeout',
    });
    expect(ada.modal).toHaveLength(1);
  });

  it('reports an input at once when it dispatches', async () => {
    const { slack } = await join((app) => {
      opensForm(app, form('New', [{ ...nameInput(), dispatch_action: true }]));
      app.action('typed', async ({ ack, action, respond: _none, client, body }) => {
        await ack();
        const value = 'value' in action ? action.value : '';
        await client.chat.postMessage({ channel: body.user.id, text: `typed ${value}` });
      });
    });
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    expect(messageOf(await ada.select(opened, 'typed', 'abc')).text).toBe('typed abc');
  });
});
