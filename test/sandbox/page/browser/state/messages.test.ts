import { describe, expect, it } from 'vitest';
import {
  repliesTo,
  topLevel,
  withMessage,
} from '../../../../../sandbox/page/browser/state/messages.ts';
import type { WireMessage } from '../../../../../sandbox/page/wire.ts';

function message(ts: string, more: Partial<WireMessage> = {}): WireMessage {
  return { channel: 'C1', ts, author: 'U1', text: ts, blocks: [], ...more };
}

describe('withMessage', () => {
  const messages = [message('1.0'), message('3.0')];

  it('puts a new one where it belongs in time', () => {
    expect(withMessage(messages, 'posted', message('2.0')).map(({ ts }) => ts)).toEqual([
      '1.0',
      '2.0',
      '3.0',
    ]);
  });

  it('changes one in its place', () => {
    const changed = withMessage(messages, 'updated', message('1.0', { text: 'new' }));

    expect(changed.map(({ text }) => text)).toEqual(['new', '3.0']);
  });

  it('takes one away', () => {
    expect(withMessage(messages, 'deleted', message('1.0'))).toEqual([message('3.0')]);
  });

  it('keeps what one person sees apart from what all see at the same moment', () => {
    const own = message('1.0', { onlyFor: 'U1' });

    expect(withMessage(messages, 'posted', own)).toHaveLength(3);
  });
});

describe('threads', () => {
  const messages = [message('1.0'), message('2.0', { threadTs: '1.0' }), message('3.0')];

  it('stand below their parent and not in the channel', () => {
    expect(topLevel(messages).map(({ ts }) => ts)).toEqual(['1.0', '3.0']);
    expect(repliesTo(messages, '1.0').map(({ ts }) => ts)).toEqual(['2.0']);
  });
});
