import type { App } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import type { SlackOptions } from '../../../sandbox/slack.ts';
import { type Joined, joinWorkspace } from '../sandbox-app.ts';

/** A workspace with an app that listens, until the test ends. */
export async function join(
  listen: (app: App) => void,
  options?: Partial<SlackOptions>,
): Promise<Joined> {
  const joined = await joinWorkspace(listen, options);
  onTestFinished(joined.stop);
  return joined;
}

export const plain = (text: string) => ({ type: 'plain_text' as const, text });
export const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
export const button = (action_id: string, label: string, value = 'v') => ({
  type: 'button',
  action_id,
  text: plain(label),
  value,
});
export const buttons = (...elements: object[]) => ({ type: 'actions', block_id: 'row', elements });

export function form(title: string, blocks: object[] = [nameInput()]) {
  return {
    type: 'modal' as const,
    callback_id: 'form',
    title: plain(title),
    submit: plain('Add'),
    blocks: blocks as { type: string }[],
  };
}

export function nameInput(extra: object = {}) {
  return {
    type: 'input',
    block_id: 'name',
    label: plain('Name'),
    element: { type: 'plain_text_input', action_id: 'typed', max_length: 10, ...extra },
  };
}

/** An app that opens a modal on `/backups` and leaves the rest to the test. */
export function opensForm(app: App, view = form('New')): void {
  app.command('/backups', async ({ ack, client, command }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view });
  });
}

export function never(): never {
  throw new Error('expected something here');
}
