import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChannelChange } from '../../../sandbox/slack/acts/channel.ts';
import { IDS, type SandboxSlack, type SlackOptions } from '../../../sandbox/slack.ts';
import type { ManualTime } from '../manual-timers.ts';
import { startWorkspace, TOKENS } from '../sandbox-app.ts';

let slack: SandboxSlack;
let time: ManualTime;

afterEach(() => slack.close());

/** Starts a workspace and gives the official client for it, which tries everything once. */
async function connect(options: Partial<SlackOptions> = {}, token = TOKENS.botToken) {
  ({ slack, time } = await startWorkspace(options));
  return clientFor(token);
}

function clientFor(token: string): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });
}

/** Refusals are what these tests are about; nobody needs to read them in the log too. */
const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** Slack's name of the refusal. */
async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    return error instanceof Error && 'data' in error ? error.data : error;
  }
}

/** Its name alone; `none` where the call was taken. */
async function errorOf(call: Promise<unknown>): Promise<unknown> {
  const answer = await refusalOf(call);
  return typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : 'none';
}

/** Scopes as the bot has them: it may read what it is in, and post nowhere else. */
const MANIFEST = {
  oauth_config: {
    scopes: {
      bot: ['chat:write', 'channels:read', 'groups:read', 'channels:history', 'groups:history'],
    },
  },
};

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const divider = { type: 'divider' as const };
const VIEW = { type: 'modal' as const, title: plain('A'), blocks: [divider] };

describe('tokens', () => {
  it.each([
    { token: TOKENS.botToken, error: undefined },
    { token: 'xoxb-somebody-else', error: 'invalid_auth' },
    { token: TOKENS.appToken, error: 'not_allowed_token_type' },
    { token: '', error: 'not_authed' },
  ])('"$token" gets $error', async ({ token, error }) => {
    const client = await connect({}, token);

    expect(await refusalOf(client.auth.test())).toMatchObject(
      error === undefined ? { ok: true, user_id: IDS.bot, team_id: IDS.team } : { error },
    );
  });

  it('are worth nothing once revoked', async () => {
    const client = await connect();

    slack.set({ tokenRevoked: true });

    expect(await refusalOf(client.auth.test())).toMatchObject({ error: 'token_revoked' });
  });

  it('open a connection only for the app', async () => {
    const client = await connect();

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
    const client = await connect({ manifest });

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
    const client = await connect({ manifest, declinedScopes: ['channels:history'] });

    expect(await refusalOf(client.conversations.history({ channel: IDS.backups }))).toMatchObject({
      error: 'missing_scope',
      needed: 'channels:history',
    });
  });

  it('decide whether the bot may write where it is no member', async () => {
    const client = await connect({ manifest });

    expect(
      await refusalOf(client.chat.postMessage({ channel: IDS.general, text: 'a' })),
    ).toMatchObject({ error: 'not_in_channel' });
  });
});

describe('chat', () => {
  it('posts, updates and deletes a message, keeping its metadata', async () => {
    const client = await connect();
    const metadata = { event_type: 'digest', event_payload: { date: '2026-11-21' } };

    const { ts = '' } = await client.chat.postMessage({
      channel: IDS.backups,
      text: 'a',
      blocks: [divider],
      metadata,
    });
    await client.chat.update({ channel: IDS.backups, ts, text: 'b' });
    const [updated] = slack.timeline(IDS.backups);
    await client.chat.delete({ channel: IDS.backups, ts });

    expect(ts).toBe('1795240800.000000');
    expect(updated).toMatchObject({ text: 'b', blocks: [], metadata });
    expect(slack.timeline(IDS.backups)).toEqual([]);
  });

  it('gives every message a later timestamp while the clock stands still', async () => {
    const client = await connect();

    const seen: unknown[] = [];
    for (const text of ['a', 'b', 'c']) {
      seen.push((await client.chat.postMessage({ channel: IDS.backups, text })).ts);
    }

    expect(new Set(seen).size).toBe(3);
    expect(slack.timeline(IDS.backups).map(({ ts }) => ts)).toEqual(seen);
  });

  it('fills in the ids that a message left out', async () => {
    const client = await connect();
    const blocks = [{ type: 'actions', elements: [{ type: 'button', text: plain('Go') }] }];

    const { message } = await client.chat.postMessage({ channel: IDS.backups, text: 'a', blocks });

    expect(message?.blocks).toMatchObject([
      { block_id: expect.any(String), elements: [{ action_id: expect.any(String) }] },
    ]);
  });

  it('writes to a person who is named as the channel', async () => {
    const client = await connect();

    const { channel } = await client.chat.postMessage({ channel: IDS.viewer, text: 'a' });
    const opened = await client.conversations.open({ users: IDS.viewer });

    expect(channel).toBe(slack.user(IDS.viewer).directMessages);
    expect(opened.channel?.id).toBe(channel);
  });

  it('shows an ephemeral message to its person only, out of reach of update and history', async () => {
    const client = await connect();
    const place = { channel: IDS.backups, text: 'a' };

    const { message_ts: ts = '' } = await client.chat.postEphemeral({ ...place, user: IDS.viewer });

    expect(slack.timeline(IDS.backups, IDS.viewer)).toMatchObject([{ ts, onlyFor: IDS.viewer }]);
    expect(slack.timeline(IDS.backups, IDS.admin)).toEqual([]);
    expect(await refusalOf(client.chat.update({ ...place, ts }))).toMatchObject({
      error: 'message_not_found',
    });
  });

  it.each<[string, object, object]>([
    [
      'a channel that does not exist',
      { channel: 'C0NOWHERE1', text: 'a' },
      { error: 'channel_not_found' },
    ],
    ['no text', { channel: IDS.backups, blocks: [divider] }, { error: 'no_text' }],
    ['blank text', { channel: IDS.backups, text: ' \n' }, { error: 'no_text' }],
    [
      'too much text',
      { channel: IDS.backups, text: 'x'.repeat(40_001) },
      { error: 'msg_too_long' },
    ],
    [
      'blocks that are none',
      { channel: IDS.backups, text: 'a', blocks: 'divider' },
      { error: 'invalid_blocks_format' },
    ],
    [
      'metadata of another shape',
      { channel: IDS.backups, text: 'a', metadata: { a: 1 } },
      { error: 'invalid_metadata_schema' },
    ],
    [
      'a thread that does not exist',
      { channel: IDS.backups, text: 'a', thread_ts: '1.000000' },
      { error: 'thread_not_found' },
    ],
    [
      'an unknown block',
      { channel: IDS.backups, text: 'a', blocks: [{ type: 'marquee' }] },
      {
        error: 'invalid_blocks',
        errors: ['unsupported type: marquee [json-pointer:/blocks/0/type]'],
        response_metadata: {
          messages: ['[ERROR] unsupported type: marquee [json-pointer:/blocks/0/type]'],
        },
      },
    ],
  ])('refuses %s', async (_name, args, refusal) => {
    const client = await connect();

    expect(await refusalOf(client.apiCall('chat.postMessage', { ...args }))).toMatchObject(refusal);
    expect(slack.timeline(IDS.backups)).toEqual([]);
  });

  it('refuses tables in an old workspace, and takes them again in a new one', async () => {
    const client = await connect({ oldWorkspace: true });
    const rows = [[{ type: 'raw_text' as const, text: 'a' }]];
    const message = { channel: IDS.backups, text: 'a', blocks: [{ type: 'table' as const, rows }] };

    const refused = await refusalOf(client.chat.postMessage(message));
    slack.set({ oldWorkspace: false });
    const taken = await client.chat.postMessage(message);

    expect(refused).toMatchObject({ error: 'invalid_blocks' });
    expect(taken.ok).toBe(true);
  });

  it.each<{ state: string; changes: ChannelChange[]; answers: Record<string, string> }>([
    {
      state: 'archived',
      changes: [{ kind: 'archive' }],
      answers: { post: 'is_archived', edit: 'is_inactive', history: 'none', info: 'none' },
    },
    {
      state: 'unarchived, which leaves the bot outside',
      changes: [{ kind: 'archive' }, { kind: 'unarchive' }],
      answers: { post: 'not_in_channel', edit: 'none', history: 'not_in_channel' },
    },
    {
      state: 'unarchived as a private one, which keeps its members',
      changes: [{ kind: 'makePrivate' }, { kind: 'archive' }, { kind: 'unarchive' }],
      answers: { post: 'none', edit: 'none', history: 'none', info: 'none' },
    },
    {
      state: 'deleted',
      changes: [{ kind: 'delete' }],
      answers: {
        post: 'channel_not_found',
        edit: 'channel_not_found',
        history: 'channel_not_found',
        info: 'channel_not_found',
      },
    },
    {
      state: 'private with the bot in it',
      changes: [{ kind: 'makePrivate' }],
      answers: { post: 'none', edit: 'none', history: 'none', info: 'none' },
    },
    {
      state: 'private without the bot',
      changes: [{ kind: 'makePrivate' }, { kind: 'removeBot' }],
      answers: { post: 'channel_not_found', edit: 'channel_not_found', info: 'channel_not_found' },
    },
    {
      state: 'public again, from outside',
      changes: [{ kind: 'makePrivate' }, { kind: 'removeBot' }, { kind: 'makePublic' }],
      answers: { post: 'not_in_channel', history: 'not_in_channel', info: 'none' },
    },
    {
      state: 'renamed',
      changes: [{ kind: 'rename', name: 'db-backups' }],
      answers: { post: 'none', edit: 'none', history: 'none', info: 'none' },
    },
  ])('answers a channel that is $state', async ({ changes, answers }) => {
    const client = await connect({ manifest: MANIFEST });
    const channel = IDS.backups;
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'a' });
    for (const change of changes) slack.user(IDS.admin).changeChannel(channel, change);

    const said = {
      post: await errorOf(client.chat.postMessage({ channel, text: 'b' })),
      edit: await errorOf(client.chat.update({ channel, ts, text: 'c' })),
      history: await errorOf(client.conversations.history({ channel })),
      info: await errorOf(client.conversations.info({ channel })),
    };

    expect(said).toMatchObject(answers);
  });

  it('tells what a channel has become', async () => {
    const client = await connect();
    const admin = slack.user(IDS.admin);
    admin.changeChannel(IDS.backups, { kind: 'rename', name: 'db-backups' });
    admin.changeChannel(IDS.backups, { kind: 'makePrivate' });
    admin.changeChannel(IDS.dbOncall, { kind: 'archive' });

    const [backups, oncall] = await Promise.all(
      [IDS.backups, IDS.dbOncall].map((channel) => client.conversations.info({ channel })),
    );

    expect(backups?.channel).toMatchObject({
      id: IDS.backups,
      name: 'db-backups',
      is_private: true,
      is_member: true,
    });
    expect(oncall?.channel).toMatchObject({ name: 'db-oncall', is_archived: true });
  });

  it('lets nobody type in an archived channel', async () => {
    await connect();
    const admin = slack.user(IDS.admin);
    admin.changeChannel(IDS.backups, { kind: 'archive' });

    expect(() => admin.say('hello')).toThrow('archived');
    expect(() => admin.command('/backups')).toThrow('archived');
  });

  it('shows nothing in a channel to somebody who is not in it', async () => {
    const client = await connect();
    const place = { channel: IDS.dbOncall, user: IDS.guest, text: 'a' };

    expect(await refusalOf(client.chat.postEphemeral(place))).toMatchObject({
      error: 'user_not_in_channel',
    });
  });

  it.each([
    { characters: 4000, answer: { ok: true } },
    { characters: 4001, answer: { error: 'msg_too_long' } },
  ])('takes an update of $characters characters: $answer', async ({ characters, answer }) => {
    const client = await connect();
    const { ts = '' } = await client.chat.postMessage({ channel: IDS.backups, text: 'a' });
    const text = 'x'.repeat(characters);

    expect(await refusalOf(client.chat.update({ channel: IDS.backups, ts, text }))).toMatchObject(
      answer,
    );
  });

  it('changes only what the bot itself wrote', async () => {
    const client = await connect();
    const { ts } = slack.user(IDS.admin).say('mine');

    const place = { channel: IDS.backups, ts };

    expect(await refusalOf(client.chat.update({ ...place, text: 'a' }))).toMatchObject({
      error: 'cant_update_message',
    });
    expect(await refusalOf(client.chat.delete(place))).toMatchObject({
      error: 'cant_delete_message',
    });
  });

  it('links to a message', async () => {
    const client = await connect();
    const { ts = '' } = await client.chat.postMessage({ channel: IDS.backups, text: 'a' });

    const { permalink } = await client.chat.getPermalink({ channel: IDS.backups, message_ts: ts });

    expect(permalink).toBe(`https://sandbox.slack.com/archives/${IDS.backups}/p1795240800000000`);
  });
});

describe('conversations', () => {
  it('gives the history newest first, page by page, with metadata only for those who ask', async () => {
    const client = await connect();
    const metadata = { event_type: 'digest', event_payload: { n: 1 } };
    for (const text of ['a', 'b', 'c']) {
      await client.chat.postMessage({ channel: IDS.backups, text, metadata });
    }

    const first = await client.conversations.history({ channel: IDS.backups, limit: 2 });
    const cursor = first.response_metadata?.next_cursor ?? '';
    const rest = await client.conversations.history({
      channel: IDS.backups,
      limit: 2,
      cursor,
      include_all_metadata: true,
    });

    expect(first.messages?.map(({ text }) => text)).toEqual(['c', 'b']);
    expect(first.has_more).toBe(true);
    expect(first.messages?.[0]).not.toHaveProperty('metadata');
    expect(rest).toMatchObject({ has_more: false, messages: [{ text: 'a', metadata }] });
  });

  it('bounds the history by time, with and without the bounds', async () => {
    const client = await connect();
    const sent: string[] = [];
    for (const text of ['a', 'b', 'c']) {
      sent.push((await client.chat.postMessage({ channel: IDS.backups, text })).ts ?? '');
    }
    const [oldest = '', , latest = ''] = sent;
    const between = async (inclusive: boolean) => {
      const bounds = { channel: IDS.backups, oldest, latest, inclusive };
      return (await client.conversations.history(bounds)).messages?.map(({ text }) => text);
    };

    expect(await between(false)).toEqual(['b']);
    expect(await between(true)).toEqual(['c', 'b', 'a']);
  });

  it('keeps replies in their thread, below the parent', async () => {
    const client = await connect();
    const { ts = '' } = await client.chat.postMessage({ channel: IDS.backups, text: 'digest' });
    const reply = { channel: IDS.backups, text: 'details' };
    const { ts: first } = await client.chat.postMessage({ ...reply, thread_ts: ts });
    await client.chat.postMessage({ ...reply, text: 'more', thread_ts: first ?? '' });

    const history = await client.conversations.history({ channel: IDS.backups });
    const replies = await client.conversations.replies({ channel: IDS.backups, ts });

    expect(history.messages).toMatchObject([{ text: 'digest', reply_count: 2 }]);
    expect(replies.messages?.map(({ text }) => text)).toEqual(['digest', 'details', 'more']);
  });

  it('tells about channels and their members, and lets the bot join', async () => {
    const client = await connect();

    const before = await client.conversations.info({ channel: IDS.general });
    const refused = await refusalOf(client.conversations.history({ channel: IDS.general }));
    await client.conversations.join({ channel: IDS.general });
    const after = await client.conversations.info({ channel: IDS.general });
    const { members } = await client.conversations.members({ channel: IDS.general });
    const { channels } = await client.conversations.list({ types: 'public_channel' });

    expect(before.channel).toMatchObject({ name: 'general', is_member: false });
    expect(refused).toMatchObject({ error: 'not_in_channel' });
    expect(after.channel).toMatchObject({ is_member: true });
    expect(members).toContain(IDS.bot);
    expect(channels?.map(({ name }) => name)).toEqual(['backups', 'db-oncall', 'general']);
  });
});

describe('people', () => {
  it.each([
    { user: IDS.admin, facts: { is_admin: true, tz: 'Europe/Berlin', tz_offset: 3600 } },
    { user: IDS.viewer, facts: { tz: 'Asia/Kolkata', tz_offset: 19_800 } },
    { user: IDS.operator, facts: { tz: 'America/New_York', tz_offset: -18_000 } },
    { user: IDS.guest, facts: { is_restricted: true } },
    { user: IDS.otherBot, facts: { is_bot: true } },
    { user: IDS.outsider, facts: { team_id: IDS.otherTeam, is_stranger: true } },
  ])('$user is known', async ({ user, facts }) => {
    const client = await connect();

    expect((await client.users.info({ user })).user).toMatchObject({ id: user, ...facts });
  });

  it('are listed, and stand in groups', async () => {
    const client = await connect();

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
    const client = await connect();

    expect(await refusalOf(call(client))).toMatchObject({ error });
  });
});

describe('views', () => {
  /** A trigger as a command hands it out; nobody is connected, which does not matter here. */
  async function trigger(): Promise<string> {
    const since = slack.events().length;
    await slack.user(IDS.admin).command('/backups');
    const sent = slack.events(since).find((event) => event.type === 'sent');
    return String(sent?.type === 'sent' && sent.payload['trigger_id']);
  }

  it('open once with a trigger', async () => {
    const client = await connect();
    const trigger_id = await trigger();

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
    const client = await connect();
    const trigger_id = await trigger();

    time.advance(ms);

    const answer = await refusalOf(client.views.open({ trigger_id, view: VIEW }));
    expect(answer).toMatchObject(error === undefined ? { ok: true } : { error });
  });

  it('do not open with a trigger that nobody handed out', async () => {
    const client = await connect();

    expect(
      await refusalOf(client.views.open({ trigger_id: '1.2.three', view: VIEW })),
    ).toMatchObject({ error: 'invalid_trigger_id' });
  });

  it('do not use up the trigger when the view is refused', async () => {
    const client = await connect();
    const trigger_id = await trigger();
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
    const client = await connect();
    const trigger_id = await trigger();
    const text = { type: 'mrkdwn' as const, text: 'x'.repeat(2990) };
    const blocks = Array.from({ length: 90 }, () => ({ type: 'section' as const, text }));

    const answer = await refusalOf(client.views.open({ trigger_id, view: { ...VIEW, blocks } }));

    expect(answer).toMatchObject({ error: 'view_too_large' });
  });

  it('are found by their external id, which is unique', async () => {
    const client = await connect();
    const view = { ...VIEW, external_id: 'form-1' };
    await client.views.open({ trigger_id: await trigger(), view });

    const again = await refusalOf(client.views.open({ trigger_id: await trigger(), view }));
    const updated = await client.views.update({ external_id: 'form-1', view });

    expect(again).toMatchObject({ error: 'duplicate_external_id' });
    expect(updated.view).toMatchObject({ external_id: 'form-1' });
  });

  it('refuse an update from a stale hash', async () => {
    const client = await connect();
    const opened = await client.views.open({ trigger_id: await trigger(), view: VIEW });
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
    const client = await connect();
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
    const client = await connect({ manifest: {} });
    const home = { user_id: IDS.viewer, view: { type: 'home' as const, blocks: [divider] } };

    expect(await refusalOf(client.views.publish(home))).toMatchObject({ error: 'not_enabled' });
  });
});

describe('blocks.validate', () => {
  it('judges blocks without a token and posts nothing', async () => {
    const client = await connect({}, '');

    const taken = await client.blocks.validate({ blocks: [divider] });
    const refused = await refusalOf(
      client.apiCall('blocks.validate', {
        view: { ...VIEW, blocks: [{ type: 'table', rows: [] }] },
      }),
    );

    expect(taken.ok).toBe(true);
    expect(refused).toMatchObject({
      error: 'invalid_view',
      errors: [{ pointer: '/view/blocks/0/type', code: 'unsupported_type', field: 'type' }],
    });
  });
});

describe('a method that does not exist', () => {
  it.each(['chat.shout', 'constructor', 'toString'])('%s is unknown', async (method) => {
    const client = await connect();

    expect(await refusalOf(client.apiCall(method))).toMatchObject({ error: 'unknown_method' });
  });
});

describe('faults', () => {
  const post = (client: WebClient) => client.chat.postMessage({ channel: IDS.backups, text: 'a' });

  it('limits the rate of one method, with the time to wait', async () => {
    const client = await connect();
    slack.faults.add('chat.postMessage', { kind: 'rate_limited', retryAfterSeconds: 7 }, 1);

    const limited = await refusalOf(post(client));
    const other = await client.auth.test();
    const later = await post(client);

    expect(limited).toMatchObject({ retryAfter: 7 });
    expect([other.ok, later.ok]).toEqual([true, true]);
    expect(slack.events().find(({ type }) => type === 'api')).toMatchObject({
      method: 'chat.postMessage',
      status: 429,
      fault: 'rate_limited',
    });
  });

  it.each([
    { fault: { kind: 'http', status: 500 } as const, seen: { statusCode: 500 }, posted: 0 },
    {
      fault: { kind: 'error', error: 'fatal_error' } as const,
      seen: { error: 'fatal_error' },
      posted: 0,
    },
    { fault: { kind: 'cut' } as const, seen: { code: 'slack_webapi_request_error' }, posted: 0 },
    {
      fault: { kind: 'lost_answer' } as const,
      seen: { code: 'slack_webapi_request_error' },
      posted: 1,
    },
  ])('$fault.kind leaves $posted messages behind', async ({ fault, seen, posted }) => {
    const client = await connect();
    slack.faults.add('*', fault);

    expect(await refusalOf(post(client))).toMatchObject(seen);
    expect(slack.timeline(IDS.backups)).toHaveLength(posted);

    slack.faults.clear();
    expect(await post(client)).toMatchObject({ ok: true });
  });

  it('answers late, having done the work at once', async () => {
    const client = await connect();
    slack.faults.add('chat.postMessage', { kind: 'slow', ms: 30_000 });

    const answer = post(client);
    await slack.waitFor(({ type }) => type === 'api', 1000);
    const posted = slack.timeline(IDS.backups).length;
    time.advance(30_000);

    expect(posted).toBe(1);
    expect(await answer).toMatchObject({ ok: true });
  });
});
