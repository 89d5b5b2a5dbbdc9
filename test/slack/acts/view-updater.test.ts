import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { createViewUpdater } from '../../../src/slack/acts/view-updater.ts';

const VIEW = {
  type: 'modal' as const,
  title: { type: 'plain_text' as const, text: 'T' },
  blocks: [],
};

/** An updater whose Slack gives one answer and keeps what it is sent. */
function updaterWith(answer: object) {
  const sent: URLSearchParams[] = [];
  const client = new WebClient('xoxb-fake', {
    retryConfig: { retries: 0 },
    fetch: (_, request) => {
      if (typeof request?.body === 'string') sent.push(new URLSearchParams(request.body));
      return Promise.resolve(Response.json(answer));
    },
  });
  return { update: createViewUpdater(client), sent };
}

describe('createViewUpdater', () => {
  it('puts a view in the place of another, by hash only where one is given', async () => {
    const { update, sent } = updaterWith({ ok: true });

    expect(await update('V1', VIEW)).toBe(true);
    expect(await update('V1', VIEW, 'h1')).toBe(true);
    expect(sent.map((body) => [body.get('view_id'), body.get('hash')])).toEqual([
      ['V1', null],
      ['V1', 'h1'],
    ]);
  });

  it.each(['not_found', 'hash_conflict'])('says of %s that it is not shown', async (error) => {
    const { update } = updaterWith({ ok: false, error });

    expect(await update('V1', VIEW, 'h1')).toBe(false);
  });

  it('throws what nobody expects', async () => {
    const { update } = updaterWith({ ok: false, error: 'invalid_arguments' });

    await expect(update('V1', VIEW)).rejects.toThrow(WebAPIPlatformError);
  });
});
