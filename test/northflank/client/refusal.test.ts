import { describe, expect, it } from 'vitest';
import { toRefusal } from '../../../src/northflank/client/refusal.ts';

const GET = { method: 'GET', path: '/v1/projects' } as const;

function refusal(json: unknown, status = 400, secrets: string[] = []) {
  const answer = { status, headers: {}, json };
  return toRefusal(answer, GET, undefined, secrets);
}

describe('toRefusal', () => {
  it.each([
    { json: { error: { status: 404, message: 'Not found', id: 'e1' } }, detail: 'Not found' },
    { json: { error: 'Plain words' }, detail: 'Plain words' },
    { json: { code: 'X', message: 'Top level', status: 409 }, detail: 'Top level' },
    { json: { messages: ['one', 'two', 3] }, detail: 'one; two' },
    { json: { error: { message: ['one', 'two'] } }, detail: 'one; two' },
    { json: { error: { message: '' }, message: 'Second place' }, detail: 'Second place' },
    { json: { error: {} }, detail: undefined },
    { json: undefined, detail: undefined },
    { json: ['list'], detail: undefined },
  ])('finds the sentence in $json', ({ json, detail }) => {
    expect(refusal(json).detail).toBe(detail);
  });

  it('keeps the feature flag in a 401, which then is no bad token', () => {
    const error = refusal({ error: { message: 'feature flag is not enabled' } }, 401);

    expect(error).toMatchObject({ kind: 'unauthorized', detail: 'feature flag is not enabled' });
  });

  it('lets people see the words about a read, and not those about what was sent', () => {
    const answer = { status: 400, headers: {}, json: { message: 'no bucket "acme"' } };

    expect(toRefusal(answer, GET, undefined, []).words).toBe('no bucket "acme"');
    const post = { method: 'POST', path: '/v1/backup-destinations', body: {} } as const;
    expect(toRefusal(answer, post, undefined, [])).toMatchObject({
      detail: 'no bucket "acme"',
      words: undefined,
    });
  });

  it("keeps Northflank's id of the error", () => {
    expect(refusal({ error: { message: 'no', id: 'err-1' } }).errorId).toBe('err-1');
    expect(refusal({ error: { message: 'no', id: { a: 1 } } }).errorId).toBeUndefined();
  });

  it('cuts what is long, after hiding what is secret', () => {
    const { detail } = refusal({ message: `${'x'.repeat(290)}top-secret-token` }, 400, [
      'top-secret-token',
    ]);

    expect(detail).toHaveLength(298);
    expect(refusal({ message: 'x'.repeat(5000) }).detail).toHaveLength(300);
    expect(detail).not.toContain('top');
  });

  it('hides the longer of two secrets whole where one is part of the other', () => {
    expect(refusal({ message: 'abc abcdef' }, 400, ['abc', 'abcdef']).detail).toBe(
      '[hidden] [hidden]',
    );
  });

  it('drops control and direction signs', () => {
    expect(refusal({ message: 'a\u0000b\nc\u202Ed' }).detail).toBe('a b c d');
  });

  it('is about one path and one status', () => {
    expect(refusal({}, 409)).toMatchObject({
      message: 'GET /v1/projects answered 409',
      path: '/v1/projects',
      status: 409,
      fields: [],
    });
  });
});
