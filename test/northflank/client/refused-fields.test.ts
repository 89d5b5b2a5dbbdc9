import { describe, expect, it } from 'vitest';
import { readRefusedFields } from '../../../src/northflank/client/refused-fields.ts';

const BODY = {
  name: 'Archive',
  description: 'Cold',
  type: 's3',
  prefix: 'backups/',
  credentials: { accessKey: 'a', secretKey: 's', region: 'r', endpoint: 'e' },
};

describe('readRefusedFields', () => {
  it.each([
    { details: { name: 'is taken' }, fields: ['name'] },
    { details: { 'credentials.endpoint': ['is not a host'] }, fields: ['credentials.endpoint'] },
    { details: { credentials: { region: 'unknown' } }, fields: ['credentials.region'] },
    { details: { endpoint: 'is not a host' }, fields: ['credentials.endpoint'] },
    { details: { prefix: {}, name: {} }, fields: ['name', 'prefix'] },
    { details: { field: 'prefix', message: 'bad' }, fields: ['prefix'] },
    { details: [{ path: ['credentials', 'endpoint'] }], fields: ['credentials.endpoint'] },
    { details: [{ path: 'body.name', type: 'string.min' }], fields: ['name'] },
    { details: [{ instancePath: '/credentials/region' }], fields: ['credentials.region'] },
    {
      details: { errors: [{ keyword: 'required', params: { missingProperty: 'prefix' } }] },
      fields: ['prefix'],
    },
    { details: ['credentials', 'endpoint'], fields: ['credentials.endpoint'] },
    { details: 'endpoint must be a host', fields: ['credentials.endpoint'] },
    { details: ['"name" is taken', '"prefix" is bad'], fields: ['name', 'prefix'] },
    { details: { message: '"credentials.endpoint" is bad' }, fields: ['credentials.endpoint'] },
    { details: { name: 'ValidationError', message: 'no' }, fields: [] },
    { details: { type: 'validation', code: 'E1' }, fields: [] },
    { details: { bucket: 'is unknown' }, fields: [] },
    { details: 'The destination cannot be reached', fields: [] },
    { details: 7, fields: [] },
    { details: null, fields: [] },
    { details: undefined, fields: [] },
  ])('finds $fields in $details', ({ details, fields }) => {
    expect(readRefusedFields({ error: { status: 400, message: 'no', details } }, BODY)).toEqual(
      fields,
    );
  });

  it('looks beside the error too', () => {
    expect(readRefusedFields({ errors: [{ field: 'name' }] }, BODY)).toEqual(['name']);
    expect(readRefusedFields({ code: 'E', data: { prefix: 'bad' } }, BODY)).toEqual(['prefix']);
  });

  it('does not read names into the prose of the message', () => {
    expect(readRefusedFields({ error: { message: 'name is taken' } }, BODY)).toEqual([]);
  });

  it('gives up on nesting without end', () => {
    let details: unknown = { name: 'deep' };
    for (let depth = 0; depth < 10_000; depth += 1) details = { more: details };

    expect(readRefusedFields({ error: { details } }, BODY)).toEqual([]);
  });

  it('names nothing that was not sent', () => {
    expect(readRefusedFields({ error: { details: { secret: 'x', usage: 'y' } } }, BODY)).toEqual(
      [],
    );
  });
});
