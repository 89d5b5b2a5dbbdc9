import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../src/domain/audit.ts';
import { UserError } from '../../../src/domain/user-error.ts';
import type { Decision } from '../../../src/slack/access.ts';
import type { SlackMessage } from '../../../src/slack/block-kit/message.ts';
import { openAddDestination } from '../../../src/slack/commands/add-destination.ts';

const GRANTED: Decision = { granted: true, role: 'admin', rule: 'ADMINS lists U1' };
const DENIED: Decision = { granted: false, rule: 'no list grants admin', sentence: 'Ask <@U9>.' };

function bot(decision: Decision, { isSlow = false, isStoreAway = false } = {}) {
  const opened: object[] = [];
  const audit: AuditEntry[] = [];
  const messages: SlackMessage[] = [];
  const open = openAddDestination({
    access: { mayOpen: async () => decision },
    keyNames: () => ['shop-prod'],
    audit: async (entry) => {
      if (isStoreAway) throw new Error('disk full');
      audit.push(entry);
    },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  const act = {
    userId: 'U1',
    reference: 'ab12cd',
    openView: async (view: object) => {
      if (isSlow) throw new Error('expired_trigger_id');
      opened.push(view);
      return 'V1';
    },
    reply: async (message: SlackMessage) => {
      messages.push(message);
    },
  };
  return { run: () => open(act), opened, audit, messages };
}

describe('/backups add-destination', () => {
  it('opens the form for whoever may add one', async () => {
    const { run, opened } = bot(GRANTED);
    await run();

    expect(opened).toMatchObject([{ type: 'modal', callback_id: 'add_destination' }]);
    expect(JSON.stringify(opened)).toContain('shop-prod');
  });

  it('opens nothing for anybody else, tells them whom to ask, and records it', async () => {
    const { run, opened, audit } = bot(DENIED);

    await expect(run()).rejects.toThrow(new UserError('Ask <@U9>.'));
    expect(opened).toEqual([]);
    expect(audit).toMatchObject([{ userId: 'U1', state: 'denied', rule: 'no list grants admin' }]);
  });

  it('denies also when that cannot be recorded', async () => {
    const { run } = bot(DENIED, { isStoreAway: true });

    await expect(run()).rejects.toThrow(UserError);
  });

  it('offers another try when Slack no longer opens a form', async () => {
    const { run, messages } = bot(GRANTED, { isSlow: true });
    await run();

    expect(messages[0]?.text).toContain('Nothing was changed');
    expect(JSON.stringify(messages)).toContain('open_add_destination');
  });
});
