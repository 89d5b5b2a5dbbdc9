import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IDS, messageOf, type ShownView, sees, viewOf } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { createPinoLog } from '../../src/telemetry/pino-log.ts';
import { isAnswer } from './is-answer.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const CANARY = 'canarySecretKeyThatMustNotAppear0123456789';

const GOOD = {
  name: 'Shop archive',
  bucket: 'shop-archive',
  region: 'us-west-2',
  endpoint: 's3.us-west-2.amazonaws.com',
  prefix: 'shop/',
  access_key: 'AKIAFAKEFAKEFAKEFAKE',
  secret_key: CANARY,
};

let sandbox: Sandbox;
let logLines: string[];
let folder: string;

beforeEach(async () => {
  logLines = [];
  folder = mkdtempSync(join(tmpdir(), 'backups-form-'));
  sandbox = await startSandbox({
    now: () => NOW,
    wait: () => Promise.resolve(),
    environment: { DATABASE_URL: `sqlite:${join(folder, 'backups.db')}` },
    log: createPinoLog('debug', { write: (line) => void logLines.push(line) }),
  });
});
afterEach(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

async function openForm(user: string = IDS.admin) {
  const person = sandbox.slack.user(user);
  return viewOf(await person.command('/backups', 'add-destination', { until: sees.modal }));
}

function names(): string[] {
  return (sandbox.northflank?.account.destinations() ?? []).map(({ name }) => name);
}

function posts() {
  return (sandbox.northflank?.requests() ?? []).filter(({ method }) => method === 'POST');
}

describe('the form that adds a destination', () => {
  it('says that typed keys can be seen, before any is typed', async () => {
    const form = await openForm();

    expect(JSON.stringify(form.blocks)).toMatch(/Slack (cannot|can not) hide/);
  });

  it('adds the destination and tells the person, with a button to the list', async () => {
    const admin = sandbox.slack.user(IDS.admin);

    await admin.submit(await openForm(), GOOD, { until: sees.ack });
    await sandbox.bot.idle(AbortSignal.timeout(5_000));

    expect(names()).toContain('Shop archive');
    const told = sandbox.slack.timeline(admin.directMessages, IDS.admin).at(-1);
    expect(told?.text).toContain('Added *Shop archive*');
    expect(JSON.stringify(told?.blocks)).toContain('show_destinations');
  });

  it('puts each mistake at its field and keeps the form open', async () => {
    const admin = sandbox.slack.user(IDS.admin);
    const seen = await admin.submit(
      await openForm(),
      { ...GOOD, region: 'us-east-1', prefix: 'a/b/', endpoint: 'https://user@10.0.0.1/x' },
      { until: sees.errors },
    );

    expect(Object.keys(viewOf(seen).errors).toSorted()).toEqual(
      expect.arrayContaining(['endpoint', 'prefix']),
    );
    expect(posts()).toEqual([]);
  });

  it('takes the corrected form after an error', async () => {
    const admin = sandbox.slack.user(IDS.admin);
    const wrong = await admin.submit(
      await openForm(),
      { ...GOOD, prefix: '' as never, name: '-' },
      { until: sees.errors },
    );

    await admin.submit(wrong, GOOD, { until: sees.ack });
    await sandbox.bot.idle(AbortSignal.timeout(5_000));

    expect(names()).toContain('Shop archive');
  });

  it("shows Northflank's refusal at its field, with everything typed but the secret", async () => {
    const admin = sandbox.slack.user(IDS.admin);
    await admin.submit(await openForm(), { ...GOOD, bucket: 'denied-bucket' }, { until: sees.ack });
    await sandbox.bot.idle(AbortSignal.timeout(5_000));

    const view = topOf(admin.modal);
    const shown = JSON.stringify(view);
    expect(shown).toContain('denied-bucket');
    expect(shown).toContain('Shop archive');
    expect(shown).not.toContain(CANARY);
    expect(names()).not.toContain('Shop archive');

    await admin.submit(
      view,
      { bucket: 'shop-archive', ...keysOf(view.blocks) },
      { until: sees.ack },
    );
    await sandbox.bot.idle(AbortSignal.timeout(5_000));
    expect(names()).toContain('Shop archive');
  });

  it('makes one destination of a form that arrives three times', async () => {
    const admin = sandbox.slack.user(IDS.admin);

    await admin.submit(await openForm(), GOOD, { until: sees.ack, copies: 3 });
    await sandbox.bot.idle(AbortSignal.timeout(5_000));

    expect(posts()).toHaveLength(1);
    expect(names().filter((name) => name === 'Shop archive')).toHaveLength(1);
  });

  it('looks the name up after a lost answer, and says that it is done', async () => {
    const admin = sandbox.slack.user(IDS.admin);
    if (sandbox.northflank) sandbox.northflank.faults.losesWriteAnswers = true;

    await admin.submit(await openForm(), GOOD, { until: sees.ack });
    await sandbox.bot.idle(AbortSignal.timeout(5_000));

    expect(posts()).toHaveLength(1);
    expect(sandbox.slack.timeline(admin.directMessages, IDS.admin).at(-1)?.text).toContain('Added');
  });

  it('takes the keys from the server when an entry is named', async () => {
    const admin = sandbox.slack.user(IDS.admin);
    const { access_key: _, secret_key: __, ...rest } = GOOD;

    await admin.submit(
      await openForm(),
      { ...rest, key_entry: 'nightly-archive' },
      { until: sees.ack },
    );
    await sandbox.bot.idle(AbortSignal.timeout(5_000));

    expect(names()).toContain('Shop archive');
  });

  it.each([IDS.viewer, IDS.operator, IDS.guest])(
    'is not for %s, who is told their id',
    async (user) => {
      const person = sandbox.slack.user(user);

      const refusal = messageOf(
        await person.command('/backups', 'add-destination', { until: isAnswer }),
      );

      expect(refusal.text).toContain(user);
      expect(refusal.text).toMatch(/admin|VIEWERS/);
      expect(person.modal).toEqual([]);
    },
  );

  it('leaves no trace of a typed secret: not in logs, messages, views or the store', async () => {
    const admin = sandbox.slack.user(IDS.admin);
    await admin.submit(await openForm(), { ...GOOD, bucket: 'denied-bucket' }, { until: sees.ack });
    await sandbox.bot.idle(AbortSignal.timeout(5_000));
    await admin.submit(await openForm(), GOOD, { until: sees.ack });
    await sandbox.bot.idle(AbortSignal.timeout(5_000));

    const fromBot = sandbox.slack
      .events()
      .filter((event) => event.type !== 'sent')
      .map((event) =>
        event.type === 'modal' && event.view
          ? { ...event, view: { ...event.view, values: {} } }
          : event,
      );
    expect(JSON.stringify(fromBot)).not.toContain(CANARY);
    expect(logLines.length).toBeGreaterThan(5);
    expect(logLines.join('')).not.toContain(CANARY);
    const stored = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
    expect(stored.join('')).toContain('add-destination');
    expect(stored.join('')).not.toContain(CANARY);
  });
});

function topOf(modal: readonly ShownView[]): ShownView {
  const view = modal.at(-1);
  if (view === undefined) throw new Error('the form is gone');
  return view;
}

/** Answers for the key inputs, whose ids change from form to form. */
function keysOf(blocks: Record<string, unknown>[]): Record<string, string> {
  return Object.fromEntries(
    blocks
      .map((block) => String(block['block_id']))
      .flatMap((id): [string, string][] => {
        if (id.startsWith('access_key')) return [[id, GOOD.access_key]];
        if (id.startsWith('secret_key')) return [[id, CANARY]];
        return [];
      }),
  );
}
