import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Log, LogFields } from './domain/log.ts';
import type { Budget } from './northflank/northflank.ts';

/** The figures of one bot; a registry of its own, so that two bots in one process do not mix. */
export interface Metrics {
  /** The same log, whose acts, digests and requests are counted on their way into it. */
  counting(log: Log): Log;
  render(standing: Standing): Promise<{ contentType: string; body: string }>;
}

/** What is so at the moment, rather than counted. */
export interface Standing {
  budget: Budget;
  /** How many things keep the bot from being ready. */
  readinessProblems: number;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const count = createCounts(registry);
  const remaining = new Gauge({
    name: 'backups_northflank_budget_remaining',
    help: 'Requests left in this hour, as Northflank last said; absent before its first answer.',
    registers,
  });
  const notReady = new Gauge({
    name: 'backups_readiness_problems',
    help: 'How many things keep the bot from being ready.',
    registers,
  });
  return {
    counting: (log) => {
      const counted =
        (level: keyof Log) =>
        (event: string, fields: LogFields = {}): void => {
          count[event]?.(fields);
          log[level](event, fields);
        };
      return {
        debug: counted('debug'),
        info: counted('info'),
        warn: counted('warn'),
        error: counted('error'),
      };
    },
    render: async ({ budget, readinessProblems }) => {
      if (budget.remaining === undefined) remaining.remove();
      else remaining.set(budget.remaining);
      notReady.set(readinessProblems);
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}

/** What is counted of which logged event. */
function createCounts(registry: Registry): Readonly<Record<string, (fields: LogFields) => void>> {
  const registers = [registry];
  const acts = new Counter({
    name: 'backups_acts_total',
    help: 'Commands, clicks and forms that the bot worked on.',
    labelNames: ['name'],
    registers,
  });
  const digests = new Counter({
    name: 'backups_digests_total',
    help: 'Digests by how they ended.',
    labelNames: ['outcome'],
    registers,
  });
  const requests = new Counter({
    name: 'backups_northflank_requests_total',
    help: 'Requests sent to Northflank by the class of their answer, or why none came.',
    labelNames: ['outcome'],
    registers,
  });
  return {
    act: ({ name = '' }) => acts.inc({ name: String(name) }),
    digest_finished: ({ state = '' }) => digests.inc({ outcome: String(state) }),
    'northflank.request': ({ status, kind = '' }) =>
      requests.inc({
        outcome: typeof status === 'number' ? `${Math.floor(status / 100)}xx` : String(kind),
      }),
  };
}
