import { afterEach, describe, expect, it } from 'vitest';
import { type Json, jsonOf } from '../../../sandbox/slack/json.ts';
import { IDS, type SandboxSlack } from '../../../sandbox/slack.ts';
import type { ManualTime } from '../manual-timers.ts';
import { startWorkspace, TOKENS } from '../sandbox-app.ts';

let slack: SandboxSlack;
let time: ManualTime;

afterEach(() => slack.close());

/** Runs an act and gives the response URL that it handed to the app; nobody is connected to answer. */
async function urlOf(act: () => Promise<unknown>): Promise<string> {
  const since = slack.events().length;
  await act();
  const sent = slack.events(since).find((event) => event.type === 'sent');
  return String(sent?.type === 'sent' && sent.payload['response_url']);
}

async function urlOfCommand(): Promise<string> {
  ({ slack, time } = await startWorkspace());
  return urlOf(() => slack.user(IDS.admin).command('/backups'));
}

async function post(url: string, body: Json): Promise<{ status: number; answer: Json }> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, answer: jsonOf(await response.json()) };
}

const BUTTON = {
  type: 'actions',
  elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
};

/** Shows a message with a button, presses it as Ada, and gives the response URL of that. */
async function urlOfButton(message: Json): Promise<string> {
  await post(await urlOfCommand(), { text: 'source', blocks: [BUTTON], ...message });
  const [source] = slack.timeline(IDS.backups, IDS.admin);
  if (source === undefined) throw new Error('the message is missing');
  return urlOf(() => slack.user(IDS.admin).click(source, 'go'));
}

const seenByAda = () => slack.timeline(IDS.backups, IDS.admin).map(({ text }) => text);

describe('a response URL', () => {
  it('serves five times', async () => {
    const url = await urlOfCommand();
    for (let use = 0; use < 5; use += 1)
      expect(await post(url, { text: 'a' })).toMatchObject({ status: 200 });

    expect(await post(url, { text: 'a' })).toEqual({
      status: 404,
      answer: { ok: false, error: 'used_url' },
    });
  });

  it.each([
    { minutes: 30, status: 200 },
    { minutes: 30.01, status: 404 },
  ])('after $minutes minutes answers $status', async ({ minutes, status }) => {
    const url = await urlOfCommand();

    time.advance(minutes * 60_000);

    expect(await post(url, { text: 'a' })).toMatchObject({ status });
  });

  it('is only what was handed out', async () => {
    const url = await urlOfCommand();

    expect(await post(`${url}x`, { text: 'a' })).toMatchObject({ status: 404 });
  });

  it.each<[string, Json, string]>([
    ['an unknown block', { text: 'a', blocks: [{ type: 'marquee' }] }, 'invalid_blocks'],
    ['blocks without text', { blocks: [BUTTON] }, 'no_text'],
    ['nothing', {}, 'no_text'],
  ])('refuses %s with HTTP 400 and the reason', async (_name, body, error) => {
    const url = await urlOfCommand();

    expect(await post(url, body)).toMatchObject({ status: 400, answer: { ok: false, error } });
    expect(seenByAda()).toEqual([]);
  });

  it('fails as a fault says', async () => {
    const url = await urlOfCommand();
    slack.faults.add('response_url', { kind: 'http', status: 503 }, 1);

    expect(await post(url, { text: 'a' })).toMatchObject({ status: 503 });
    expect(await post(url, { text: 'a' })).toMatchObject({ status: 200 });
  });
});

describe('the response URL of a command', () => {
  it.each([
    { response_type: undefined, others: [] },
    { response_type: 'ephemeral', others: [] },
    { response_type: 'in_channel', others: ['a'] },
  ])('with response_type $response_type', async ({ response_type, others }) => {
    await post(await urlOfCommand(), { text: 'a', response_type });

    expect(seenByAda()).toEqual(['a']);
    expect(slack.timeline(IDS.backups, IDS.viewer).map(({ text }) => text)).toEqual(others);
  });

  it('has no message to replace or delete: every answer is a new one', async () => {
    const url = await urlOfCommand();

    await post(url, { text: 'Reading…' });
    await post(url, { text: 'Here it is', replace_original: true });
    await post(url, { delete_original: true });

    expect(seenByAda()).toEqual(['Reading…', 'Here it is']);
  });
});

describe.each([
  { kind: 'ephemeral message', message: {} },
  { kind: 'message of the channel', message: { response_type: 'in_channel' } },
])('the response URL of a button on a $kind', ({ message }) => {
  it('replaces it in its place', async () => {
    const url = await urlOfButton(message);

    await post(url, { text: 'b', replace_original: true });
    await post(url, { text: 'c', replace_original: 'true' });

    expect(seenByAda()).toEqual(['c']);
  });

  it('deletes it', async () => {
    await post(await urlOfButton(message), { delete_original: true });

    expect(seenByAda()).toEqual([]);
  });

  it('deletes it and says something new', async () => {
    await post(await urlOfButton(message), { delete_original: true, text: 'gone' });

    expect(seenByAda()).toEqual(['gone']);
  });

  it('adds a message when nothing is to be replaced', async () => {
    await post(await urlOfButton(message), { text: 'b' });

    expect(seenByAda()).toEqual(['source', 'b']);
  });
});

describe('replacing', () => {
  it('never makes an ephemeral message public', async () => {
    const url = await urlOfButton({});

    await post(url, { text: 'b', replace_original: true, response_type: 'in_channel' });

    expect(slack.timeline(IDS.backups)).toEqual([]);
    expect(seenByAda()).toEqual(['b']);
  });

  it('keeps the Web API away from what one person alone sees', async () => {
    const url = await urlOfButton({});
    await post(url, { text: 'b' });

    const headers = { authorization: `Bearer ${TOKENS.botToken}` };
    const body = new URLSearchParams({ channel: IDS.backups });
    const response = await fetch(`${slack.apiUrl}conversations.history`, {
      method: 'POST',
      headers,
      body,
    });

    expect(await response.json()).toMatchObject({ ok: true, messages: [] });
  });
});
