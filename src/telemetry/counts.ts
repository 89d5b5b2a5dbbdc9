import { Counter, Histogram, type Registry } from 'prom-client';
import type { FinalState } from '../domain/digests/delivery-store.ts';
import type { LogFields } from '../domain/log.ts';

/** From a warm answer of the process itself to the 3 s after which Slack gives up. */
const ACK_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** From a small account to the limit of a survey, five minutes. */
const SURVEY_BUCKETS = [1, 2.5, 5, 10, 20, 30, 60, 120, 300];

/** Every state that a delivery can end in. */
const DIGEST_OUTCOMES: readonly FinalState[] = ['sent', 'quiet', 'missed', 'refused', 'doubtful'];

/**
 * What is counted of which logged event.
 *
 * Labels hold routes, words of ours and Slack's, never names of people, channels or addons.
 */
export function createCounts(
  registry: Registry,
): Readonly<Record<string, (fields: LogFields) => void>> {
  const counter = <Label extends string>(name: string, help: string, labels: Label[]) =>
    new Counter({ name: `backups_${name}`, help, labelNames: labels, registers: [registry] });
  const histogram = <Label extends string = never>(
    name: string,
    help: string,
    buckets: number[],
    labels: Label[] = [],
  ) =>
    new Histogram({
      name: `backups_${name}`,
      help,
      buckets,
      labelNames: labels,
      registers: [registry],
    });

  const acts = counter('acts_total', 'Commands, clicks and forms that the bot worked on.', [
    'name',
  ]);
  const acks = histogram(
    'slack_ack_duration_seconds',
    'From the arrival of something from Slack to its acknowledgement.',
    ACK_BUCKETS,
  );
  const calls = counter(
    'slack_calls_total',
    'Calls to Slack by how they ended: ok, Slack’s own word, or ours, such as rate-limited and no-answer.',
    ['method', 'outcome'],
  );
  const connections = counter(
    'slack_connections_total',
    'Connections by Socket Mode that were opened, or were to be.',
    ['outcome'],
  );
  const digests = counter('digests_total', 'Digests by how they ended.', ['outcome']);
  // From the start, so that the first one of its kind is seen as an increase.
  for (const outcome of DIGEST_OUTCOMES) digests.inc({ outcome }, 0);
  const requests = counter(
    'northflank_requests_total',
    'Requests sent to Northflank by route and how they ended: ok, or why not.',
    ['endpoint', 'outcome'],
  );
  const surveys = histogram(
    'survey_duration_seconds',
    'Readings of the account; partial when it is not even known which addons there are.',
    SURVEY_BUCKETS,
    ['outcome'],
  );
  return {
    act: ({ name = '' }) => acts.inc({ name: String(name) }),
    slack_ack: ({ durationMs }) => acks.observe(Number(durationMs) / 1_000),
    slack_call: ({ method = '', outcome = '' }) =>
      calls.inc({ method: String(method), outcome: String(outcome) }),
    slack_connected: () => connections.inc({ outcome: 'ok' }),
    slack_connect_failed: () => connections.inc({ outcome: 'failed' }),
    digest_finished: ({ state = '' }) => digests.inc({ outcome: String(state) }),
    northflank_request: ({ endpoint = '', kind = 'ok' }) =>
      requests.inc({ endpoint: String(endpoint), outcome: String(kind) }),
    survey_finished: ({ project, whole, durationMs }) => {
      if (project !== undefined) return;
      surveys.observe({ outcome: whole ? 'whole' : 'partial' }, Number(durationMs) / 1_000);
    },
  };
}
