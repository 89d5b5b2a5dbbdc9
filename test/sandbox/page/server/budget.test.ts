import { describe, expect, it } from 'vitest';
import type { ReceivedRequest } from '../../../../sandbox/northflank.ts';
import { budgetLeft } from '../../../../sandbox/page/server/budget.ts';

const START = Date.parse('2026-11-21T06:00:00Z');
const at = (minutes: number): Date => new Date(START + minutes * 60_000);

function request(minutes: number, status = 200): ReceivedRequest {
  return { method: 'GET', path: '/v1/projects', query: '', at: at(minutes), status };
}

describe('budgetLeft', () => {
  it('is whole before the first request', () => {
    expect(budgetLeft([], at(0), false)).toEqual({ left: 1000, limit: 1000 });
  });

  it('counts what the account counts: not what a gateway answered or what was cut', () => {
    const requests = [request(0), request(1, 401), request(2, 503), request(3, 0)];

    expect(budgetLeft(requests, at(4), false).left).toBe(998);
  });

  it('is whole again an hour after the first request', () => {
    const requests = [request(0), request(59)];

    expect(budgetLeft(requests, at(59), false).left).toBe(998);
    expect(budgetLeft(requests, at(60), false).left).toBe(1000);
  });

  it('never falls below nothing', () => {
    const requests = Array.from({ length: 1200 }, () => request(0));

    expect(budgetLeft(requests, at(1), false).left).toBe(0);
  });

  it('is nothing while the account behaves as if it were used up', () => {
    expect(budgetLeft([], at(0), true).left).toBe(0);
  });
});
