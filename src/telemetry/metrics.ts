import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import packageFile from '../../package.json' with { type: 'json' };
import { type Log, logThrough } from '../domain/log.ts';
import type { Budget } from '../northflank/northflank.ts';
import type { AccountStanding } from './account-figures.ts';
import { createCounts } from './counts.ts';

/** The figures of one bot; a registry of its own, so that two bots in one process do not mix. */
export interface Metrics {
  /** The same log, whose lines are counted on their way into it. */
  counting(log: Log): Log;
  render(standing: CurrentFigures): Promise<{ contentType: string; body: string }>;
}

/** What is so at the moment, rather than counted. */
export interface CurrentFigures {
  budget: Budget;
  account: AccountStanding;
  /** How many things keep the bot from being ready. */
  readinessProblems: number;
}

/** Sums that fall again, so that `_total` would promise a counter; their parts are served by type. */
const MISNAMED = ['handles', 'requests', 'resources'].map((what) => `nodejs_active_${what}_total`);

/** Creates figures that begin at zero, beside those of the process itself. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  const count = createCounts(registry);
  const show = createGauges(registry);
  return {
    counting: (log) =>
      logThrough((level, event, fields) => {
        count[event]?.(fields);
        log[level](event, fields);
      }),
    render: async (standing) => {
      show(standing);
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}

/** Makes the gauges, and gives what sets them. What is not known is absent: a 0 would be a claim. */
function createGauges(registry: Registry): (standing: CurrentFigures) => void {
  const gauge = <Label extends string = never>(name: string, help: string, labels: Label[] = []) =>
    new Gauge({ name: `backups_${name}`, help, labelNames: labels, registers: [registry] });
  const build = gauge('build_info', 'The version of the bot; always 1.', ['version']);
  build.set({ version: packageFile.version }, 1);
  const remaining = gauge(
    'northflank_budget_remaining',
    'Requests left in this hour, as Northflank last said.',
  );
  const limit = gauge('northflank_budget_limit', 'Requests that Northflank grants an hour.');
  const reset = gauge(
    'northflank_budget_reset_timestamp_seconds',
    'When the next hour of requests begins, as Northflank last said.',
  );
  const notReady = gauge(
    'readiness_problems',
    'How many things keep the bot from being ready; 0 when it is.',
  );
  const surveyAge = gauge(
    'survey_age_seconds',
    'Since every project was last listed and each of its addons asked for.',
  );
  const addons = gauge(
    'addons',
    'Addons by verdict, from the newest survey; absent while it is not known which there are.',
    ['verdict'],
  );

  return ({ budget, account, readinessProblems }) => {
    put(remaining, budget.remaining);
    put(limit, budget.limit);
    put(reset, budget.resetAt && budget.resetAt.getTime() / 1_000);
    put(notReady, readinessProblems);
    put(surveyAge, account.surveyAgeSeconds);
    addons.reset();
    for (const [verdict, number] of account.addons ?? []) addons.set({ verdict }, number);
  };
}

function put(gauge: Gauge<never>, value: number | undefined): void {
  if (value === undefined) gauge.remove();
  else gauge.set(value);
}
