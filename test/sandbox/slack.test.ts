import type { App } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { IDS, messageOf, type SlackOptions, sees, viewOf } from '../../sandbox/slack.ts';
import { type Joined, joinWorkspace } from './sandbox-app.ts';

let joined: Joined | undefined;

afterEach(async () => {
  await joined?.stop();
  joined = undefined;
});

async function join(listen: (app: App) => void, options?: Partial<SlackOptions>): Promise<Joined> {
  joined = await joinWorkspace(listen, options);
  return joined;
}

const plain = (text: string) => ({ type: 'plain_text' as const, text });

const FORM = {
  type: 'modal' as const,
  callback_id: 'form',
  title: plain('New destination'),
  submit: plain('Add'),
  blocks: [
    {
      type: 'input',
      block_id: 'name',
      label: plain('Name'),
      element: { type: 'plain_text_input', action_id: 'typed' },
    },
  ],
};

describe('a slash command', () => {
  it('is answered by an ephemeral message for the person who typed it', async () => {
    const { slack } = await join((app) =>
      app.command('/backups', async ({ ack, respond, command }) => {
        await ack();
        await respond({ response_type: 'ephemeral', text: `you said ${command.text}` });
      }),
    );

    const seen = await slack.user(IDS.viewer).command('/backups', 'help');

    expect(messageOf(seen)).toMatchObject({ text: 'you said help', onlyFor: IDS.viewer });
    expect(slack.timeline(IDS.backups, IDS.admin)).toEqual([]);
  });
});

describe('a modal', () => {
  it('shows the errors of the app, then closes and is followed by a message', async () => {
    const { slack } = await join((app) => {
      app.command('/backups', async ({ ack, client, command }) => {
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view: FORM });
      });
      app.view('form', async ({ ack, view, client, body }) => {
        const name = view.state.values['name']?.['typed']?.value;
        if (name === 'taken') return ack({ response_action: 'errors', errors: { name: 'Taken' } });
        await ack();
        await client.chat.postMessage({ channel: body.user.id, text: `added ${name}` });
      });
    });
    const ada = slack.user(IDS.admin);

    const form = viewOf(await ada.command('/backups', 'add'));
    const refused = viewOf(await ada.submit(form, { name: 'taken' }));
    const message = messageOf(await ada.submit(refused, { name: 'new' }, { until: sees.message }));

    expect(refused.errors).toEqual({ name: 'Taken' });
    expect(message).toMatchObject({ text: 'added new', channel: ada.directMessages });
    expect(ada.modal).toEqual([]);
  });
});
