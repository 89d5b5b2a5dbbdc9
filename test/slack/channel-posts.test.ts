import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IDS, type SandboxSlack, startSlack } from '../../sandbox/slack.ts';
import type { LookAnswer, PostRequest } from '../../src/domain/digests/posting.ts';
import { type ChannelPosts, createChannelPosts } from '../../src/slack/channel-posts.ts';
import { clientOptions } from '../../src/slack/connection/clients.ts';
import { createSlackLogger } from '../../src/slack/connection/slack-logger.ts';
import { SILENT } from '../fakes/log.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
/** Slack's `oldest` leaves out a message of that very moment. */
const SINCE = new Date('2026-11-21T09:58:00Z');
const BLOCKS = [{ type: 'section', text: { type: 'mrkdwn', text: 'words' } }];
const POST: PostRequest = {
  channelId: IDS.backups,
  text: 'words',
  blocks: BLOCKS,
  key: 'k1',
  part: 0,
  parts: 1,
};
const UNTIL = new Date('2026-11-21T11:00:00Z');
const LOOK = { channelId: IDS.backups, since: SINCE, until: UNTIL, key: 'k1' };

let slack: SandboxSlack;
let posts: ChannelPosts;

beforeEach(async () => {
  slack = await startSlack({ now: () => NOW, botToken: 'xoxb-fake', appToken: 'xapp-fake' });
  const client = new WebClient('xoxb-fake', clientOptions(slack.apiUrl, createSlackLogger(SILENT)));
  posts = createChannelPosts(client, IDS.bot);
});
afterEach(() => slack.close());

async function posted(post: PostRequest = POST): Promise<string> {
  const answer = await posts.post(post);
  if (answer.kind !== 'ok' || answer.ts === undefined) throw new Error(answer.kind);
  return answer.ts;
}

/** People talk. */
function chat(messages: number): void {
  for (let index = 0; index < messages; index += 1) slack.user(IDS.admin).say(`message ${index}`);
}

function reachedBy(answer: LookAnswer) {
  return answer.kind === 'unavailable' ? answer.reached : undefined;
}

describe('post', () => {
  it('posts with a key by which the message is found again', async () => {
    const ts = await posted();

    expect(await posts.look(LOOK)).toEqual({ kind: 'read', ts: [ts] });
  });

  it.each([
    [
      { kind: 'error', error: 'not_in_channel' },
      { kind: 'refused', code: 'not_in_channel' },
    ],
    [
      { kind: 'rate_limited', retryAfterSeconds: 7 },
      { kind: 'rate-limited', retryAfterMs: 7_000 },
    ],
    [
      { kind: 'http', status: 503 },
      { kind: 'no-answer', reason: 'Slack answered with status 503' },
    ],
    [{ kind: 'lost_answer' }, { kind: 'no-answer', reason: 'Slack did not answer' }],
    [{ kind: 'cut' }, { kind: 'no-answer', reason: 'Slack did not answer' }],
  ] as const)('tells %o apart', async (fault, answer) => {
    slack.faults.add('chat.postMessage', fault, 1);

    expect(await posts.post(POST)).toEqual(answer);
  });

  it('sends one request whatever comes back', async () => {
    slack.faults.add('chat.postMessage', { kind: 'lost_answer' }, 1);

    await posts.post(POST);

    expect(slack.timeline(IDS.backups)).toHaveLength(1);
  });
});

describe('update', () => {
  it('edits in place and keeps the key', async () => {
    const ts = await posted();

    expect(await posts.update({ ...POST, ts, text: 'other words' })).toMatchObject({ kind: 'ok' });

    expect(slack.timeline(IDS.backups)).toMatchObject([{ ts, text: 'other words' }]);
    expect(await posts.look(LOOK)).toEqual({ kind: 'read', ts: [ts] });
  });

  it('is refused for a message that is gone', async () => {
    const ts = await posted();
    await posts.remove(IDS.backups, ts);

    expect(await posts.update({ ...POST, ts })).toEqual({
      kind: 'refused',
      code: 'message_not_found',
    });
  });
});

describe('remove', () => {
  it('deletes the message, and is content when it is gone already', async () => {
    const ts = await posted();

    expect(await posts.remove(IDS.backups, ts)).toBe(true);
    expect(slack.timeline(IDS.backups)).toEqual([]);
    expect(await posts.remove(IDS.backups, ts)).toBe(true);
  });
});

describe('look', () => {
  it('finds a reply in its thread', async () => {
    const threadTs = await posted();
    const reply = await posted({ ...POST, key: 'k2', threadTs });

    expect(await posts.look({ ...LOOK, threadTs, key: 'k2' })).toEqual({
      kind: 'read',
      ts: [reply],
    });
  });

  it('passes over messages of others and those of another key', async () => {
    slack.user(IDS.admin).say('hello');
    await posted({ ...POST, key: 'k2' });

    expect(await posts.look(LOOK)).toEqual({ kind: 'read', ts: [] });
  });

  it('reads on over several pages', async () => {
    const first = await posted();
    chat(40);

    expect(await posts.look(LOOK)).toEqual({ kind: 'read', ts: [first] });
  });

  it.each([{ ok: true }, { ok: true, messages: null }])(
    'does not say "not there" where the answer is %j',
    async (answer) => {
      const client = Object.assign(new WebClient(), {
        conversations: { history: () => Promise.resolve(answer) },
      });

      expect(await createChannelPosts(client, IDS.bot).look(LOOK)).toEqual({ kind: 'unavailable' });
    },
  );

  it('does not say "not there" when there was more than it looked through, and goes on from there', async () => {
    const first = await posted();
    chat(100);

    const answer = await posts.look(LOOK);

    expect(answer).toMatchObject({ kind: 'unavailable', reached: { ts: [] } });
    // What is said meanwhile is no reason to look at anything twice, nor to pass over anything.
    chat(40);
    expect(await posts.look({ ...LOOK, reached: reachedBy(answer) })).toEqual({
      kind: 'read',
      ts: [first],
    });
  });

  it('keeps its place and what it found where Slack lets it read one page at a time', async () => {
    chat(20);
    const first = await posted();
    chat(10);
    slack.faults.add('conversations.history', { kind: 'slow', ms: 0 }, 1);
    slack.faults.add('conversations.history', { kind: 'rate_limited', retryAfterSeconds: 60 }, 2);

    const answer = await posts.look(LOOK);
    const again = await posts.look({ ...LOOK, reached: reachedBy(answer) });

    expect(answer).toMatchObject({
      kind: 'unavailable',
      retryAfterMs: 60_000,
      reached: { ts: [first] },
    });
    expect(again).toEqual(answer);
    expect(await posts.look({ ...LOOK, reached: reachedBy(again) })).toEqual({
      kind: 'read',
      ts: [first],
    });
  });

  it('begins anew where Slack does not know the place any more', async () => {
    slack.faults.add('conversations.history', { kind: 'error', error: 'invalid_cursor' }, 1);

    expect(await posts.look({ ...LOOK, reached: { cursor: 'gone', ts: ['1.1'] } })).toEqual({
      kind: 'unavailable',
    });
  });

  it('asks for nothing that was said after the time in which the message can have come', async () => {
    const parent = await posted();
    await posted({ ...POST, threadTs: parent });
    const until = new Date(NOW.getTime() - 1_000);

    expect(await posts.look({ ...LOOK, until })).toEqual({ kind: 'read', ts: [] });
    expect(await posts.look({ ...LOOK, until, key: 'k2', threadTs: parent })).toEqual({
      kind: 'read',
      ts: [],
    });
  });

  it.each([
    [{ kind: 'error', error: 'missing_scope' }, { kind: 'forbidden' }],
    [
      { kind: 'rate_limited', retryAfterSeconds: 60 },
      { kind: 'unavailable', retryAfterMs: 60_000 },
    ],
    [{ kind: 'cut' }, { kind: 'unavailable' }],
  ] as const)('tells %o apart', async (fault, answer) => {
    slack.faults.add('conversations.history', fault, 1);

    expect(await posts.look(LOOK)).toEqual(answer);
  });
});

it('knows that nothing was sent when nobody listens', async () => {
  await slack.close();

  expect(await posts.post(POST)).toEqual({
    kind: 'not-sent',
    reason: 'Slack could not be reached',
  });
  slack = await startSlack({ now: () => NOW, botToken: 'xoxb-fake', appToken: 'xapp-fake' });
});
