import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { IDS } from '../../../../sandbox/slack.ts';
import { connect, refusalOf } from '../web-client.ts';

describe('people', () => {
  it.each([
    { user: IDS.admin, facts: { is_admin: true, tz: 'Europe/Berlin', tz_offset: 3600 } },
    { user: IDS.viewer, facts: { tz: 'Asia/Kolkata', tz_offset: 19_800 } },
    { user: IDS.operator, facts: { tz: 'America/New_York', tz_offset: -18_000 } },
    { user: IDS.guest, facts: { is_restricted: true } },
    { user: IDS.otherBot, facts: { is_bot: true } },
    { user: IDS.outsider, facts: { team_id: IDS.otherTeam, is_stranger: true } },
  ])('$user is known', async ({ user, facts }) => {
    const { client } = await connect();

    expect((await client.users.info({ user })).user).toMatchObject({ id: user, ...facts });
  });

  it('are listed, and stand in groups', async () => {
    const { client } = await connect();

    const everyone = await client.users.list({});
    const groups = await client.usergroups.list({ include_users: true });
    const oncall = await client.usergroups.users.list({ usergroup: IDS.oncall });

    expect(everyone.members).toHaveLength(7);
    expect(groups.usergroups).toMatchObject([
      { handle: 'db-admins', users: [IDS.admin] },
      { handle: 'oncall' },
    ]);
    expect(oncall.users).toEqual([IDS.operator, IDS.admin]);
  });

  it.each([
    { call: (client: WebClient) => client.users.info({ user: 'U404' }), error: 'user_not_found' },
    {
      call: (client: WebClient) => client.usergroups.users.list({ usergroup: 'S404' }),
      error: 'no_such_subteam',
    },
  ])('who do not exist are $error', async ({ call, error }) => {
    const { client } = await connect();

    expect(await refusalOf(call(client))).toMatchObject({ error });
  });
});
