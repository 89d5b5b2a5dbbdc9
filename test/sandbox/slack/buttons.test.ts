import { describe, expect, it } from 'vitest';
import { findElement, IDS, messageOf, sees } from '../../../sandbox/slack.ts';
import { button, buttons, join, never } from './an-app.ts';

describe('a button', () => {
  it('replaces an ephemeral message in its place', async () => {
    const { slack } = await join((app) => {
      app.command('/backups', async ({ ack, respond }) => {
        await ack();
        await respond({ text: 'page 1', blocks: [buttons(button('older', 'Older', '2'))] });
      });
      app.action('older', async ({ ack, respond, action }) => {
        await ack();
        const page = 'value' in action ? action.value : '';
        await respond({ text: `page ${page}`, replace_original: true });
      });
    });
    const ada = slack.user(IDS.admin);

    const first = messageOf(await ada.command('/backups'));
    const second = await ada.click(first, 'Older');

    expect(second).toMatchObject({ change: 'updated', message: { ts: first.ts, text: 'page 2' } });
    expect(slack.timeline(IDS.backups, IDS.admin)).toHaveLength(1);
  });

  it('comes with the place, the person and the state, and no message when it was ephemeral', async () => {
    const bodies: unknown[] = [];
    const { slack } = await join((app) => {
      app.command('/backups', async ({ ack, respond }) => {
        await ack();
        await respond({ text: 'a', blocks: [buttons(button('go', 'Go'))] });
      });
      app.action('go', async ({ ack, body }) => {
        bodies.push(body);
        await ack();
      });
    });
    const ada = slack.user(IDS.admin);
    const message = messageOf(await ada.command('/backups'));

    await ada.click(message, 'go', { until: sees.ack });

    expect(bodies).toMatchObject([
      {
        type: 'block_actions',
        team: { id: IDS.team },
        user: { id: IDS.admin, team_id: IDS.team },
        channel: { id: IDS.backups, name: 'backups' },
        container: { type: 'message', message_ts: message.ts, is_ephemeral: true },
        actions: [{ type: 'button', action_id: 'go', block_id: 'row', value: 'v' }],
        api_app_id: IDS.app,
      },
    ]);
    expect(bodies[0]).not.toHaveProperty('message');
  });

  it('names the other workspace of somebody who came by Slack Connect', async () => {
    const { slack, app } = await join((listening) =>
      listening.action('go', async ({ ack, respond, body }) => {
        await ack();
        await respond({ text: `from ${body.user.team_id}` });
      }),
    );
    const posted = await app.client.chat.postMessage({
      channel: IDS.dbOncall,
      text: 'a',
      blocks: [buttons(button('go', 'Go'))],
    });
    const [message] = slack.timeline(IDS.dbOncall).filter(({ ts }) => ts === posted.ts);

    const seen = await slack.user(IDS.outsider).click(message ?? never(), 'Go');

    expect(messageOf(seen).text).toBe(`from ${IDS.otherTeam}`);
  });

  it.each([
    { choice: 'Nothing', problem: 'nothing fits "Nothing" among: go:0 "Show", go:1 "Show"' },
    { choice: 'Show', problem: '2 elements fit "Show" among: go:0 "Show", go:1 "Show"' },
  ])('cannot be pressed when it is not clear which: $choice', async ({ choice, problem }) => {
    const { slack, app } = await join(() => {});
    const row = buttons(button('go:0', 'Show', 'a'), button('go:1', 'Show', 'b'));
    await app.client.chat.postMessage({ channel: IDS.backups, text: 'a', blocks: [row] });
    const [message = never()] = slack.timeline(IDS.backups);

    expect(() => findElement(message, choice)).toThrow(problem);
    expect(findElement(message, { label: 'Show', value: 'b' }).element['action_id']).toBe('go:1');
    expect(findElement(message, { label: 'Show', index: 1 }).element['action_id']).toBe('go:1');
  });
});
