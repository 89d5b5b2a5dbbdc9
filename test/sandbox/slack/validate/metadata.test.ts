import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../sandbox/slack/json.ts';
import { checkMetadata } from '../../../../sandbox/slack/validate.ts';
import { x } from '../block-samples.ts';

describe('checkMetadata', () => {
  const metadata = (payload: unknown): Json => ({
    event_type: 'digest_sent',
    event_payload: payload,
  });

  it('takes plain values, flat objects and lists of them', () => {
    const payload = {
      key: 'C1/2026-11-21',
      sent: true,
      rows: 3,
      addons: ['a'],
      last: { id: 'b1' },
    };

    expect(checkMetadata(metadata(payload))).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ['text', 'digest', 'invalid_metadata_format'],
    ['no event type', { event_payload: {} }, 'invalid_metadata_schema'],
    ['no payload', { event_type: 'digest_sent' }, 'invalid_metadata_schema'],
    ['null inside', metadata({ a: null }), 'invalid_metadata_schema'],
    ['objects in objects', metadata({ a: { b: { c: 1 } } }), 'invalid_metadata_schema'],
    ['another property', { ...metadata({}), more: 1 }, 'invalid_metadata_schema'],
    ['a payload beyond any reason', metadata({ a: x(20_000) }), 'metadata_too_large'],
  ])('refuses %s', (_name, value, error) => {
    expect(checkMetadata(value)).toBe(error);
  });
});
