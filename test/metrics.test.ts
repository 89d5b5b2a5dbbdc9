import { describe, expect, it } from 'vitest';
import { createMetrics, type Metrics, type Standing } from '../src/metrics.ts';
import { recordedLog } from './fakes/recorded-log.ts';

const WELL: Standing = { budget: { sent: 0 }, readinessProblems: 0 };

async function linesOf(metrics: Metrics, standing: Partial<Standing> = {}): Promise<string[]> {
  const { body } = await metrics.render({ ...WELL, ...standing });
  return body.split('\n').filter((line) => line.startsWith('backups_'));
}

describe('createMetrics', () => {
  it('counts acts, digests and requests on their way into the log, which gets them all the same', async () => {
    const metrics = createMetrics();
    const recorded = recordedLog();
    const log = metrics.counting(recorded);

    log.info('act', { name: 'command', user: 'U0FAKE' });
    log.info('act', { name: 'command' });
    log.info('digest_finished', { state: 'sent' });
    log.debug('northflank.request', { status: 204 });
    log.debug('northflank.request', { status: 429, kind: 'rate-limited' });
    log.debug('northflank.request', { kind: 'timeout' });
    log.warn('something_else');

    expect(await linesOf(metrics)).toEqual([
      'backups_acts_total{name="command"} 2',
      'backups_digests_total{outcome="sent"} 1',
      'backups_northflank_requests_total{outcome="2xx"} 1',
      'backups_northflank_requests_total{outcome="4xx"} 1',
      'backups_northflank_requests_total{outcome="timeout"} 1',
      'backups_readiness_problems 0',
    ]);
    expect(recorded.lines).toHaveLength(7);
    expect(recorded.lines[0]).toEqual({
      level: 'info',
      event: 'act',
      fields: { name: 'command', user: 'U0FAKE' },
    });
  });

  it('shows what is left of the budget only once Northflank has said it', async () => {
    const metrics = createMetrics();

    const before = await linesOf(metrics);
    const after = await linesOf(metrics, { budget: { sent: 3, remaining: 997 } });
    const forgotten = await linesOf(metrics);

    expect(before.join()).not.toContain('budget_remaining');
    expect(after).toContain('backups_northflank_budget_remaining 997');
    expect(forgotten.join()).not.toContain('budget_remaining');
  });

  it('shows how many things keep the bot from being ready', async () => {
    const lines = await linesOf(createMetrics(), { readinessProblems: 2 });

    expect(lines).toContain('backups_readiness_problems 2');
  });

  it('keeps the figures of two bots apart', async () => {
    const [one, other] = [createMetrics(), createMetrics()];

    one.counting(recordedLog()).info('act', { name: 'command' });

    expect((await linesOf(other)).join()).not.toContain('command');
  });
});
