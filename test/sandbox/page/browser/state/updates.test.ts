import { describe, expect, it } from 'vitest';
import type { PageState } from '../../../../../sandbox/page/browser/state/page-state.ts';
import { afterUpdate } from '../../../../../sandbox/page/browser/state/updates.ts';
import type { Snapshot, WireMessage } from '../../../../../sandbox/page/wire.ts';

const SNAPSHOT = {
  me: 'U1',
  channels: [
    { id: 'C1', name: 'backups', kind: 'channel' },
    { id: 'C2', name: 'general', kind: 'channel' },
    { id: 'D1', name: 'Backups', kind: 'im' },
  ],
  messages: {},
  modal: [],
} as unknown as Snapshot;

function state(fields: Partial<PageState> = {}): PageState {
  return {
    snapshot: SNAPSHOT,
    isConnected: true,
    channel: 'C1',
    tab: 'messages',
    isListOpen: false,
    written: 0,
    unread: {},
    toasts: [],
    ...fields,
  };
}

function posted(channel: string) {
  const message: WireMessage = { channel, ts: '1.0', author: 'B1', text: 'new', blocks: [] };
  return { type: 'message', change: 'posted', message } as const;
}

describe('afterUpdate', () => {
  it('begins where the page’s address says, or in a channel where that is not there', () => {
    const first = state({ snapshot: undefined });
    const update = { type: 'snapshot', snapshot: SNAPSHOT } as const;

    expect(afterUpdate({ ...first, channel: 'C2' }, update).change.channel).toBe('C2');
    expect(afterUpdate({ ...first, channel: 'C9' }, update).change.channel).toBe('C1');
  });

  it('closes a thread of a channel that is gone', () => {
    const pane = { kind: 'thread', channel: 'C9', ts: '1.0' } as const;
    const gone = { ...SNAPSHOT, channels: SNAPSHOT.channels.slice(1) };
    const before = state({ pane });

    const { change } = afterUpdate(before, { type: 'snapshot', snapshot: gone });

    expect(change).toMatchObject({ channel: 'C2', pane: undefined });
  });

  it('counts what comes in a channel that is not open', () => {
    expect(afterUpdate(state({ unread: { C2: 1 } }), posted('C2')).change.unread).toEqual({
      C2: 2,
    });
    expect(afterUpdate(state(), posted('C1')).change.unread).toEqual({});
  });

  it.each([
    ['in the open form', { modal: [{}] }, {}, { change: { trouble: expect.any(String) } }],
    ['for a moment', {}, {}, { change: {}, toast: expect.stringContaining('(app_timeout)') }],
    [
      'below the command that failed',
      {},
      { channel: 'C1' },
      { change: { snapshot: { messages: { C1: [{ text: '/backups failed' }] } } } },
    ],
  ])('says Slack’s own words %s', (_, fields, notice, effect) => {
    const before = state({ snapshot: { ...SNAPSHOT, ...fields } as Snapshot });
    const text = '/backups failed';

    expect(
      afterUpdate(before, { type: 'notice', error: 'app_timeout', text, at: 1, ...notice }),
    ).toMatchObject(effect);
  });

  it('takes no other word before the first snapshot', () => {
    expect(afterUpdate(state({ snapshot: undefined }), posted('C1'))).toEqual({ change: {} });
  });
});
