import type { App } from '@slack/bolt';
import type { Log, Tracing } from '../../domain/log.ts';

/**
 * Gives everything that comes in from Slack a reference of its own, under which all that it causes is
 * logged, and logs how long each acknowledgement took.
 */
export function traceEvents(app: App, tracing: Tracing, log: Log): void {
  const process = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    const startedAt = performance.now();
    const reference = tracing.newReference();
    const ack: typeof event.ack = async (...answer) => {
      await event.ack(...answer);
      log.debug('slack_ack', { durationMs: Math.round(performance.now() - startedAt) });
    };
    const customProperties = { ...event.customProperties, [REFERENCE]: reference };
    await tracing.run({ reference }, () => process({ ...event, ack, customProperties }));
  };
}

/** Where Bolt's context carries the reference. */
const REFERENCE = 'reference';

/** The reference of what Slack sent, which people see in errors. */
export function referenceOf(context: Readonly<Record<string, unknown>>): string {
  const reference = context[REFERENCE];
  return typeof reference === 'string' ? reference : '';
}
