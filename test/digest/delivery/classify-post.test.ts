import { describe, expect, it } from 'vitest';
import { classifyPost } from '../../../src/digest/delivery/classify-post.ts';

describe('classifyPost', () => {
  it('believes an answer that names the message', () => {
    expect(classifyPost({ kind: 'ok', ts: '1764000000.000100' })).toEqual({
      sent: 'yes',
      ts: '1764000000.000100',
    });
  });

  it('does not know where the answer names nothing', () => {
    expect(classifyPost({ kind: 'ok', ts: undefined })).toMatchObject({ sent: 'unknown' });
  });

  it.each(['time-out', 'reset', 'status 502', 'not JSON'])('does not know after %s', (reason) => {
    expect(classifyPost({ kind: 'no-answer', reason })).toEqual({ sent: 'unknown', reason });
  });

  it.each([
    'fatal_error',
    'internal_error',
    'service_unavailable',
    'a_code_of_next_year',
    'toString',
  ])('does not know after %s, which Slack may send after it took the message', (code) => {
    expect(classifyPost({ kind: 'refused', code })).toMatchObject({ sent: 'unknown' });
  });

  it('knows that nothing was sent when nobody took the request', () => {
    expect(classifyPost({ kind: 'not-sent', reason: 'No connection' })).toEqual({
      sent: 'no',
      help: 'wait',
      reason: 'No connection',
    });
  });

  it('passes on how long Slack asks to wait', () => {
    expect(classifyPost({ kind: 'rate-limited', retryAfterMs: 30_000 })).toMatchObject({
      sent: 'no',
      help: 'wait',
      retryAfterMs: 30_000,
    });
  });

  it.each([
    {
      help: 'gone',
      codes: ['channel_not_found', 'not_in_channel', 'is_archived', 'is_inactive'],
    },
    { help: 'stop', codes: ['restricted_action', 'no_permission'] },
    {
      help: 'wait',
      codes: ['token_revoked', 'invalid_auth', 'account_inactive', 'missing_scope', 'ratelimited'],
    },
    {
      help: 'content',
      codes: ['invalid_blocks', 'msg_too_long', 'msg_blocks_too_long', 'metadata_too_large'],
    },
    { help: 'thread', codes: ['thread_not_found', 'message_not_found'] },
  ])('answers $codes with $help', ({ help, codes }) => {
    for (const code of codes) {
      expect(classifyPost({ kind: 'refused', code })).toMatchObject({ sent: 'no', help });
    }
  });

  it('gives the owner of a channel a sentence instead of a code', () => {
    expect(classifyPost({ kind: 'refused', code: 'not_in_channel' })).toMatchObject({
      reason: 'The bot is not in the channel',
    });
  });
});
