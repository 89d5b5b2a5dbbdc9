import { describe, expect, it } from 'vitest';
import { type Moment, PHASES, type Phase } from '../world/gate.ts';
import type { Blow } from './blow.ts';
import { createBlows } from './blows.ts';

function start(...blows: Blow[]) {
  const killed: number[] = [];
  const all = createBlows(blows, {
    kill: (bot) => killed.push(bot),
    wait: () => Promise.resolve(),
  });
  let id = 0;
  /** A whole call, phase for phase, until something is done to it. Answers the phase and the deed. */
  function call(name: string, bot = 0): string {
    id += 1;
    for (const phase of PHASES) {
      const moment: Moment = {
        phase,
        id,
        call: phase === 'connect' ? '' : name,
        body: '',
        answer: '',
      };
      const deed = all.at(bot, 'slack', moment);
      if (deed.do !== 'pass') return `${phase} ${deed.do}`;
    }
    return 'answered';
  }
  return { all, call, killed };
}

function at(call: string, nth: number, phase: Phase, more: Partial<Blow> = {}): Blow {
  return { deed: 'kill', at: { kind: 'call', call, nth, phase, delayMs: 0 }, ...more };
}

describe('a blow', () => {
  it('falls at the phase of the call that it was meant for, once', () => {
    const { all, call, killed } = start(at('post', 2, 'done'));

    expect(['post', 'look', 'post', 'post'].map((name) => call(name, 1))).toEqual([
      'answered',
      'answered',
      'done cut',
      'answered',
    ]);
    expect(killed).toEqual([1]);
    expect(all.next()).toBeUndefined();
  });

  it('is counted from the one before it on, whichever bot calls', () => {
    const { call, killed } = start(at('post', 1, 'request'), at('post', 1, 'half-answer'));

    expect([call('post', 0), call('post', 2)]).toEqual(['request cut', 'half-answer cut']);
    expect(killed).toEqual([0, 2]);
  });

  it('lets Slack take a request later, and its bot live, when only that is meant', () => {
    const { call, killed } = start(at('post', 1, 'request', { deed: 'lose', takenAfterMs: 5 }));

    expect(call('post')).toBe('request late');
    expect(killed).toEqual([]);
  });

  it('waits for the account to change when it is about that', () => {
    const { all, call } = start(at('post', 1, 'headers', { afterChange: true }));

    expect(call('post')).toBe('answered');
    all.changed();
    expect(call('post')).toBe('headers cut');
  });

  it('hits the connection after an answer, of a bot that has its socket', () => {
    const { call, killed } = start({
      deed: 'kill',
      at: { kind: 'connect', after: 'socket', nth: 1, call: 'post' },
    });

    expect(call('socket', 0)).toBe('answered');
    expect(call('auth.test', 1)).toBe('answered');
    expect(call('post', 0)).toBe('connect cut');
    expect(killed).toEqual([0]);
  });

  it('falls at a line of the log', () => {
    const { all, killed } = start({
      deed: 'kill',
      at: { kind: 'log', event: 'started', delayMs: 0 },
    });

    all.logged(1, 'slack_connected');
    all.logged(2, 'started');

    expect(killed).toEqual([2]);
  });
});
