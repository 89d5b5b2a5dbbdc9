import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IDS } from '../../sandbox/slack.ts';
import { type Gallery, startGallery } from './page/gallery.ts';

let gallery: Gallery;

beforeEach(async () => {
  gallery = await startGallery();
});
afterEach(() => gallery.close());

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const { origin } = new URL(gallery.served.url);
  return fetch(new URL(path, gallery.served.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, ...headers },
    body,
  });
}

describe('the page’s server', () => {
  it('lets nothing from outside into the page', async () => {
    const response = await fetch(gallery.served.url);

    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|unsafe|\*/);
    expect(await response.text()).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  it('hands out modules with their types stripped', async () => {
    const module = await fetch(new URL('/page/browser/main.ts', gallery.served.url));

    expect(module.headers.get('content-type')).toMatch('text/javascript');
    expect(await module.text()).not.toContain('interface ');
  });

  it.each([
    '/package.json',
    '/page/server/desk.ts',
    '/page/browser/..%2f..%2fmain.ts',
    '/page/browser/%2e%2e/%2e%2e/main.ts',
    '/lib/zod/index.js',
    '/lib/lit/../../package.js',
    '/slack/web-api.ts',
    '/page/browser',
    '/page/browser/',
  ])('has nothing at %s', async (path) => {
    const response = await fetch(`${gallery.served.url.slice(0, -1)}${path}`);

    expect(response.status).toBe(404);
  });

  it.each([
    { what: 'an act of another page', headers: { origin: 'https://evil.example' } },
    { what: 'an act that a form could send', headers: { 'content-type': 'text/plain' } },
  ])('refuses $what', async ({ headers }) => {
    const act = { as: IDS.admin, kind: 'write', channel: IDS.backups, text: 'hello' };

    expect((await post('/acts', JSON.stringify(act), headers)).status).toBe(403);
    expect(gallery.slack.timeline(IDS.backups)).toEqual([]);
  });

  it.each([
    { what: 'what is no JSON', body: '{', says: /nothing that a person can do/ },
    { what: 'nothing', body: '', says: /nothing that a person can do/ },
    { what: 'an unknown act', body: '{"as":"U0ADMIN001","kind":"dance"}' },
    { what: 'an act of nobody', body: '{"as":"U0NOBODY01","kind":"home"}' },
    { what: 'an act of the bot', body: '{"as":"U0BACKUPBT","kind":"home"}' },
    { what: 'far too much', body: JSON.stringify({ text: 'x'.repeat(300_000) }), says: /too long/ },
  ])('answers $what with a sentence', async ({ body, says = /\w+\.$/ }) => {
    const response = await post('/acts', body);

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringMatching(says) });
  });

  it('says so when a button’s message is gone', async () => {
    const shown = { kind: 'message', channel: IDS.backups, ts: '1.0', ephemeral: false };
    const act = { as: IDS.admin, kind: 'use', shown, blockId: 'b', actionId: 'a' };

    const response = await post('/acts', JSON.stringify(act));

    expect(response.status).toBe(409);
    expect(await response.json()).toEqual({ error: 'This message is gone.' });
  });

  it('streams to nobody whom one cannot be', async () => {
    const response = await fetch(new URL('/events?as=U0NOBODY01', gallery.served.url));

    expect(response.status).toBe(404);
  });
});
