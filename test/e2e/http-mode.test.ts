import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signatureHeaders } from '../../sandbox/slack/http-delivery.ts';
import { IDS, messageOf, sees, viewOf } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { SILENT } from '../fakes/log.ts';
import { isAnswer } from './is-answer.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const SECRET = 'fake-signing-secret';

let sandbox: Sandbox;
let base: string;

beforeAll(async () => {
  // The framework compares a signature's time with the machine's clock.
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  sandbox = await startSandbox({
    now: () => NOW,
    wait: () => Promise.resolve(),
    log: SILENT,
    environment: { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: SECRET },
  });
  base = `http://127.0.0.1:${sandbox.bot.port}`;
  sandbox.slack.useHttp({ url: `${base}/slack/events`, signingSecret: SECRET });
});
afterAll(async () => {
  vi.useRealTimers();
  await sandbox.close();
});

describe('HTTP mode', () => {
  it('opens no connection of its own', () => {
    expect(sandbox.slack.socket.count).toBe(0);
  });

  it('answers a command', async () => {
    const answer = await sandbox.slack
      .user(IDS.viewer)
      .command('/backups', 'destinations', { until: isAnswer });

    expect(messageOf(answer).text).toContain('5 backup destinations');
  });

  it('answers a click in place', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const list = await viewer.command('/backups', 'show shop-prod/events-db', {
      until: isAnswer,
    });

    const older = await viewer.click(list, 'Older ›', { until: isAnswer });

    expect(messageOf(older).ts).toBe(messageOf(list).ts);
    expect(messageOf(older).blocks).not.toEqual(messageOf(list).blocks);
  });

  it('offers addons while somebody types, and shows the one picked', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const picker = await viewer.command('/backups', 'show', { until: sees.modal });

    const [offered = {}] = await viewer.suggest(picker, 'pick_addon', 'clickst');
    await viewer.submit(picker, { pick_addon: offered });

    await sandbox.slack.waitFor(sees.words('Clickstream'), 5_000, 0);
    expect(offered['value']).toBe('analytics/clickstream');
  });

  it('puts mistakes at the fields of a form, and takes it when they are mended', async () => {
    const admin = sandbox.slack.user(IDS.admin);
    const form = await admin.command('/backups', 'add-destination', { until: sees.modal });
    const good = {
      name: 'By HTTP',
      bucket: 'by-http',
      region: 'us-west-2',
      endpoint: 's3.us-west-2.amazonaws.com',
      prefix: 'http/',
      key_entry: 'nightly-archive',
    };

    const refused = await admin.submit(form, { ...good, name: '-' }, { until: sees.errors });
    await admin.submit(refused, good, { until: sees.ack });
    await sandbox.bot.idle(AbortSignal.timeout(5_000));

    expect(viewOf(refused).errors).toHaveProperty('name');
    const names = sandbox.northflank?.account.destinations().map(({ name }) => name);
    expect(names).toContain('By HTTP');
  });

  it('does a command once that Slack sends three times', async () => {
    const before = sandbox.slack.events().filter(sees.message).length;

    await sandbox.slack
      .user(IDS.viewer)
      .command('/backups', 'help', { copies: 3, until: isAnswer });
    await sandbox.bot.idle(AbortSignal.timeout(5_000));

    expect(sandbox.slack.events().filter(sees.message)).toHaveLength(before + 1);
  });

  it.each(['/healthz', '/readyz', '/metrics'])('serves %s on the same port', async (path) => {
    const response = await fetch(`${base}${path}`);

    expect(response.status).toBe(200);
    await response.text();
  });

  it('counts what people do and what Northflank is asked', async () => {
    const figures = await (await fetch(`${base}/metrics`)).text();

    expect(figures).toMatch(/^backups_acts_total\{name="command"\} [1-9]/m);
    expect(figures).toMatch(/^backups_northflank_requests_total\{.*outcome="ok"\} [1-9]/m);
    expect(figures).toMatch(/^backups_slack_ack_duration_seconds_count [1-9]/m);
  });
});

describe('a request that Slack did not send', () => {
  const body = new URLSearchParams({
    command: '/backups',
    text: 'help',
    team_id: IDS.team,
    user_id: IDS.admin,
    channel_id: IDS.backups,
    trigger_id: 'forged',
  }).toString();

  async function post(headers: Record<string, string>, sent = body): Promise<number> {
    const response = await fetch(`${base}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: sent,
    });
    await response.text();
    return response.status;
  }
  const signed = (minutes: number, signingSecret = SECRET) =>
    signatureHeaders(body, {
      signingSecret,
      now: () => new Date(NOW.getTime() + minutes * 60_000),
    });

  it('would be taken with the right signature', async () => {
    expect(await post(signed(0))).toBe(200);
    await sandbox.bot.idle(AbortSignal.timeout(5_000));
  });

  it.each([
    ['has no signature', {}],
    ['is signed with another secret', signed(0, 'other-fake-secret')],
    ['is six minutes old', signed(-6)],
    ['comes from six minutes ahead', signed(6)],
    ['has no timestamp', { 'x-slack-signature': signed(0)['x-slack-signature'] ?? '' }],
  ])('is refused when it %s', async (_, headers) => {
    const before = sandbox.slack.events().length;

    expect(await post(headers)).toBe(401);
    expect(sandbox.slack.events()).toHaveLength(before);
  });

  it('is refused when its body was changed on the way', async () => {
    expect(await post(signed(0), `${body}&text=status`)).toBe(401);
  });

  it.each(['GET', 'PUT', 'OPTIONS'])('is refused as %s, and the bot lives on', async (method) => {
    const response = await fetch(`${base}/slack/events`, { method });

    expect(response.status).toBe(405);
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
  });
});
