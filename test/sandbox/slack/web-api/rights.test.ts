import { describe, expect, it } from 'vitest';
import { IDS } from '../../../../sandbox/slack.ts';
import { TOKENS } from '../../sandbox-app.ts';
import { connect, refusalOf } from '../web-client.ts';

describe('tokens', () => {
  it.each([
    { token: TOKENS.botToken, error: undefined },
    { token: 'xoxb-somebody-else', error: 'invalid_auth' },
    { token: TOKENS.appToken, error: 'not_allowed_token_type' },
    { token: '', error: 'not_authed' },
  ])('"$token" gets $error', async ({ token, error }) => {
    const { client } = await connect({}, token);

    expect(await refusalOf(client.auth.test())).toMatchObject(
      error === undefined ? { ok: true, user_id: IDS.bot, team_id: IDS.team } : { error },
    );
  });

  it('are worth nothing once revoked', async () => {
    const { client, slack } = await connect();

    slack.set({ tokenRevoked: true });

    expect(await refusalOf(client.auth.test())).toMatchObject({ error: 'token_revoked' });
  });

  it('open a connection only for the app', async () => {
    const { client, clientFor } = await connect();

    expect(await refusalOf(client.apps.connections.open({}))).toMatchObject({
      error: 'not_allowed_token_type',
    });
    expect(await clientFor(TOKENS.appToken).apps.connections.open({})).toMatchObject({
      url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/link\//),
    });
  });
});

describe('scopes', () => {
  const manifest = {
    oauth_config: { scopes: { bot: ['commands', 'chat:write', 'channels:history', 'users:read'] } },
  };

  it('are those of the manifest, and every answer names them', async () => {
    const { client } = await connect({ manifest });

    const answer = await client.users.info({ user: IDS.viewer });
    const refusal = await refusalOf(client.usergroups.list());

    expect(answer.response_metadata).toMatchObject({
      scopes: ['commands', 'chat:write', 'channels:history', 'users:read'],
      acceptedScopes: ['users:read'],
    });
    expect(refusal).toMatchObject({
      error: 'missing_scope',
      needed: 'usergroups:read',
      provided: 'commands,chat:write,channels:history,users:read',
    });
  });

  it('can be declined where they are optional', async () => {
    const { client } = await connect({ manifest, declinedScopes: ['channels:history'] });

    expect(await refusalOf(client.conversations.history({ channel: IDS.backups }))).toMatchObject({
      error: 'missing_scope',
      needed: 'channels:history',
    });
  });

  it('decide whether the bot may write where it is no member', async () => {
    const { client } = await connect({ manifest });

    expect(
      await refusalOf(client.chat.postMessage({ channel: IDS.general, text: 'a' })),
    ).toMatchObject({ error: 'not_in_channel' });
  });
});
