import { describe, expect, it } from 'vitest';
import type { ChannelChange } from '../../../../sandbox/slack/acts/channel.ts';
import { IDS } from '../../../../sandbox/slack.ts';
import { connect, divider, errorOf, MANIFEST, plain, refusalOf } from '../web-client.ts';

describe('chat', () => {
  it('posts, updates and deletes a message, keeping its metadata', async () => {
    const { client, slack } = await connect();
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
    const { client, slack } = await connect();

    const seen: unknown[] = [];
    for (const text of ['a', 'b', 'c']) {
      seen.push((await client.chat.postMessage({ channel: IDS.backups, text })).ts);
    }

    expect(new Set(seen).size).toBe(3);
    expect(slack.timeline(IDS.backups).map(({ ts }) => ts)).toEqual(seen);
  });

  it('fills in the ids that a message left out', async () => {
    const { client } = await connect();
    const blocks = [{ type: 'actions', elements: [{ type: 'button', text: plain('Go') }] }];

    const { message } = await client.chat.postMessage({ channel: IDS.backups, text: 'a', blocks });

    expect(message?.blocks).toMatchObject([
      { block_id: expect.any(String), elements: [{ action_id: expect.any(String) }] },
    ]);
  });

  it('writes to a person who is named as the channel', async () => {
    const { client, slack } = await connect();

    const { channel } = await client.chat.postMessage({ channel: IDS.viewer, text: 'a' });
    const opened = await client.conversations.open({ users: IDS.viewer });

    expect(channel).toBe(slack.user(IDS.viewer).directMessages);
    expect(opened.channel?.id).toBe(channel);
  });

  it('shows an ephemeral message to its person only, out of reach of update and history', async () => {
    const { client, slack } = await connect();
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
    const { client, slack } = await connect();

    expect(await refusalOf(client.apiCall('chat.postMessage', { ...args }))).toMatchObject(refusal);
    expect(slack.timeline(IDS.backups)).toEqual([]);
  });

  it('refuses tables in an old workspace, and takes them again in a new one', async () => {
    const { client, slack } = await connect({ oldWorkspace: true });
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
    const { client, slack } = await connect({ manifest: MANIFEST });
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
    const { client, slack } = await connect();
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
    const { slack } = await connect();
    const admin = slack.user(IDS.admin);
    admin.changeChannel(IDS.backups, { kind: 'archive' });

    expect(() => admin.say('hello')).toThrow('archived');
    expect(() => admin.command('/backups')).toThrow('archived');
  });

  it('shows nothing in a channel to somebody who is not in it', async () => {
    const { client } = await connect();
    const place = { channel: IDS.dbOncall, user: IDS.guest, text: 'a' };

    expect(await refusalOf(client.chat.postEphemeral(place))).toMatchObject({
      error: 'user_not_in_channel',
    });
  });

  it.each([
    { characters: 4000, answer: { ok: true } },
    { characters: 4001, answer: { error: 'msg_too_long' } },
  ])('takes an update of $characters characters: $answer', async ({ characters, answer }) => {
    const { client } = await connect();
    const { ts = '' } = await client.chat.postMessage({ channel: IDS.backups, text: 'a' });
    const text = 'x'.repeat(characters);

    expect(await refusalOf(client.chat.update({ channel: IDS.backups, ts, text }))).toMatchObject(
      answer,
    );
  });

  it('changes only what the bot itself wrote', async () => {
    const { client, slack } = await connect();
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
    const { client } = await connect();
    const { ts = '' } = await client.chat.postMessage({ channel: IDS.backups, text: 'a' });

    const { permalink } = await client.chat.getPermalink({ channel: IDS.backups, message_ts: ts });

    expect(permalink).toBe(`https://sandbox.slack.com/archives/${IDS.backups}/p1795240800000000`);
  });
});
