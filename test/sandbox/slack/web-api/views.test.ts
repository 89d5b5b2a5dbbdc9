import { describe, expect, it } from 'vitest';
import { IDS, type SandboxSlack } from '../../../../sandbox/slack.ts';
import { connect, divider, plain, refusalOf, VIEW } from '../web-client.ts';

describe('views', () => {
  /** A trigger as a command hands it out; nobody is connected, which does not matter here. */
  async function trigger(slack: SandboxSlack): Promise<string> {
    const since = slack.events().length;
    await slack.user(IDS.admin).command('/backups');
    const sent = slack.events(since).find((event) => event.type === 'sent');
    return String(sent?.type === 'sent' && sent.payload['trigger_id']);
  }

  it('open once with a trigger', async () => {
    const { client, slack } = await connect();
    const trigger_id = await trigger(slack);

    const { view } = await client.views.open({ trigger_id, view: VIEW });

    expect(view).toMatchObject({ type: 'modal', title: { text: 'A' }, app_id: IDS.app });
    expect(slack.user(IDS.admin).modal).toMatchObject([{ id: view?.id }]);
    expect(await refusalOf(client.views.open({ trigger_id, view: VIEW }))).toMatchObject({
      error: 'exchanged_trigger_id',
    });
  });

  it.each([
    { ms: 3000, error: undefined },
    { ms: 3001, error: 'expired_trigger_id' },
  ])('open within three seconds, after $ms ms: $error', async ({ ms, error }) => {
    const { client, slack, time } = await connect();
    const trigger_id = await trigger(slack);

    time.advance(ms);

    const answer = await refusalOf(client.views.open({ trigger_id, view: VIEW }));
    expect(answer).toMatchObject(error === undefined ? { ok: true } : { error });
  });

  it('do not open with a trigger that nobody handed out', async () => {
    const { client } = await connect();

    expect(
      await refusalOf(client.views.open({ trigger_id: '1.2.three', view: VIEW })),
    ).toMatchObject({ error: 'invalid_trigger_id' });
  });

  it('do not use up the trigger when the view is refused', async () => {
    const { client, slack } = await connect();
    const trigger_id = await trigger(slack);
    const long = { ...VIEW, title: plain('x'.repeat(25)) };

    const refused = await refusalOf(client.views.open({ trigger_id, view: long }));
    const opened = await client.views.open({ trigger_id, view: VIEW });

    expect(refused).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
      },
    });
    expect(opened.ok).toBe(true);
  });

  it('are not taken above 250 KB', async () => {
    const { client, slack } = await connect();
    const trigger_id = await trigger(slack);
    const text = { type: 'mrkdwn' as const, text: 'x'.repeat(2990) };
    const blocks = Array.from({ length: 90 }, () => ({ type: 'section' as const, text }));

    const answer = await refusalOf(client.views.open({ trigger_id, view: { ...VIEW, blocks } }));

    expect(answer).toMatchObject({ error: 'view_too_large' });
  });

  it('are found by their external id, which is unique', async () => {
    const { client, slack } = await connect();
    const view = { ...VIEW, external_id: 'form-1' };
    await client.views.open({ trigger_id: await trigger(slack), view });

    const again = await refusalOf(client.views.open({ trigger_id: await trigger(slack), view }));
    const updated = await client.views.update({ external_id: 'form-1', view });

    expect(again).toMatchObject({ error: 'duplicate_external_id' });
    expect(updated.view).toMatchObject({ external_id: 'form-1' });
  });

  it('refuse an update from a stale hash', async () => {
    const { client, slack } = await connect();
    const opened = await client.views.open({ trigger_id: await trigger(slack), view: VIEW });
    const { id: view_id = '', hash = '' } = opened.view ?? {};

    await client.views.update({ view_id, hash, view: VIEW });

    expect(await refusalOf(client.views.update({ view_id, hash, view: VIEW }))).toMatchObject({
      error: 'hash_conflict',
    });
    expect(await refusalOf(client.views.update({ view_id: 'V404', view: VIEW }))).toMatchObject({
      error: 'not_found',
    });
  });

  it('keep home tabs apart by person, and refuse a stale hash there too', async () => {
    const { client, slack } = await connect();
    const home = { user_id: IDS.viewer, view: { type: 'home' as const, blocks: [divider] } };

    const { view } = await client.views.publish(home);
    await client.views.publish({ ...home, hash: view?.hash ?? '' });

    expect(slack.user(IDS.viewer).home?.id).toBe(view?.id);
    expect(slack.user(IDS.admin).home).toBeUndefined();
    expect(
      await refusalOf(client.views.publish({ ...home, hash: view?.hash ?? '' })),
    ).toMatchObject({ error: 'hash_conflict' });
  });

  it('publish no home tab that the manifest does not have', async () => {
    const { client } = await connect({ manifest: {} });
    const home = { user_id: IDS.viewer, view: { type: 'home' as const, blocks: [divider] } };

    expect(await refusalOf(client.views.publish(home))).toMatchObject({ error: 'not_enabled' });
  });
});
