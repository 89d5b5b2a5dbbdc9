import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { IDS } from '../../../../sandbox/slack.ts';
import { connect, divider, refusalOf, VIEW } from '../web-client.ts';

describe('blocks.validate', () => {
  it('judges blocks without a token and posts nothing', async () => {
    const { client } = await connect({}, '');

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
    const { client } = await connect();

    expect(await refusalOf(client.apiCall(method))).toMatchObject({ error: 'unknown_method' });
  });
});

it('a mistake of the sandbox is told in the log of its answers, not passed off as a lost connection', async () => {
  const { client, slack } = await connect();
  slack.workspace.channels.get = () => {
    throw new Error('no such map');
  };

  const seen = await refusalOf(client.conversations.info({ channel: IDS.backups }));

  expect(seen).toMatchObject({ statusCode: 500 });
  expect(slack.events().find(({ type }) => type === 'api')).toMatchObject({
    answer: { error: 'sandbox_failed', errors: ['no such map'] },
  });
});

describe('faults', () => {
  const post = (client: WebClient) => client.chat.postMessage({ channel: IDS.backups, text: 'a' });

  it('limits the rate of one method, with the time to wait', async () => {
    const { client, slack } = await connect();
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
    const { client, slack } = await connect();
    slack.faults.add('*', fault);

    expect(await refusalOf(post(client))).toMatchObject(seen);
    expect(slack.timeline(IDS.backups)).toHaveLength(posted);

    slack.faults.clear();
    expect(await post(client)).toMatchObject({ ok: true });
  });

  it('answers late, having done the work at once', async () => {
    const { client, slack, time } = await connect();
    slack.faults.add('chat.postMessage', { kind: 'slow', ms: 30_000 });

    const answer = post(client);
    await slack.waitFor(({ type }) => type === 'api', 1000);
    const posted = slack.timeline(IDS.backups).length;
    time.advance(30_000);

    expect(posted).toBe(1);
    expect(await answer).toMatchObject({ ok: true });
  });
});
