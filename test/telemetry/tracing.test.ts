import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createTracing } from '../../src/telemetry/tracing.ts';
import { recordedLog } from '../fakes/recorded-log.ts';

describe('createTracing', () => {
  it('marks every line with the work that it comes from, through whatever is awaited', async () => {
    const tracing = createTracing();
    const recorded = recordedLog();
    const log = tracing.marking(recorded);
    const work = async (name: string): Promise<void> => {
      log.info('began', { name });
      await setImmediate();
      log.info('ended', { name });
    };

    await Promise.all([
      tracing.run({ reference: 'a' }, () => work('one')),
      tracing.run({ reference: 'b' }, () => work('two')),
    ]);
    log.info('after');

    expect(recorded.lines.map(({ fields }) => fields)).toEqual([
      { name: 'one', reference: 'a' },
      { name: 'two', reference: 'b' },
      { name: 'one', reference: 'a' },
      { name: 'two', reference: 'b' },
      {},
    ]);
  });

  it('keeps the fields of the work around, and lets a line’s own win', () => {
    const tracing = createTracing();
    const recorded = recordedLog();
    const log = tracing.marking(recorded);

    tracing.run({ reference: 'a' }, () => {
      tracing.run({ survey: 's' }, () => log.debug('inside'));
      log.warn('beside', { survey: 'own', reference: 'own' });
    });

    expect(recorded.lines).toEqual([
      { level: 'debug', event: 'inside', fields: { reference: 'a', survey: 's' } },
      { level: 'warn', event: 'beside', fields: { reference: 'own', survey: 'own' } },
    ]);
  });

  it('makes references short enough to be typed from a phone', () => {
    expect(createTracing().newReference()).toMatch(/^[0-9a-f]{6}$/);
  });
});
