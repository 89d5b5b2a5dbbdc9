import { describe, expect, it } from 'vitest';
import { NorthflankError, toReadFailure } from '../../src/northflank/errors.ts';

function failure(kind: NorthflankError['kind'], words?: string) {
  return toReadFailure(new NorthflankError(kind, 'GET', { path: '/v1/projects', words }));
}

describe('toReadFailure', () => {
  it('gives the reason of a refusal in Northflank’s words, cut to a clause', () => {
    expect(failure('refused', 'Access to bucket "acme" was denied').reason).toBe(
      'Northflank refused the request: “Access to bucket "acme" was denied”',
    );
    const { reason } = failure('refused', 'x'.repeat(300));
    expect(reason).toMatch(/“x{119}…”$/);
  });

  it('has a clause of its own for a refusal without words', () => {
    expect(failure('refused').reason).toBe('Northflank refused the request');
  });

  it('keeps the clauses of other failures, so that equal ones stay together', () => {
    expect(failure('unavailable', 'upstream 10.0.0.7 is gone').reason).toBe(
      'Northflank is not answering',
    );
  });

  it('takes anything else for an answer that cannot be read', () => {
    expect(toReadFailure(new TypeError('x')).kind).toBe('malformed');
  });
});
