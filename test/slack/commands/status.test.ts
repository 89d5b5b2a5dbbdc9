import { describe, expect, it } from 'vitest';
import type { Directory } from '../../../src/domain/addons/directory.ts';
import { UserError } from '../../../src/domain/user-error.ts';
import type { Act } from '../../../src/slack/acts/act.ts';
import { createStatus } from '../../../src/slack/commands/status.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

const ACT: Act = {
  reference: 'abc123',
  userId: 'U1',
  reply: () => Promise.resolve(),
  notice: () => Promise.resolve(),
  openView: () => Promise.resolve(''),
};

function statusOf(directory: Partial<Directory>) {
  return createStatus({
    surveys: { read: () => Promise.reject(new Error('nobody asked for a survey')) },
    judge: () => [],
    directory: () =>
      Promise.resolve({
        projects: [],
        addons: [],
        unreadProjects: [],
        unreadableRows: 0,
        readAt: NOW,
        ...directory,
      }),
    scopeOf: () => Promise.resolve({ patterns: [], types: [] }),
    now: () => NOW,
  });
}

describe('/backups status of a project', () => {
  it('leads to all that can be read where there is no project at all', async () => {
    await expect(statusOf({}).command(ACT, 'shop-prod')).rejects.toEqual(
      new UserError('No project is called `shop-prod`. `/backups` shows all that can be read.'),
    );
  });

  it.each<[Partial<Directory>, string]>([
    [
      { failure: { kind: 'timeout', reason: 'Northflank took too long' } },
      'not all projects could be read',
    ],
    [{ unreadableRows: 1 }, '1 row of the lists of projects and addons could not be read'],
  ])('denies none that may be hidden by %o', async (gap, words) => {
    await expect(statusOf(gap).command(ACT, 'shop-prod')).rejects.toThrow(
      `◌ Cannot tell whether \`shop-prod\` exists: ${words}.`,
    );
  });
});
