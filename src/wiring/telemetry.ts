import type { Config } from '../config.ts';
import type { Clock } from '../domain/clock.ts';
import type { Log, Tracing } from '../domain/log.ts';
import { createErrorTally, type ErrorTally } from '../telemetry/error-tally.ts';
import { createMetrics, type Metrics } from '../telemetry/metrics.ts';
import { createPinoLog } from '../telemetry/pino-log.ts';
import { createTracing } from '../telemetry/tracing.ts';

/** What a bot tells of itself. */
export interface Telemetry {
  /** Every line is counted, and carries what it belongs to. */
  log: Log;
  tracing: Tracing;
  metrics: Metrics;
  errors: ErrorTally;
}

/** @param given where lines go; to standard error when absent. */
export function wireTelemetry(
  { logLevel }: Pick<Config, 'logLevel'>,
  given: Log | undefined,
  now: Clock,
): Telemetry {
  const metrics = createMetrics();
  const tracing = createTracing();
  const errors = createErrorTally(now);
  const written = errors.noting(given ?? createPinoLog(logLevel));
  return { log: metrics.counting(tracing.marking(written)), tracing, metrics, errors };
}
