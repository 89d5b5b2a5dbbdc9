import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Budget } from './northflank/northflank.ts';

/** The figures of one bot; a registry of its own, so that two bots in one process do not mix. */
export interface Metrics {
  /** One act of a person, by what it was. */
  act(name: string): void;
  /** One digest, by its end: `sent`, `refused`, `unknown` and so on. */
  digest(outcome: string): void;
  /** One call to Northflank, by its end: a status class such as `2xx`, or a kind of failure. */
  northflankRequest(outcome: string): void;
  render(): Promise<{ contentType: string; body: string }>;
}

/** Creates the figures; the budget is asked for whenever somebody reads them. */
export function createMetrics(
  budget: () => Budget,
  readinessProblems: () => Promise<number>,
): Metrics {
  const registers = [new Registry()] as const;
  const [registry] = registers;
  collectDefaultMetrics({ register: registry });
  const acts = new Counter({
    name: 'backups_acts_total',
    help: 'Commands, clicks and forms that the bot worked on.',
    labelNames: ['name'],
    registers: [...registers],
  });
  const digests = new Counter({
    name: 'backups_digests_total',
    help: 'Digests by how they ended.',
    labelNames: ['outcome'],
    registers: [...registers],
  });
  const requests = new Counter({
    name: 'backups_northflank_requests_total',
    help: 'Requests sent to Northflank by how they ended.',
    labelNames: ['outcome'],
    registers: [...registers],
  });
  const remaining = new Gauge({
    name: 'backups_northflank_budget_remaining',
    help: 'Requests left in this hour, as Northflank last said; absent before its first answer.',
    registers: [...registers],
  });
  const notReady = new Gauge({
    name: 'backups_readiness_problems',
    help: 'How many things keep the bot from being ready.',
    registers: [...registers],
  });
  return {
    act: (name) => acts.inc({ name }),
    digest: (outcome) => digests.inc({ outcome }),
    northflankRequest: (outcome) => requests.inc({ outcome }),
    render: async () => {
      const left = budget().remaining;
      if (left === undefined) remaining.remove();
      else remaining.set(left);
      notReady.set(await readinessProblems());
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}
