import { describe, expect, it } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };
import { type CurrentFigures, createMetrics, type Metrics } from '../../src/telemetry/metrics.ts';
import { recordedLog } from '../fakes/recorded-log.ts';

const WELL: CurrentFigures = { budget: { sent: 0 }, account: {}, readinessProblems: 0 };

async function linesOf(
  metrics: Metrics,
  standing: Partial<CurrentFigures> = {},
): Promise<string[]> {
  const { body } = await metrics.render({ ...WELL, ...standing });
  return body.split('\n').filter((line) => line.startsWith('backups_'));
}

/** The series of one metric that say more than nothing. */
async function seriesOf(metrics: Metrics, name: string): Promise<string[]> {
  const lines = await linesOf(metrics);
  return lines
    .filter((line) => line.startsWith(`backups_${name}`) && !line.endsWith(' 0'))
    .map((line) => line.slice(`backups_${name}`.length));
}

describe('what is counted on its way into the log', () => {
  it('reaches the log all the same', () => {
    const recorded = recordedLog();

    createMetrics().counting(recorded).info('act', { name: 'command', user: 'U0FAKE' });

    expect(recorded.lines).toEqual([
      { level: 'info', event: 'act', fields: { name: 'command', user: 'U0FAKE' } },
    ]);
  });

  it('is acts by name, and digests by how they ended', async () => {
    const metrics = createMetrics();
    const log = metrics.counting(recordedLog());

    log.info('act', { name: 'command', user: 'U0FAKE' });
    log.info('act', { name: 'command' });
    log.info('digest_finished', { state: 'sent' });
    log.warn('something_else');

    expect(await seriesOf(metrics, 'acts_total')).toEqual(['{name="command"} 2']);
    expect(await seriesOf(metrics, 'digests_total')).toEqual(['{outcome="sent"} 1']);
  });

  it('is requests to Northflank by route and outcome', async () => {
    const metrics = createMetrics();
    const log = metrics.counting(recordedLog());
    const endpoint = '/v1/projects/:id/addons';

    log.debug('northflank_request', { endpoint, path: '/v1/projects/a/addons', status: 200 });
    log.debug('northflank_request', { endpoint, path: '/v1/projects/b/addons', status: 204 });
    log.debug('northflank_request', { endpoint, status: 429, kind: 'rate-limited' });
    log.debug('northflank_request', { endpoint, kind: 'timeout' });

    expect(await seriesOf(metrics, 'northflank_requests_total')).toEqual([
      `{endpoint="${endpoint}",outcome="ok"} 2`,
      `{endpoint="${endpoint}",outcome="rate-limited"} 1`,
      `{endpoint="${endpoint}",outcome="timeout"} 1`,
    ]);
  });

  it('is calls to Slack by method and outcome, and connections', async () => {
    const metrics = createMetrics();
    const log = metrics.counting(recordedLog());

    log.debug('slack_call', { method: 'chat.postMessage', outcome: 'ok', durationMs: 8 });
    log.debug('slack_call', { method: 'chat.postMessage', outcome: 'not_in_channel' });
    log.info('slack_connected');
    log.warn('slack_connect_failed', { failures: 1 });

    expect(await seriesOf(metrics, 'slack_calls_total')).toEqual([
      '{method="chat.postMessage",outcome="ok"} 1',
      '{method="chat.postMessage",outcome="not_in_channel"} 1',
    ]);
    expect(await seriesOf(metrics, 'slack_connections_total')).toEqual([
      '{outcome="ok"} 1',
      '{outcome="failed"} 1',
    ]);
  });

  it('is how long acknowledgements took, in seconds', async () => {
    const metrics = createMetrics();
    const log = metrics.counting(recordedLog());

    log.debug('slack_ack', { durationMs: 20 });
    log.debug('slack_ack', { durationMs: 600 });

    expect(await seriesOf(metrics, 'slack_ack_duration_seconds')).toEqual([
      '_bucket{le="0.025"} 1',
      '_bucket{le="0.05"} 1',
      '_bucket{le="0.1"} 1',
      '_bucket{le="0.25"} 1',
      '_bucket{le="0.5"} 1',
      '_bucket{le="1"} 2',
      '_bucket{le="2.5"} 2',
      '_bucket{le="+Inf"} 2',
      '_sum 0.62',
      '_count 2',
    ]);
  });

  it('is how long surveys of the whole account took, and whether they knew every addon', async () => {
    const metrics = createMetrics();
    const log = metrics.counting(recordedLog());

    log.info('survey_finished', { whole: true, durationMs: 4_000 });
    log.info('survey_finished', { whole: false, durationMs: 90_000 });
    log.info('survey_finished', { project: 'shop-prod', whole: true, durationMs: 500 });

    const series = await seriesOf(metrics, 'survey_duration_seconds');
    expect(series).toContain('_count{outcome="whole"} 1');
    expect(series).toContain('_sum{outcome="whole"} 4');
    expect(series).toContain('_count{outcome="partial"} 1');
  });
});

describe('what is so at the moment', () => {
  it('leaves out whatever is not known, since a 0 would be a claim', async () => {
    const lines = await linesOf(createMetrics());

    expect(lines.map((line) => line.split(/[ {]/)[0])).not.toContainEqual(
      expect.stringMatching(/budget|addons|survey_age/),
    );
  });

  it('tells the budget as Northflank last stated it, and forgets what is no longer known', async () => {
    const metrics = createMetrics();
    const resetAt = new Date('2026-11-21T11:00:00Z');

    const known = await linesOf(metrics, {
      budget: { sent: 3, remaining: 997, limit: 1_000, resetAt },
    });
    const forgotten = await linesOf(metrics);

    expect(known).toEqual(
      expect.arrayContaining([
        'backups_northflank_budget_remaining 997',
        'backups_northflank_budget_limit 1000',
        `backups_northflank_budget_reset_timestamp_seconds ${resetAt.getTime() / 1_000}`,
      ]),
    );
    expect(forgotten.join()).not.toContain('budget');
  });

  it('tells addons by verdict and the age of the survey, and forgets what is no longer known', async () => {
    const metrics = createMetrics();
    const account: CurrentFigures['account'] = {
      surveyAgeSeconds: 90.5,
      addons: new Map([
        ['unknown', 1],
        ['fresh', 39],
      ]),
    };

    const known = await linesOf(metrics, { account });
    const forgotten = await linesOf(metrics, { account: { surveyAgeSeconds: 95 } });

    expect(known).toEqual(
      expect.arrayContaining([
        'backups_survey_age_seconds 90.5',
        'backups_addons{verdict="unknown"} 1',
        'backups_addons{verdict="fresh"} 39',
      ]),
    );
    expect(forgotten.join()).not.toContain('backups_addons');
  });

  it('tells how many things keep the bot from being ready, and which version it is', async () => {
    expect(await linesOf(createMetrics(), { readinessProblems: 2 })).toEqual(
      expect.arrayContaining([
        'backups_readiness_problems 2',
        `backups_build_info{version="${packageFile.version}"} 1`,
      ]),
    );
  });
});

describe('the names', () => {
  it('follow Prometheus’ conventions: base units, and _total for what only grows', async () => {
    const { body } = await createMetrics().render(WELL);
    const types = [...body.matchAll(/^# TYPE (?<name>backups_\S+) (?<type>\w+)$/gm)];

    expect(types.length).toBeGreaterThan(10);
    expect(
      types.filter(
        ([, name = '']) => /duration|age|timestamp/.test(name) && !name.endsWith('_seconds'),
      ),
    ).toEqual([]);
    for (const [, name = '', type] of types) {
      expect(name).toMatch(/^[a-z_]+$/);
      expect(name).not.toMatch(/_(ms|millis|minutes|hours|count|percent)(_|$)/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
    }
  });
});

it('keeps the figures of two bots apart', async () => {
  const [one, other] = [createMetrics(), createMetrics()];

  one.counting(recordedLog()).info('act', { name: 'command' });

  expect((await linesOf(other)).join()).not.toContain('command');
});

describe('the name of a metric', () => {
  it('ends with _total for what only ever grows, and for nothing else', async () => {
    const { body } = await createMetrics().render(WELL);
    const types = [...body.matchAll(/^# TYPE (?<name>\w+) (?<type>\w+)$/gm)].map(
      ({ groups }) => [groups?.['name'] ?? '', groups?.['type']] as const,
    );

    expect(types.length).toBeGreaterThan(20);
    expect(
      types.filter(([name, type]) => name.endsWith('_total') !== (type === 'counter')),
    ).toEqual([]);
  });
});
