import { describe, expect, it } from 'vitest';
import { StorageError, toStorageError } from '../../../src/storage/databases/storage-error.ts';

function failure(message: string, fields: Record<string, unknown> = {}): Error {
  return Object.assign(new Error(message), fields);
}

describe('toStorageError', () => {
  it.each([
    { thrown: failure('database is locked', { errcode: 5 }), kind: 'unavailable' },
    { thrown: failure('disk I/O error', { errcode: 10 | (3 << 8) }), kind: 'unavailable' },
    { thrown: failure('database disk image is malformed', { errcode: 11 }), kind: 'damaged' },
    { thrown: failure('database or disk is full', { errcode: 13 }), kind: 'full' },
    { thrown: failure('file is not a database', { errcode: 26 }), kind: 'damaged' },
    { thrown: failure('constraint failed', { errcode: 19 }), kind: 'failed' },
    { thrown: failure('connect', { code: 'ECONNREFUSED' }), kind: 'unavailable' },
    { thrown: failure('read', { code: 'ECONNRESET' }), kind: 'unavailable' },
    { thrown: failure('write', { code: 'ENOSPC' }), kind: 'full' },
    { thrown: failure('terminating connection', { code: '57P01' }), kind: 'unavailable' },
    { thrown: failure('statement timeout', { code: '57014' }), kind: 'unavailable' },
    { thrown: failure('lock timeout', { code: '55P03' }), kind: 'unavailable' },
    { thrown: failure('could not extend file', { code: '53100' }), kind: 'full' },
    { thrown: failure('too many connections', { code: '53300' }), kind: 'unavailable' },
    { thrown: failure('password', { code: '28P01' }), kind: 'unavailable' },
    { thrown: failure('read-only transaction', { code: '25006' }), kind: 'unavailable' },
    { thrown: failure('unique violation', { code: '23505' }), kind: 'failed' },
    { thrown: failure('Query read timeout'), kind: 'unavailable' },
    { thrown: failure('Connection terminated unexpectedly'), kind: 'unavailable' },
    { thrown: failure('a bug'), kind: 'failed' },
    { thrown: 'a string', kind: 'failed' },
  ])('calls $thrown $kind', ({ thrown, kind }) => {
    const error = toStorageError(thrown);

    expect(error.kind).toBe(kind);
    expect(error.cause).toBe(thrown);
  });

  it('leaves an error of the store as it is', () => {
    const error = new StorageError('newer', 'The store was written by a newer version of this bot');

    expect(toStorageError(error)).toBe(error);
  });

  it('repeats nothing of what the database said', () => {
    const error = toStorageError(failure('password of bot:hunter2@db', { code: '28P01' }));

    expect(error.message).toBe('The store is not reachable');
  });
});
