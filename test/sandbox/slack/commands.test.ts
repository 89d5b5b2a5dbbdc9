import { describe, expect, it } from 'vitest';
import { IDS, messageOf, sees } from '../../../sandbox/slack.ts';
import { manualTime } from '../manual-timers.ts';
import { join } from './an-app.ts';

describe('a slash command', () => {
  it('is answered for the person alone who typed it', async () => {
    const { slack } = await join((app) =>
      app.command('/backups', async ({ ack, respond, command }) => {
        await ack();
        await respond({ text: `${command.user_id} in ${command.channel_id}: ${command.text}` });
      }),
    );

    const seen = await slack
      .user(IDS.viewer)
      .command('/backups', ' help ', { channel: IDS.general });

    expect(messageOf(seen)).toMatchObject({
      text: `${IDS.viewer} in ${IDS.general}: help`,
      onlyFor: IDS.viewer,
      channel: IDS.general,
    });
    expect(slack.timeline(IDS.general, IDS.viewer)).toHaveLength(1);
    expect(slack.timeline(IDS.general, IDS.admin)).toEqual([]);
  });

  it.each([
    { response_type: 'ephemeral' as const, type: 'ephemeral' },
    { response_type: 'in_channel' as const, type: 'message' },
  ])(
    'can be answered within its acknowledgement, $response_type',
    async ({ response_type, type }) => {
      const { slack } = await join((app) =>
        app.command('/backups', async ({ ack }) => ack({ response_type, text: 'at once' })),
      );

      expect(await slack.user(IDS.admin).command('/backups')).toMatchObject({
        type,
        message: { text: 'at once' },
      });
    },
  );

  it('shows what Slack says when nobody acknowledges within three seconds', async () => {
    let late: (() => Promise<void>) | undefined;
    const { slack, time } = await join((app) =>
      app.command('/backups', async ({ ack }) => {
        late = () => ack('too late');
        time.advance(3000);
      }),
    );

    const seen = await slack.user(IDS.admin).command('/backups');
    await late?.();
    const ack = await slack.waitFor(sees.ack, 1000, seen.seq);

    expect(seen).toMatchObject({
      type: 'notice',
      error: 'operation_timeout',
      text: '/backups failed with the error "operation_timeout"',
    });
    expect(ack).toMatchObject({ late: true });
    expect(slack.timeline(IDS.backups, IDS.admin)).toEqual([]);
  });

  it('comes to the app as often as it is delivered, with the same payload', async () => {
    const triggers: string[] = [];
    const { slack } = await join((app) =>
      app.command('/backups', async ({ ack, command }) => {
        triggers.push(command.trigger_id);
        await ack();
      }),
    );
    const ada = slack.user(IDS.admin);

    const { seq } = await ada.command('/backups', '', { copies: 2, until: sees.ack });
    await slack.waitFor((event) => event.type === 'ack' && event.seq > seq, 1000, seq);
    const [sent] = slack.acks();
    slack.repeat(sent?.envelopeId ?? '');
    await slack.waitFor(() => slack.acks().length === 3, 1000);

    expect(triggers).toHaveLength(3);
    expect(new Set(triggers).size).toBe(1);
  });

  it('leads to its own answer, also when a person types many at once', async () => {
    const { slack } = await join((app) =>
      app.command('/backups', async ({ ack, respond, command }) => {
        await ack();
        await respond({ text: `answer ${command.text}` });
      }),
    );
    const ada = slack.user(IDS.admin);
    const numbers = Array.from({ length: 50 }, (_, number) => String(number));

    const seen = await Promise.all(numbers.map((number) => ada.command('/backups', number)));

    expect(seen.map((event) => messageOf(event).text)).toEqual(
      numbers.map((number) => `answer ${number}`),
    );
  });

  it('names another workspace, enterprise and app when the test says so', async () => {
    const origin = { teamId: 'T0FOREIGN1', enterpriseId: 'E0FOREIGN1', appId: 'A0FOREIGN1' };
    const { slack } = await join((app) => app.command('/backups', async ({ ack }) => ack()));

    await slack.user(IDS.admin).command('/backups', '', { origin, until: sees.ack });

    expect(slack.events().find(({ type }) => type === 'sent')).toMatchObject({
      payload: { team_id: 'T0FOREIGN1', enterprise_id: 'E0FOREIGN1', api_app_id: 'A0FOREIGN1' },
    });
  });

  it('is unknown when the manifest does not name it', async () => {
    const manifest = { features: { slash_commands: [{ command: '/backups' }] } };
    const { slack } = await join(() => {}, { manifest });

    expect(await slack.user(IDS.admin).command('/backup')).toMatchObject({
      text: '/backup is not a valid command.',
    });
  });

  it('measures every acknowledgement', async () => {
    let clock = 0;
    const { slack } = await join(
      (app) =>
        app.command('/backups', async ({ ack }) => {
          clock += 120;
          await ack();
        }),
      { elapsed: () => clock },
    );

    await slack.user(IDS.admin).command('/backups', '', { until: sees.ack });

    expect(slack.acks()).toMatchObject([{ kind: 'slash_commands', ms: 120, late: false }]);
  });

  it('tells what was refused meanwhile when nothing is seen', async () => {
    const patience = manualTime(new Date(0));
    const { slack } = await join(
      (app) =>
        app.command('/backups', async ({ ack, respond }) => {
          await ack();
          await respond({ text: 'a', blocks: [{ type: 'marquee' }] }).catch(() => undefined);
        }),
      { waitTimers: patience.timers },
    );

    const waiting = slack.user(IDS.admin).command('/backups', '', { within: 50 });
    await slack.waitFor(({ type }) => type === 'api', 1000);
    patience.advance(50);

    await expect(waiting).rejects.toThrow(
      'ada saw nothing within 50 ms of /backups; meanwhile refused: response_url: invalid_blocks ["unsupported type: marquee [json-pointer:/blocks/0/type]"]',
    );
  });
});
