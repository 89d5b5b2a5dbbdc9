import { describe, expect, it } from 'vitest';
import { IDS, viewOf } from '../../../sandbox/slack.ts';
import { button, buttons, join, section } from './an-app.ts';

describe('the home tab', () => {
  it('is published when somebody opens it, and its buttons carry the view', async () => {
    const { slack } = await join((app) => {
      app.event('app_home_opened', async ({ event, client }) => {
        if (event.tab !== 'home') return;
        const blocks = [section(event.view ? 'again' : 'first'), buttons(button('go', 'Go'))];
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
      });
      app.action('go', async ({ ack, client, body }) => {
        await ack();
        const view = { type: 'home' as const, blocks: [section('pressed')] };
        const hash = 'view' in body ? body.view?.hash : undefined;
        await client.views.publish({ user_id: body.user.id, view, ...(hash && { hash }) });
      });
    });
    const ada = slack.user(IDS.admin);

    const first = viewOf(await ada.openHome());
    const again = viewOf(await ada.openHome());
    const pressed = viewOf(await ada.click(again, 'Go'));

    const words = (view: { blocks: unknown[] }) => JSON.stringify(view.blocks);
    expect([first, again, pressed].map(({ id }) => id)).toEqual([first.id, first.id, first.id]);
    expect(words(first)).toContain('first');
    expect(words(again)).toContain('again');
    expect(words(pressed)).toContain('pressed');
  });
});
