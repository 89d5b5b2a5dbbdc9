import { expect, it } from 'vitest';
import type { Act } from '../../../src/slack/acts/act.ts';
import { createWaitingReplies } from '../../../src/slack/acts/waiting-replies.ts';
import type { SlackMessage } from '../../../src/slack/block-kit/message.ts';
import { createShow } from '../../../src/slack/commands/show.ts';
import { NOW } from '../../fakes/backups.ts';
import { SILENT } from '../../fakes/log.ts';

const neverAsked = () => Promise.reject(new Error('nothing is to be read'));

it('offers another try when Slack does not open the list of addons in time', async () => {
  const replies: SlackMessage[] = [];
  const act: Act = {
    reference: 'ab12cd',
    userId: 'U1',
    openView: () => Promise.reject(new Error('expired_trigger_id')),
    reply: async (message) => {
      replies.push(message);
    },
    notice: async () => undefined,
  };
  const show = createShow({
    directory: neverAsked,
    getAddon: neverAsked,
    listAddonBackups: neverAsked,
    listSchedules: neverAsked,
    destinationNames: neverAsked,
    waiting: createWaitingReplies(() => NOW),
    scheduleZone: 'UTC',
    now: () => NOW,
    log: SILENT,
  });

  await show.command(act, '');

  expect(replies.map(({ text }) => text)).toEqual([
    'Slack did not open the list of addons in time. Nothing was changed.',
  ]);
  expect(JSON.stringify(replies)).toContain('"value":"show"');
});
