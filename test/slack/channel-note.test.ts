import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { createPostNote } from '../../src/slack/channel-note.ts';

const MESSAGE = { text: 'Digest set up', blocks: [] };

/** Posts to a Slack that gives one answer, and counts the calls. */
function poster(answer: () => Promise<Response>) {
  const calls: string[] = [];
  const client = new WebClient('xoxb-fake', {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    fetch: (url) => {
      calls.push(String(url instanceof Request ? url.url : url));
      return answer();
    },
  });
  return { post: createPostNote(client), calls };
}

describe('createPostNote', () => {
  it.each<[string, () => Promise<Response>, object]>([
    ['taken', async () => Response.json({ ok: true, ts: '1.1' }), { kind: 'posted' }],
    [
      'refused',
      async () => Response.json({ ok: false, error: 'not_in_channel' }),
      { kind: 'refused', error: 'not_in_channel' },
    ],
    [
      'too many',
      async () => new Response('', { status: 429, headers: { 'retry-after': '5' } }),
      { kind: 'refused', error: 'ratelimited' },
    ],
    ['lost', () => Promise.reject(new Error('reset')), { kind: 'unclear' }],
    ['broken', async () => new Response('', { status: 503 }), { kind: 'unclear' }],
  ])('says of a message that is %s what came of it, after one try', async (_, answer, outcome) => {
    const { post, calls } = poster(answer);

    expect(await post('C1', MESSAGE)).toEqual(outcome);
    expect(calls).toHaveLength(1);
  });
});
