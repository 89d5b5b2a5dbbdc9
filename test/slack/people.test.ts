import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { createPeople } from '../../src/slack/people.ts';

const MEMBER = { id: 'U1', team_id: 'T1', tz: 'Europe/Berlin' };

/** A client that answers from what it is given and counts what it is asked. */
function clientWith(answers: Record<string, object | Error>) {
  const asked: string[] = [];
  const client = new WebClient('xoxb-fake', {
    retryConfig: { retries: 0 },
    fetch: (url) => {
      const method =
        String(url instanceof Request ? url.url : url)
          .split('/')
          .at(-1) ?? '';
      asked.push(method);
      const answer = answers[method] ?? { ok: false, error: 'unknown_method' };
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve(Response.json(answer));
    },
  });
  return { client, asked };
}

function peopleWith(answers: Record<string, object | Error>, clock = { at: 0 }) {
  const { client, asked } = clientWith(answers);
  return {
    people: createPeople(
      client,
      () => 'T1',
      () => new Date(clock.at),
    ),
    asked,
  };
}

describe('person', () => {
  it.each([
    ['a full member', {}, true],
    ['a guest', { is_restricted: true }, false],
    ['a guest of one channel', { is_ultra_restricted: true }, false],
    ['a bot', { is_bot: true }, false],
    ['a deactivated person', { deleted: true }, false],
    ['a stranger', { is_stranger: true }, false],
    ['a person of another workspace', { team_id: 'T2' }, false],
  ])('knows %s', async (_, traits, isMember) => {
    const { people } = peopleWith({ 'users.info': { ok: true, user: { ...MEMBER, ...traits } } });

    expect(await people.person('U1')).toEqual({ isMember, timeZone: 'Europe/Berlin' });
  });

  it.each([
    [{ real_name: 'Ola Nordmann', profile: { display_name: 'ola' } }, 'ola'],
    [{ real_name: 'Ola Nordmann', profile: { display_name: '' } }, 'Ola Nordmann'],
    [{}, undefined],
  ])('goes by the name that colleagues see: %j', async (names, name) => {
    const { people } = peopleWith({ 'users.info': { ok: true, user: { ...MEMBER, ...names } } });

    expect((await people.person('U1')).name).toBe(name);
  });

  it('asks Slack once a minute', async () => {
    const clock = { at: 0 };
    const { people, asked } = peopleWith({ 'users.info': { ok: true, user: MEMBER } }, clock);

    await people.person('U1');
    clock.at = 59_000;
    await people.person('U1');
    clock.at = 60_000;
    await people.person('U1');

    expect(asked).toHaveLength(2);
  });

  it('asks again when the clock was set back since', async () => {
    const clock = { at: 60_000 };
    const { people, asked } = peopleWith({ 'users.info': { ok: true, user: MEMBER } }, clock);

    await people.person('U1');
    clock.at = 59_999;
    await people.person('U1');

    expect(asked).toHaveLength(2);
  });

  it('asks afresh when something is to be changed', async () => {
    const answer = { ok: true, user: { ...MEMBER, is_restricted: false } };
    const { people } = peopleWith({ 'users.info': answer });

    await people.person('U1');
    answer.user.is_restricted = true;

    expect((await people.person('U1')).isMember).toBe(true);
    expect((await people.person('U1', { fresh: true })).isMember).toBe(false);
    expect((await people.person('U1')).isMember).toBe(false);
  });

  it('rejects when Slack does not answer, and asks again next time', async () => {
    const { people, asked } = peopleWith({ 'users.info': new Error('down') });

    await expect(people.person('U1')).rejects.toThrow(/down/);
    await expect(people.person('U1')).rejects.toThrow(/down/);

    expect(asked).toHaveLength(2);
  });
});

describe('usergroupMembers', () => {
  it('asks afresh when something is to be changed', async () => {
    const { people, asked } = peopleWith({
      'usergroups.users.list': { ok: true, users: ['U1', 'U2'] },
    });

    expect(await people.usergroupMembers('S1')).toEqual(['U1', 'U2']);
    await people.usergroupMembers('S1');
    await people.usergroupMembers('S1', { fresh: true });

    expect(asked).toHaveLength(2);
  });
});

describe('usergroups', () => {
  it('names those that are in use, asking Slack once a minute', async () => {
    const { people, asked } = peopleWith({
      'usergroups.list': {
        ok: true,
        usergroups: [
          { id: 'S1', handle: 'oncall', name: 'On call', date_delete: 0 },
          { id: 'S2', handle: 'old', name: 'Old', date_delete: 1_700_000_000 },
        ],
      },
    });

    await people.usergroups();

    expect(await people.usergroups()).toEqual([{ id: 'S1', handle: 'oncall', name: 'On call' }]);
    expect(asked).toEqual(['usergroups.list']);
  });
});
