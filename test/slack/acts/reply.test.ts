import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReplies } from '../../../src/slack/acts/reply.ts';
import { SILENT } from '../../fakes/log.ts';

const MESSAGE = {
  text: 'words',
  blocks: [{ type: 'data_table' }],
  plainBlocks: [{ type: 'section' }],
};

let server: Server;
let url: string;
let bodies: Record<string, unknown>[];
let answers: { status: number; body: string }[];

beforeEach(async () => {
  bodies = [];
  answers = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      bodies.push(JSON.parse(body));
      const { status, body: text } = answers.shift() ?? { status: 200, body: 'ok' };
      response.writeHead(status).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const refusal = { status: 400, body: '{"ok":false,"error":"invalid_blocks"}' };

describe('createReplies', () => {
  it('answers the person alone, without link previews', async () => {
    await createReplies(`${url}/api/`, SILENT)(`${url}/response/1`)(MESSAGE);

    expect(bodies).toEqual([
      {
        response_type: 'ephemeral',
        replace_original: false,
        text: 'words',
        unfurl_links: false,
        unfurl_media: false,
        blocks: [{ type: 'data_table' }],
      },
    ]);
  });

  it('sends plainer blocks when Slack refuses the first ones', async () => {
    answers = [refusal];

    await createReplies(`${url}/api/`, SILENT)(`${url}/response/1`)(MESSAGE);

    expect(bodies.map((body) => body['blocks'])).toEqual([
      [{ type: 'data_table' }],
      [{ type: 'section' }],
    ]);
  });

  it('falls back to words alone', async () => {
    answers = [refusal, refusal];

    await createReplies(`${url}/api/`, SILENT)(`${url}/response/1`)(MESSAGE);

    expect(bodies.at(-1)).toMatchObject({ text: 'words' });
    expect(bodies.at(-1)).not.toHaveProperty('blocks');
  });

  it.each([
    [{ status: 404, body: 'used_url' }, 'expired'],
    [{ status: 404, body: 'expired_url' }, 'expired'],
    [{ status: 500, body: '' }, 'unavailable'],
    [{ status: 200, body: '\n<html>Sign in to the network</html>' }, 'unavailable'],
    [{ status: 200, body: '{"ok":false,"error":"no_permission"}' }, 'refused'],
  ])('tells %j apart as %s', async (answer, reason) => {
    answers = [answer];

    await expect(
      createReplies(`${url}/api/`, SILENT)(`${url}/response/1`)(MESSAGE),
    ).rejects.toMatchObject({
      reason,
    });
  });

  it('sends nothing to a host that is not Slack’s', async () => {
    const reply = createReplies('https://slack.com/api/', SILENT)(`${url}/response/1`);

    await expect(reply(MESSAGE)).rejects.toMatchObject({ reason: 'foreign-host' });
    expect(bodies).toEqual([]);
  });

  it('keeps the response URL out of the error', async () => {
    server.closeAllConnections();
    server.close();

    const error: unknown = await createReplies(
      `${url}/api/`,
      SILENT,
    )(`${url}/response/canary`)(MESSAGE).catch((caught: unknown) => caught);

    expect(error).toMatchObject({ reason: 'unavailable' });
    expect(JSON.stringify(error) + String(error) + String((error as Error).cause)).not.toContain(
      'canary',
    );
  });
});
