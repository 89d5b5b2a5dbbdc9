import { describe, expect, it } from 'vitest';
import type { ReadFailureKind } from '../../../src/domain/listing.ts';
import { createAttempt } from '../../../src/northflank/client/attempt.ts';
import { createRequestBudget } from '../../../src/northflank/client/budget.ts';
import type { Transport } from '../../../src/northflank/client/transport.ts';
import { NorthflankError } from '../../../src/northflank/errors.ts';

const GET = { method: 'GET', path: '/v1/projects' } as const;
const NOW = new Date('2026-10-06T09:00:00Z');

/** What one try tells the breaker. */
async function verdictOf(transport: Transport): Promise<string> {
  const verdicts: string[] = [];
  const attempt = createAttempt({
    transport,
    budget: createRequestBudget(),
    breaker: {
      admit: () => undefined,
      succeeded: () => verdicts.push('up'),
      failed: () => verdicts.push('down'),
    },
    token: 'test-token',
    now: () => NOW,
    log: () => {},
  });
  await attempt(GET, 'person', new AbortController().signal);
  return verdicts.join() || 'nothing';
}

describe('createAttempt', () => {
  it.each([
    { status: 200, json: {}, verdict: 'up' },
    { status: 404, json: {}, verdict: 'up' },
    { status: 429, json: {}, verdict: 'up' },
    { status: 200, json: undefined, verdict: 'up' },
    { status: 408, json: {}, verdict: 'down' },
    { status: 500, json: undefined, verdict: 'down' },
    { status: 500, json: { error: { status: 500, message: 'cluster away' } }, verdict: 'up' },
    { status: 503, json: {}, verdict: 'down' },
    { status: 503, json: undefined, verdict: 'down' },
  ])('tells the breaker "$verdict" after $status', async ({ status, json, verdict }) => {
    expect(await verdictOf(async () => ({ status, headers: {}, json }))).toBe(verdict);
  });

  it.each([
    { kind: 'unavailable', verdict: 'down' },
    { kind: 'timeout', verdict: 'down' },
    { kind: 'malformed', verdict: 'up' },
    { kind: 'cancelled', verdict: 'nothing' },
    { kind: 'untrusted', verdict: 'nothing' },
  ] satisfies { kind: ReadFailureKind; verdict: string }[])(
    'tells the breaker "$verdict" when a request ends as $kind',
    async ({ kind, verdict }) => {
      const transport = async () => {
        throw new NorthflankError(kind, 'failed', { path: '/v1/projects' });
      };

      expect(await verdictOf(transport)).toBe(verdict);
    },
  );
});
