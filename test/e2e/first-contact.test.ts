import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderText } from '../../sandbox/slack/render-text.ts';
import { createChannel } from '../../sandbox/slack/workspace.ts';
import { IDS, messageOf, type ShownMessage, sees, viewOf } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { SILENT } from '../fakes/log.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const DAY_MS = 86_400_000;

let sandbox: Sandbox;
let now: Date;

beforeEach(async () => {
  now = NOW;
  sandbox = await startSandbox({ now: () => now, log: SILENT });
});
afterEach(() => sandbox.close());

async function settled(): Promise<void> {
  await sandbox.bot.idle(AbortSignal.timeout(15_000));
}

/** What stands in a channel for everybody. */
function messages(channel: string): ShownMessage[] {
  return sandbox.slack.timeline(channel);
}

function read(shown: Parameters<typeof renderText>[0]): string {
  return renderText(shown, { now, timeZone: 'UTC' });
}

describe('the bot that is added to a channel', () => {
  it('says once what it does, and its button opens the form of the digest', async () => {
    const operator = sandbox.slack.user(IDS.operator);
    const welcome = messageOf(await operator.invite(IDS.general, { until: sees.message }));

    expect(read(welcome).split('\n')).toEqual([
      'I watch the backups of your databases on Northflank: what failed, what silently did not happen, and what cannot be told.',
      '• /backups shows how the backups of every addon stand now; only you see the answer.',
      '• /backups digest sets up one message here a day, at this channel’s own hour, that says what is bad now.',
      '[Set up the digest] [Status] [Help]',
    ]);
    const form = await operator.click(welcome, 'Set up the digest', { until: sees.modal });
    expect(viewOf(form).title).toBe('Digest of this channel');
    expect(read(form)).toContain('No digest is posted in');
  });

  it('says nothing more when it is told twice, and does when it was removed and is invited again', async () => {
    const operator = sandbox.slack.user(IDS.operator);
    await operator.invite(IDS.general, { copies: 3, until: sees.message });
    await settled();
    expect(messages(IDS.general)).toHaveLength(1);

    sandbox.slack.workspace.channels.get(IDS.general)?.members.delete(IDS.bot);
    now = new Date(NOW.getTime() + 5 * DAY_MS);
    await operator.invite(IDS.general, { until: sees.message });
    await settled();

    expect(messages(IDS.general)).toHaveLength(2);
  });

  it('introduces itself in a private channel too', async () => {
    const { channels } = sandbox.slack.workspace;
    channels.set('C0SECRET01', createChannel('C0SECRET01', 'secret', [IDS.admin], 'private'));

    await sandbox.slack.user(IDS.admin).invite('C0SECRET01', { until: sees.message });

    expect(messages('C0SECRET01')).toHaveLength(1);
  });

  it('tells a channel of the digest that it has already', async () => {
    const welcome = await sandbox.slack
      .user(IDS.operator)
      .invite(IDS.backups, { until: sees.message });

    expect(read(messageOf(welcome))).toContain('A digest is posted in #');
  });

  it('greets nobody else who comes', async () => {
    const { slack } = sandbox;
    const { team, appId } = slack.workspace;
    await slack.deliver('events_api', {
      type: 'event_callback',
      team_id: team.id,
      api_app_id: appId,
      event_id: 'Ev1',
      event: { type: 'member_joined_channel', user: IDS.viewer, channel: IDS.backups },
    });
    await settled();

    expect(messages(IDS.backups)).toEqual([]);
  });
});

describe('the Home tab of a person who was never there', () => {
  it('says above the board what to type first, and only once', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    await viewer.openHome({ until: sees.ack });
    await settled();
    const first = viewer.home && read(viewer.home);
    now = new Date(NOW.getTime() + DAY_MS);
    await viewer.openHome({ until: sees.ack });
    await settled();

    expect(first?.split('\n')[2]).toBe(
      'New here? This is how the backups of your databases stand. In any channel, /backups show lets you pick one, and /backups show orders-db shows it at once.',
    );
    expect(first).not.toContain('doctor');
    expect(viewer.home && read(viewer.home)).not.toContain('New here?');
  });

  it('tells an admin how to see what is not in order yet', async () => {
    const admin = sandbox.slack.user(IDS.admin);
    await admin.openHome({ until: sees.ack });
    await settled();

    expect(admin.home && read(admin.home)).toContain('/backups doctor says what is not in order');
  });
});
