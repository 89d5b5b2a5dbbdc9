import { expect, it, onTestFinished } from 'vitest';
import { IDS } from '../../sandbox/slack.ts';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import { SILENT } from '../fakes/log.ts';
import { patientDelay } from '../fakes/patient-delay.ts';

/** What the channel shows of two mornings, of which the first lost the answer to its digest. */
async function mornings(environment: Record<string, string>): Promise<string[]> {
  let clock = new Date('2026-11-21T08:30:00Z');
  const now = () => clock;
  const sandbox = await startSandbox({ now, log: SILENT, delay: patientDelay, environment });
  onTestFinished(() => sandbox.close());
  sandbox.slack.faults.add('conversations.history', { kind: 'error', error: 'missing_scope' });
  sandbox.slack.faults.add('chat.postMessage', { kind: 'lost_answer' }, 1);
  for (const moment of ['2026-11-21T09:00:05Z', '2026-11-22T09:00:05Z']) {
    clock = new Date(moment);
    await sandbox.bot.lookAtDigests();
  }
  return sandbox.slack
    .timeline(IDS.backups)
    .filter(({ threadTs, text }) => threadTs === undefined && /Backups on/.test(text))
    .map(({ text }) => text);
}

it('a digest whose answer was lost is posted once more where nobody may look, and says so', async () => {
  const [first, second, ...others] = await mornings({});

  expect(first).toMatch(/^Backups on Sat 21 Nov/);
  expect(second).toMatch(/^Possible repeat.*Backups on Sat 21 Nov/s);
  expect(others).toHaveLength(1);
});

it('is left alone where the operator wants that, and counted by the next one', async () => {
  const [first, next, ...others] = await mornings({ DIGEST_IN_DOUBT: 'skip' });

  expect(first).toMatch(/^Backups on Sat 21 Nov/);
  expect(next).toMatch(/^Backups on Sun 22 Nov/);
  expect(next).toContain('1 digest before this one');
  expect(others).toEqual([]);
});
