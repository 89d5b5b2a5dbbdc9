import { describe, expect, it } from 'vitest';
import { IDS, messageOf, sees } from '../../../sandbox/slack.ts';
import { buttons, form, join, nameInput, never, opensForm, plain } from './an-app.ts';

describe('menus and selects', () => {
  it('send the picked entry by its label', async () => {
    const option = (text: string, value: string) => ({ text: plain(text), value });
    const picked: unknown[] = [];
    const { slack, app } = await join((listening) =>
      listening.action(/menu|filter/, async ({ ack, action, body }) => {
        if ('selected_option' in action) picked.push(action.selected_option?.value ?? '');
        picked.push('state' in body ? body.state : undefined);
        await ack();
      }),
    );
    const options = [option('Show', 's'), option('Mute', 'm')];
    const row = buttons(
      { type: 'overflow', action_id: 'menu', options },
      { type: 'static_select', action_id: 'filter', placeholder: plain('Filter'), options },
    );
    await app.client.chat.postMessage({ channel: IDS.backups, text: 'a', blocks: [row] });
    const [message = never()] = slack.timeline(IDS.backups);
    const ada = slack.user(IDS.admin);

    await ada.overflow(message, 'menu', 'Mute', { until: sees.ack });
    await ada.select(message, 'Filter', 'Show', { until: sees.ack });

    const state = (chosen: unknown) => ({
      values: { row: { filter: { type: 'static_select', selected_option: chosen } } },
    });
    expect(picked).toEqual(['m', state(null), 's', state(options[0])]);
    expect(() => ada.select(message, 'Filter', 'Delete')).toThrow(
      'no option "Delete" among: Show, Mute',
    );
  });

  it('of a form that reports nothing refuse a choice, and keep what they held', async () => {
    const { slack } = await join((app) => opensForm(app, form('Name it', [nameInput()])));
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');
    const [before] = ada.modal;

    expect(() => ada.select(opened, 'Name', 'x')).toThrow('fill it instead');
    expect(ada.modal).toEqual([before]);
  });

  it('ask the app for options while somebody types, and submit what was offered', async () => {
    const asked: string[] = [];
    const { slack } = await join((app) => {
      const element = { type: 'external_select', action_id: 'addon', min_query_length: 2 };
      opensForm(app, form('Pick', [{ ...nameInput(), element }]));
      app.options('addon', async ({ ack, options }) => {
        asked.push(options.value);
        await ack({ options: [{ text: plain('shop-prod/orders-db'), value: 'orders' }] });
      });
      app.view('form', async ({ ack, view, client, body }) => {
        await ack();
        const picked = view.state.values['name']?.['addon']?.selected_option?.value;
        await client.chat.postMessage({ channel: body.user.id, text: `picked ${picked}` });
      });
    });
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    const none = await ada.suggest(opened, 'addon', 'o');
    const [offered = never()] = await ada.suggest(opened, 'addon', 'ord');
    const seen = await ada.submit(opened, { name: offered }, { until: sees.message });

    expect(none).toEqual([]);
    expect(asked).toEqual(['ord']);
    expect(messageOf(seen).text).toBe('picked orders');
  });

  it('show nothing when the app offers more than a hundred options', async () => {
    const options = Array.from({ length: 101 }, (_, n) => ({
      text: plain(`a${n}`),
      value: `${n}`,
    }));
    const { slack } = await join((app) => {
      const element = { type: 'external_select', action_id: 'addon', min_query_length: 0 };
      opensForm(app, form('Pick', [{ ...nameInput(), element }]));
      app.options('addon', async ({ ack }) => ack({ options }));
    });
    const ada = slack.user(IDS.admin);
    const opened = await ada.command('/backups');

    await expect(ada.suggest(opened, 'addon', '')).rejects.toThrow('invalid_options');
  });
});
