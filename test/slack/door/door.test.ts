import { describe, expect, it } from 'vitest';
import { createDoor } from '../../../src/slack/door/door.ts';
import { createRunningWork } from '../../../src/slack/door/running-work.ts';
import { SILENT } from '../../fakes/log.ts';

const COMMAND = { command: '/backups', team_id: 'T1', user_id: 'U1' };

/** A door, and a way through it that writes down what happens when. */
function open() {
  const steps: string[] = [];
  const counts: number[] = [];
  const running = createRunningWork();
  const seen = new Set<string>();
  const door = createDoor({
    identity: { teamId: 'T1', botUserId: 'UBOT' },
    log: SILENT,
    running,
    firstTime: async (key) => {
      steps.push(`stored ${key}`);
      // Each takes a little longer than the one before.
      for (let turn = 0; turn < 10 * seen.size; turn += 1) await Promise.resolve();
      return seen.size < seen.add(key).size;
    },
  });
  const enter = async (name: string, body: object) => {
    const args = {
      body,
      ack: async () => {
        steps.push(`${name} acknowledged`);
        // Slack is told by now, and the process may be asked to stop.
        await Promise.resolve();
        counts.push(running.count());
      },
      next: async () => void steps.push(`${name} worked on`),
    };
    // As much of Bolt's arguments as the door looks at.
    await door(args as unknown as Parameters<typeof door>[0]);
  };
  return { steps, running, counts, enter };
}

describe('a command', () => {
  it('is stored, then acknowledged, then worked on', async () => {
    const { steps, enter } = open();

    await enter('it', { ...COMMAND, trigger_id: '1' });

    expect(steps).toEqual(['stored command:1', 'it acknowledged', 'it worked on']);
  });

  it('is acknowledged before any other that came with it is worked on', async () => {
    const { steps, enter } = open();
    const names = Array.from({ length: 5 }, (_, index) => `command ${index}`);

    await Promise.all(names.map((name) => enter(name, { ...COMMAND, trigger_id: name })));

    const order = steps.filter((step) => !step.startsWith('stored'));
    expect(order).toEqual([
      ...names.map((name) => `${name} acknowledged`),
      ...names.map((name) => `${name} worked on`),
    ]);
  });

  it('counts as running work by the time that it is acknowledged', async () => {
    const { running, counts, enter } = open();

    await enter('it', { ...COMMAND, trigger_id: '1' });

    expect(counts).toEqual([1]);
    expect(running.count()).toBe(0);
  });

  it('is acknowledged and no more when it comes again', async () => {
    const { steps, enter } = open();
    await enter('first', { ...COMMAND, trigger_id: '1' });
    await enter('again', { ...COMMAND, trigger_id: '1' });

    expect(steps).toContain('again acknowledged');
    expect(steps).not.toContain('again worked on');
  });

  it('from another workspace is acknowledged and no more', async () => {
    const { steps, enter } = open();
    await enter('it', { ...COMMAND, team_id: 'T2', trigger_id: '1' });

    expect(steps).toEqual(['it acknowledged']);
  });

  it('that is not ours is left to Bolt', async () => {
    const { steps, enter } = open();
    await enter('it', { ...COMMAND, command: '/other', trigger_id: '1' });

    expect(steps).toEqual(['stored command:1', 'it worked on']);
  });
});

describe('a click', () => {
  it('is acknowledged before it is worked on', async () => {
    const { steps, enter } = open();
    const user = { id: 'U1', team_id: 'T1' };
    const actions = [{ action_id: 'show_addon', action_ts: '1' }];
    await enter('it', { type: 'block_actions', team: { id: 'T1' }, user, actions });

    expect(steps.slice(1)).toEqual(['it acknowledged', 'it worked on']);
  });
});

describe('an event', () => {
  it('counts as running work from its arrival, since it is acknowledged already', async () => {
    const { running, enter, steps } = open();

    const entering = enter('it', { team_id: 'T1', event_id: 'Ev1', event: { user: 'U1' } });
    expect(running.count()).toBe(1);
    await entering;

    expect(steps).toEqual(['stored event:Ev1', 'it worked on']);
    expect(running.count()).toBe(0);
  });
});

describe('what is answered by its acknowledgement', () => {
  it.each(['view_submission', 'block_suggestion'])('is left to its listener: %s', async (type) => {
    const { steps, enter } = open();
    await enter('it', { type, team: { id: 'T1' }, user: { id: 'U1' }, view: { id: 'V1' } });

    expect(steps).toEqual(['it worked on']);
  });
});
