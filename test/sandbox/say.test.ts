import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { say } from '../../sandbox/say.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { SILENT } from '../fakes/log.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ now: () => NOW, log: SILENT });
});
afterAll(() => sandbox.close());

describe('say', () => {
  it.each(['/backups help show', 'help show', '  /backups   help show '])(
    'gives the answer to %j as text',
    async (line) => {
      const { text, answered } = await say(sandbox, line, () => NOW);

      expect(answered).toBe(true);
      expect(text).toContain('/backups show');
    },
  );

  it('gives an answer once, as it looked last', async () => {
    const { text } = await say(sandbox, 'show shop-prod/events-db', () => NOW);

    expect(text.match(/Events DB/g)?.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/Reading|Asking/);
  });

  it('names channels as a person reads them', async () => {
    const { text } = await say(sandbox, 'digest', () => NOW);

    expect(text).toContain('A digest is posted in #backups.');
  });

  it('shows a modal that opened', async () => {
    const { text, answered } = await say(sandbox, 'add-destination', () => NOW);

    expect(answered).toBe(true);
    expect(text).toContain('Add destination');
  });

  it('knows that Slack’s own words are no answer', async () => {
    sandbox.slack.faults.add('apps.connections.open', { kind: 'http', status: 503 });
    const cut = sandbox.slack.waitFor(
      (event) => event.type === 'connection' && event.open === 0,
      5_000,
    );
    sandbox.slack.socket.cut();
    await cut;

    const { text, answered } = await say(sandbox, 'help', () => NOW);

    expect(answered).toBe(false);
    expect(text).toContain('dispatch_failed');
  });
});
