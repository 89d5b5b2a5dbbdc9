import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BudgetReport } from '../../../src/domain/budget-report.ts';
import { createRequestBudget, type RequestBudget } from '../../../src/northflank/client/budget.ts';
import type { Priority } from '../../../src/northflank/northflank.ts';

const NOW = new Date('2026-10-06T09:00:00Z');
const RESET = new Date('2026-10-06T09:30:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

/** A budget whose last answer said how much is left. */
function withLeft(remaining: number, resetAt: Date | undefined = RESET): RequestBudget {
  const budget = createRequestBudget();
  budget.sending('person', NOW);
  budget.ended({ limit: 1000, remaining, resetAt }, NOW);
  return budget;
}

/** Sends and answers requests until one is refused or must wait; the number that went. */
function sendAll(budget: RequestBudget, priority: Priority, remaining: number): number {
  let left = remaining;
  for (let sent = 0; ; sent += 1) {
    const admission = budget.admit(priority, NOW);
    if (admission.kind === 'refuse' || admission.waitMs > 0) return sent;
    budget.sending(priority, NOW);
    left -= 1;
    budget.ended({ limit: 1000, remaining: left, resetAt: RESET }, NOW);
  }
}

describe('createRequestBudget', () => {
  it('lets everybody go before anything is known', () => {
    const budget = createRequestBudget();

    for (const priority of ['person', 'digest', 'background'] as const) {
      expect(budget.admit(priority, NOW)).toEqual({ kind: 'go', waitMs: 0 });
    }
  });

  it.each([
    { priority: 'person', left: 1, kind: 'go' },
    { priority: 'person', left: 0, kind: 'refuse' },
    { priority: 'digest', left: 201, kind: 'go' },
    { priority: 'digest', left: 200, kind: 'refuse' },
    { priority: 'background', left: 201, kind: 'go' },
    { priority: 'background', left: 200, kind: 'refuse' },
  ] as const)('answers a $priority call with $left left: $kind', ({ priority, left, kind }) => {
    expect(withLeft(left).admit(priority, NOW).kind).toBe(kind);
  });

  it('says when a refused call may come back', () => {
    expect(withLeft(200).admit('digest', NOW)).toEqual({ kind: 'refuse', retryAt: RESET });
  });

  it('keeps a digest to half of the hour and background calls to less', () => {
    expect(sendAll(withLeft(999), 'digest', 999)).toBe(500);
    expect(sendAll(withLeft(999), 'background', 999)).toBe(300);
    expect(sendAll(withLeft(999), 'person', 999)).toBe(999);
  });

  it('spreads background calls over the rest of the hour once less than 30 % is left', () => {
    const budget = withLeft(260);
    const waits = [1, 2, 3].map(() => budget.admit('background', NOW));

    // Sixty calls above what people keep, over thirty minutes.
    expect(waits).toEqual([
      { kind: 'go', waitMs: 0 },
      { kind: 'go', waitMs: 30_000 },
      { kind: 'go', waitMs: 60_000 },
    ]);
    expect(budget.admit('digest', NOW)).toEqual({ kind: 'go', waitMs: 0 });
  });

  it('counts requests that are under way as spent', () => {
    const budget = withLeft(2);
    budget.sending('person', NOW);
    budget.sending('person', NOW);

    expect(budget.admit('person', NOW)).toEqual({ kind: 'refuse', retryAt: RESET });
  });

  it('gives back what a request without answer had taken', () => {
    const budget = withLeft(1);
    budget.sending('person', NOW);
    budget.ended(undefined, NOW);

    expect(budget.admit('person', NOW).kind).toBe('go');
  });

  it('does not let a late answer raise what is left', () => {
    const budget = withLeft(10);
    budget.sending('person', NOW);
    budget.ended({ limit: 1000, remaining: 500, resetAt: new Date(RESET.getTime() + 900) }, NOW);

    expect(budget.state().remaining).toBe(10);
  });

  it('starts anew with the next window', () => {
    const budget = withLeft(0);
    expect(budget.admit('digest', later(1_799_999)).kind).toBe('refuse');

    expect(budget.admit('digest', RESET).kind).toBe('go');
    budget.sending('digest', RESET);
    budget.ended({ limit: 1000, remaining: 999, resetAt: later(5_400_000) }, RESET);
    expect(budget.state()).toMatchObject({ remaining: 999, resetAt: later(5_400_000), sent: 2 });
  });

  it('gives a digest its share again in the next window', () => {
    const budget = withLeft(999);
    sendAll(budget, 'digest', 999);
    expect(budget.admit('digest', NOW).kind).toBe('refuse');

    expect(budget.admit('digest', RESET).kind).toBe('go');
  });

  it('gives it again too where the window turns out to have ended early', () => {
    const budget = withLeft(999);
    sendAll(budget, 'digest', 999);

    budget.sending('person', NOW);
    budget.ended({ limit: 1000, remaining: 998, resetAt: later(3_600_000) }, NOW);

    expect(budget.admit('digest', NOW).kind).toBe('go');
  });

  it('forgets after an hour what was sent and never answered', () => {
    const budget = createRequestBudget();
    for (let sent = 0; sent < 400; sent += 1) {
      budget.sending('background', NOW);
      budget.ended(undefined, NOW);
    }

    budget.sending('person', later(3_600_000));
    budget.ended({ limit: 1000, remaining: 999, resetAt: later(7_200_000) }, later(3_600_000));

    expect(budget.admit('background', later(3_600_000)).kind).toBe('go');
  });

  it('asks on behalf of people where nobody said when the window ends', () => {
    const budget = createRequestBudget();
    budget.sending('person', NOW);
    budget.ended({ limit: 1000, remaining: 0 }, NOW);

    expect(budget.admit('person', NOW)).toEqual({ kind: 'go', waitMs: 0 });
    expect(budget.admit('digest', NOW)).toEqual({ kind: 'refuse', retryAt: later(3_600_000) });
  });

  it('does not put off the end of such a window with every answer', () => {
    const budget = createRequestBudget();
    for (const minute of [0, 30, 59]) {
      budget.sending('person', later(minute * 60_000));
      budget.ended({ limit: 1000, remaining: 100 }, later(minute * 60_000));
    }

    expect(budget.admit('digest', later(3_599_999)).kind).toBe('refuse');
    expect(budget.admit('digest', later(3_600_000)).kind).toBe('go');
  });

  it('holds everybody back until a refusal is over', () => {
    const budget = createRequestBudget();
    budget.pauseUntil(later(7_000), NOW);
    budget.pauseUntil(later(3_000), NOW);

    expect(budget.admit('person', later(2_000))).toEqual({ kind: 'go', waitMs: 5_000 });
    expect(budget.admit('person', later(7_000))).toEqual({ kind: 'go', waitMs: 0 });
  });

  it('makes a refusal no longer by a clock that is set back', () => {
    const budget = createRequestBudget();
    budget.pauseUntil(later(2_000), NOW);

    expect(budget.admit('person', later(-1_800_000))).toEqual({ kind: 'go', waitMs: 2_000 });
    expect(budget.admit('person', later(-1_798_500))).toEqual({ kind: 'go', waitMs: 500 });
    expect(budget.report(later(-1_798_500))).toMatchObject({ pausedForMs: 500 });
    expect(budget.admit('person', later(-1_798_000))).toEqual({ kind: 'go', waitMs: 0 });
  });

  it('does not begin a refusal anew that was over before the clock was set back', () => {
    const budget = createRequestBudget();
    budget.pauseUntil(later(7_000), NOW);
    budget.admit('person', later(7_000));

    expect(budget.admit('person', later(-3_600_000))).toEqual({ kind: 'go', waitMs: 0 });
  });

  it('makes an hour no longer by a clock that is set back', () => {
    const budget = withLeft(0);

    expect(budget.admit('person', later(-3_600_000))).toEqual({
      kind: 'refuse',
      retryAt: later(-1_800_000),
    });
    expect(budget.state()).toMatchObject({ resetAt: later(-1_800_000) });
    expect(budget.admit('person', later(-1_800_000)).kind).toBe('go');
  });

  it('never lets digest and background calls take what is kept for people', () => {
    const callers = fc.constantFrom('digest' as const, 'background' as const);
    fc.assert(
      fc.property(fc.array(callers, { maxLength: 2000 }), (priorities) => {
        const budget = withLeft(999);
        let left = 999;
        for (const priority of priorities) {
          const admission = budget.admit(priority, NOW);
          if (admission.kind === 'refuse') continue;
          budget.sending(priority, NOW);
          left -= 1;
          budget.ended({ limit: 1000, remaining: left, resetAt: RESET }, NOW);
        }
        expect(left).toBeGreaterThanOrEqual(200);
        expect(budget.admit('person', NOW).kind).toBe('go');
      }),
      { numRuns: 20 },
    );
  });

  it('counts every request sent', () => {
    const budget = createRequestBudget();
    expect(budget.state()).toEqual({ sent: 0, remaining: undefined });

    budget.sending('digest', NOW);

    expect(budget.state().sent).toBe(1);
  });

  describe('shared with other bots', () => {
    /** What another bot has to say of the same hour. */
    function otherBot(spent: number, remaining = 900, endsInMs = 1_800_000): BudgetReport {
      const hour = { limit: 1000, remaining, endsInMs };
      return { hour, spent: { person: spent, digest: spent, background: spent } };
    }

    it('reports what it heard and spent, as spans', () => {
      const budget = withLeft(640);
      budget.sending('background', NOW);
      budget.sending('background', NOW);
      budget.pauseUntil(later(90_000), NOW);
      budget.pauseUntil(later(80_000), NOW);

      expect(budget.report(later(60_000))).toEqual({
        hour: { limit: 1000, remaining: 640, endsInMs: 1_740_000 },
        spent: { person: 1, digest: 0, background: 2 },
        pausedForMs: 30_000,
      });
    });

    it('has nothing to report before Northflank has said when the hour ends, nor after it', () => {
      const silent = createRequestBudget();
      silent.sending('digest', NOW);
      expect(silent.report(NOW)).toBeUndefined();
      silent.ended({ limit: 1000, remaining: 900 }, NOW);
      expect(silent.report(NOW)).toBeUndefined();

      expect(withLeft(640).report(RESET)).toBeUndefined();
    });

    it('counts what the others spent into the shares', () => {
      const budget = withLeft(900);
      budget.learn([otherBot(100), otherBot(150)], NOW);

      expect(sendAll(budget, 'background', 900)).toBe(50);
      expect(sendAll(budget, 'digest', 850)).toBe(250);
    });

    it('takes the newest report of a bot for all that it spent', () => {
      const budget = withLeft(900);
      budget.learn([otherBot(100)], NOW);
      budget.learn([otherBot(120)], NOW);

      expect(sendAll(budget, 'background', 900)).toBe(180);
    });

    it('knows what is left from what another bot heard', () => {
      const budget = withLeft(900);
      budget.learn([otherBot(0, 200)], NOW);

      expect(budget.admit('digest', NOW)).toEqual({ kind: 'refuse', retryAt: RESET });
      expect(budget.admit('person', NOW).kind).toBe('go');
      expect(budget.state().remaining).toBe(200);
    });

    it('does not believe that more is left than it heard itself', () => {
      const budget = withLeft(100);
      budget.learn([otherBot(0, 900)], NOW);

      expect(budget.state().remaining).toBe(100);
    });

    it('knows the hour from another bot before its own first answer', () => {
      const budget = createRequestBudget();
      budget.learn([otherBot(300)], NOW);

      expect(budget.admit('background', NOW)).toEqual({ kind: 'refuse', retryAt: RESET });
    });

    it('enters the hour that another bot was first to see', () => {
      const budget = withLeft(0);
      const next = otherBot(20, 980, 3_600_000);
      budget.learn([next], later(60_000));

      expect(budget.state()).toMatchObject({ remaining: 980, resetAt: later(3_660_000) });
      expect(budget.admit('person', later(60_000)).kind).toBe('go');
    });

    it('takes what another bot was told for its own guess of when the hour ends', () => {
      const budget = createRequestBudget();
      budget.sending('person', NOW);
      budget.ended({ limit: 1000, remaining: 0 }, NOW);
      budget.learn([otherBot(0, 0)], NOW);

      expect(budget.admit('digest', NOW)).toEqual({ kind: 'refuse', retryAt: RESET });
    });

    it('leaves the past hour of a bot that has not noticed out of account', () => {
      const budget = withLeft(900, later(3_600_000));
      budget.learn([otherBot(300, 0, 60_000)], NOW);

      expect(budget.state().remaining).toBe(900);
      expect(budget.admit('background', NOW).kind).toBe('go');
    });

    it('forgets what the others spent when the hour is over', () => {
      const budget = withLeft(900);
      budget.learn([otherBot(300)], NOW);

      expect(budget.admit('background', RESET).kind).toBe('go');
      budget.sending('background', RESET);
      budget.ended({ limit: 1000, remaining: 999, resetAt: later(5_400_000) }, RESET);
      expect(budget.admit('background', RESET).kind).toBe('go');
    });

    it('does not move the end of the hour by hearing it from others again and again', () => {
      const budget = withLeft(900);
      for (let round = 0; round < 100; round += 1) {
        budget.learn([otherBot(0, 900, 1_800_000 + 500)], NOW);
      }

      expect(budget.report(NOW)).toMatchObject({ hour: { endsInMs: 1_800_000 } });
    });

    it('holds back while Northflank wants nothing from another bot, without passing that on', () => {
      const budget = createRequestBudget();
      budget.learn([{ spent: { person: 0, digest: 0, background: 0 }, pausedForMs: 7_000 }], NOW);

      expect(budget.admit('person', NOW)).toEqual({ kind: 'go', waitMs: 7_000 });
      expect(budget.report(NOW)).toBeUndefined();
    });
  });
});
