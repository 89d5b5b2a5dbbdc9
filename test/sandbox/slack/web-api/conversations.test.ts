import { describe, expect, it } from 'vitest';
import { IDS } from '../../../../sandbox/slack.ts';
import { connect, refusalOf } from '../web-client.ts';

describe('conversations', () => {
  it('gives the history newest first, page by page, with metadata only for those who ask', async () => {
    const { client } = await connect();
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
    const { client } = await connect();
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

  it('goes on with the history where the page ended, whatever is said meanwhile', async () => {
    const { client } = await connect();
    const say = (text: string) => client.chat.postMessage({ channel: IDS.backups, text });
    for (const text of ['a', 'b', 'c']) await say(text);
    const read = (cursor?: string) =>
      client.conversations.history({ channel: IDS.backups, limit: 2, ...(cursor && { cursor }) });

    const cursor = (await read()).response_metadata?.next_cursor ?? '';
    await say('d');

    expect((await read(cursor)).messages?.map(({ text }) => text)).toEqual(['a']);
    expect(await refusalOf(read('elsewhere'))).toMatchObject({ error: 'invalid_cursor' });
  });

  it('bounds the replies by time, below the parent all the same', async () => {
    const { client } = await connect();
    const { ts = '' } = await client.chat.postMessage({ channel: IDS.backups, text: 'digest' });
    const sent: string[] = [];
    for (const text of ['a', 'b', 'c']) {
      const reply = { channel: IDS.backups, text, thread_ts: ts };
      sent.push((await client.chat.postMessage(reply)).ts ?? '');
    }
    const [oldest = '', , latest = ''] = sent;

    const bounds = { channel: IDS.backups, ts, oldest, latest };
    const { messages } = await client.conversations.replies(bounds);

    expect(messages?.map(({ text }) => text)).toEqual(['digest', 'b']);
  });

  it('keeps replies in their thread, below the parent', async () => {
    const { client } = await connect();
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
    const { client } = await connect();

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
