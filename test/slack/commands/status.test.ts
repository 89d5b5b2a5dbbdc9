import { describe, expect, it } from 'vitest';
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

describe('/backups status of a project', () => {
  it('leads to all that can be read where there is no project at all', async () => {
    const status = createStatus({
      surveys: { read: () => Promise.reject(new Error('nobody asked for a survey')) },
      judge: () => [],
      directory: () =>
        Promise.resolve({
          projects: [],
          addons: [],
          unreadProjects: [],
          unreadableRows: 0,
          readAt: NOW,
        }),
      scopeOf: () => Promise.resolve({ patterns: [], types: [] }),
      now: () => NOW,
    });

    await expect(status.command(ACT, 'shop-prod')).rejects.toEqual(
      new UserError('No project is called `shop-prod`. `/backups` shows all that can be read.'),
    );
  });
});
