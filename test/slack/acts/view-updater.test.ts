import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { createViewUpdater } from '../../../src/slack/acts/view-updater.ts';
import { clientOptions } from '../../../src/slack/connection/clients.ts';
import { createSlackLogger } from '../../../src/slack/connection/slack-logger.ts';
import { SILENT } from '../../fakes/log.ts';

const VIEW = {
  type: 'modal' as const,
  title: { type: 'plain_text' as const, text: 'T' },
  blocks: [],
};

type Answer = object | (() => Response);

/** An updater whose Slack gives these answers, the last one for ever, and keeps what it is sent. */
function updaterWith(...answers: readonly [Answer, ...Answer[]]) {
  const sent: URLSearchParams[] = [];
  const waits: number[] = [];
  const client = new WebClient('xoxb-fake', {
    ...clientOptions('https://slack.invalid/api/', createSlackLogger(SILENT)),
    fetch: async (_, request) => {
      const answer = answers[Math.min(sent.length, answers.length - 1)];
      if (typeof request?.body === 'string') sent.push(new URLSearchParams(request.body));
      return typeof answer === 'function' ? answer() : Response.json(answer);
    },
  });
  const wait = async (ms: number) => waits.push(ms);
  return { update: createViewUpdater(client, wait), sent, waits };
}

const lost = () => {
  throw new TypeError('fetch failed');
};
const status = (code: number, headers = {}) => new Response('<html>', { status: code, headers });
const limited = (seconds: number) => status(429, { 'retry-after': String(seconds) });

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

  it.each([
    { what: 'no answer', answer: lost, waitMs: 1_000 },
    { what: '503', answer: () => status(503), waitMs: 1_000 },
    { what: 'fatal_error', answer: { ok: false, error: 'fatal_error' }, waitMs: 1_000 },
    { what: 'a short limit', answer: () => limited(5), waitMs: 5_000 },
  ])('tries the same once more after $what', async ({ answer, waitMs }) => {
    const { update, sent, waits } = updaterWith(answer, { ok: true });

    expect(await update('V1', VIEW)).toBe(true);
    expect(waits).toEqual([waitMs]);
    expect(sent[1]?.get('view')).toBe(JSON.stringify(VIEW));
  });

  it('says of a modal that was closed between two tries that it is not shown', async () => {
    const { update } = updaterWith(lost, { ok: false, error: 'not_found' });

    expect(await update('V1', VIEW)).toBe(false);
  });

  it('throws what stays so', async () => {
    const { update, sent } = updaterWith(lost);

    await expect(update('V1', VIEW)).rejects.toThrow(/fetch failed/);
    expect(sent).toHaveLength(2);
  });

  it.each([
    { what: 'a refusal', answer: { ok: false, error: 'invalid_arguments' } },
    { what: 'a limit that nobody waits for', answer: () => limited(30) },
  ])('throws $what at once', async ({ answer }) => {
    const { update, sent } = updaterWith(answer);

    await expect(update('V1', VIEW)).rejects.toThrow(Error);
    expect(sent).toHaveLength(1);
  });
});
