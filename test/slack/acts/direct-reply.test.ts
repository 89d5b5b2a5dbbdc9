import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { createDirectReply } from '../../../src/slack/acts/direct-reply.ts';
import type { SlackMessage } from '../../../src/slack/block-kit/message.ts';

const TABLE = [{ type: 'data_table' }] as unknown as SlackMessage['blocks'];
const PLAIN: SlackMessage['blocks'] = [{ type: 'divider' }];

/** A reply to one person whose Slack gives these answers, one after the other, and keeps what it is sent. */
function replyWith(...answers: object[]) {
  const sent: (string | null)[] = [];
  const client = new WebClient('xoxb-fake', {
    retryConfig: { retries: 0 },
    fetch: (_, request) => {
      const body = new URLSearchParams(typeof request?.body === 'string' ? request.body : '');
      expect([body.get('channel'), body.get('text')]).toEqual(['U1', 'All is well']);
      sent.push(body.get('blocks'));
      return Promise.resolve(Response.json(answers.shift() ?? { ok: true, ts: '1.1' }));
    },
  });
  return { reply: createDirectReply(client, 'U1'), sent };
}

const REFUSAL = { ok: false, error: 'invalid_blocks' };

describe('an answer in the direct message', () => {
  it('is sent once', async () => {
    const { reply, sent } = replyWith();
    await reply({ text: 'All is well', blocks: PLAIN });

    expect(sent).toEqual([JSON.stringify(PLAIN)]);
  });

  it('is sent plainer where Slack refuses the blocks, and at last in words alone', async () => {
    const { reply, sent } = replyWith(REFUSAL, REFUSAL);
    await reply({ text: 'All is well', blocks: TABLE, plainBlocks: PLAIN });

    expect(sent).toEqual([JSON.stringify(TABLE), JSON.stringify(PLAIN), null]);
  });

  it('is sent in words alone where there is nothing plainer', async () => {
    const { reply, sent } = replyWith(REFUSAL);
    await reply({ text: 'All is well', blocks: TABLE });

    expect(sent).toEqual([JSON.stringify(TABLE), null]);
  });

  it('is not sent again for any other refusal', async () => {
    const { reply, sent } = replyWith({ ok: false, error: 'messages_tab_disabled' });

    await expect(reply({ text: 'All is well', blocks: PLAIN })).rejects.toThrow(
      WebAPIPlatformError,
    );
    expect(sent).toHaveLength(1);
  });
});
