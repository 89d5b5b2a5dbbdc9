import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IDS, messageOf, sees } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { patientDelay } from '../fakes/patient-delay.ts';
import { type RecordedLog, recordedLog } from '../fakes/recorded-log.ts';
import { isAnswer } from './is-answer.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

let clock: Date;
let sandbox: Sandbox;
let log: RecordedLog;

beforeEach(async () => {
  clock = NOW;
  log = recordedLog();
  sandbox = await startSandbox({ now: () => clock, log, delay: patientDelay });
});
afterEach(() => sandbox.close());

/** What the lines of these events carry under a name, each once. */
function marks(name: string, ...events: string[]): unknown[] {
  const lines = log.lines.filter(({ event }) => events.includes(event));
  return [...new Set(lines.map(({ fields }) => fields[name]))];
}

function count(event: string): number {
  return log.lines.filter((line) => line.event === event).length;
}

describe('the reference that a person sees', () => {
  it('is on every log line of their click, down to each request to Northflank', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const list = await viewer.command('/backups', 'destinations', { until: isAnswer });
    await sandbox.bot.idle(AbortSignal.timeout(5_000));
    log.lines.length = 0;
    if (sandbox.northflank) sandbox.northflank.faults.down = true;

    const answer = await viewer.click(
      messageOf(list),
      { value: 'cold-storage' },
      { until: sees.words('(reference'), within: 10_000 },
    );
    await sandbox.bot.idle(AbortSignal.timeout(5_000));

    const reference = /\(reference (?<code>\w+)\)/.exec(messageOf(answer).text)?.groups?.['code'];
    expect(reference).toMatch(/^[0-9a-f]{6}$/);
    expect(count('northflank_request')).toBe(3);
    expect(count('northflank_failed')).toBe(1);
    expect(count('slack_ack')).toBe(1);
    expect([...new Set(log.lines.map(({ fields }) => fields['reference']))]).toEqual([reference]);
  });

  it('is another one for each person who acts at the same time', async () => {
    if (sandbox.northflank) sandbox.northflank.faults.tokenRevoked = true;
    const people = [IDS.viewer, IDS.operator, IDS.admin];

    const answers = await Promise.all(
      people.map((person) =>
        sandbox.slack
          .user(person)
          .command('/backups', 'show shop-prod/orders-db', { until: sees.words('(reference') }),
      ),
    );

    const seen = answers.map((answer) => /\w+(?=\)$)/.exec(messageOf(answer).text)?.[0]);
    expect(new Set(seen).size).toBe(3);
    expect(new Set(marks('reference', 'act'))).toEqual(new Set(seen));
  });

  it('is on the lines of who is turned away and of what is repeated', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    await viewer.command('/backups', 'help', { copies: 2, until: isAnswer });
    await viewer.command('/backups', 'help', { origin: { appId: 'A0OTHER' }, until: sees.ack });

    expect(marks('reference', 'repeat_ignored', 'turned_away')).not.toContain(undefined);
  });
});

describe('a digest', () => {
  it('has one reference from the request to the post, and its survey one of its own', async () => {
    await sandbox.bot.sendDigestsNow();

    const [reference, ...others] = marks('reference', 'digest_finished');
    expect([reference, ...others]).toEqual([expect.stringMatching(/^[0-9a-f]{6}$/)]);
    expect(marks('delivery', 'digest_asked_for')).toEqual([reference]);
    expect(marks('reference', 'survey_finished', 'northflank_request')).toEqual([reference]);
    const posts = log.lines.filter(({ fields }) => fields['method'] === 'chat.postMessage');
    expect(new Set(posts.map(({ fields }) => fields['reference']))).toEqual(new Set([reference]));
    expect(marks('survey', 'survey_finished')).toEqual([expect.stringMatching(/^[0-9a-f]{6}$/)]);
    expect(marks('survey', 'northflank_request')).toContain(marks('survey', 'survey_finished')[0]);
  });

  it('is followed up under a reference of that round', async () => {
    await sandbox.bot.sendDigestsNow();
    const [digest] = marks('reference', 'digest_finished');
    log.lines.length = 0;
    clock = new Date(NOW.getTime() + 10 * 60_000);

    await sandbox.bot.followUpDigests();

    const [round, ...others] = marks('reference', 'northflank_request', 'survey_finished');
    expect([round, ...others]).toEqual([expect.stringMatching(/^[0-9a-f]{6}$/)]);
    expect(round).not.toBe(digest);
  });
});

describe('the Home tab', () => {
  it('is read under a reference of its opening', async () => {
    await sandbox.slack.user(IDS.viewer).openHome({ until: sees.home });
    await sandbox.bot.idle(AbortSignal.timeout(5_000));

    const references = marks('reference', 'northflank_request', 'survey_finished');
    expect(references).toEqual([expect.stringMatching(/^[0-9a-f]{6}$/)]);
  });
});
