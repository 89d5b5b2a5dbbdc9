import { describe, expect, it } from 'vitest';
import { readNewDestination } from '../../../sandbox/northflank/new-destination.ts';
import { Problem } from '../../../sandbox/northflank/problem.ts';
import { seededDestinations } from '../../../sandbox/northflank/seeded-destinations.ts';

const NOW = new Date('2026-10-06T09:00:00Z');
const CREDENTIALS = {
  accessKey: 'FAKE-ACCESS',
  secretKey: 'FAKE-SECRET',
  bucketName: 'new-bucket',
  region: 'eu-west-2',
  endpoint: 's3.eu-west-2.amazonaws.com',
};
const GOOD = { name: 'London 2', type: 's3', prefix: 'daily/', credentials: CREDENTIALS };

function problemOf(body: unknown): Problem | undefined {
  try {
    readNewDestination(body, seededDestinations(NOW), NOW);
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

describe('readNewDestination', () => {
  it('gives a destination with the slug of its name for an id', () => {
    expect(readNewDestination(GOOD, [], NOW)).toMatchObject({
      ...GOOD,
      id: 'london-2',
      createdAt: '2026-10-06T09:00:00.000Z',
    });
  });

  it.each([
    ['name', { name: 'ab' }],
    ['name', { name: 'two  spaces' }],
    ['name', { name: 'trailing-' }],
    ['name', { name: 'x'.repeat(101) }],
    ['name', { name: undefined }],
    ['description', { description: '' }],
    ['description', { description: 'mail me@example.com' }],
    ['description', { description: 'x'.repeat(201) }],
    ['type', { type: 'gcs' }],
    ['prefix', { prefix: 'daily' }],
    ['prefix', { prefix: '/daily/' }],
    ['prefix', { prefix: 'a/b/' }],
    ['prefix', { prefix: undefined }],
    ['credentials', { credentials: undefined }],
    ['credentials.secretKey', { credentials: { ...CREDENTIALS, secretKey: undefined } }],
    ['credentials.accessKey', { credentials: { ...CREDENTIALS, accessKey: '' } }],
    ['credentials.endpoint', { credentials: { ...CREDENTIALS, endpoint: 'https://x.y/' } }],
    ['credentials.region', { credentials: { ...CREDENTIALS, region: 'us-east-1' } }],
    ['credentials.bucketName', { credentials: { ...CREDENTIALS, bucketName: 'denied-bucket' } }],
  ])('refuses a bad %s and names it: %j', (field, change) => {
    const problem = problemOf({ ...GOOD, ...change });

    expect(problem?.status).toBe(400);
    expect(Object.keys(problem?.details ?? {})).toEqual([field]);
  });

  it('names every field that is wrong at once', () => {
    const problem = problemOf({ ...GOOD, name: '-', prefix: '' });

    expect(Object.keys(problem?.details ?? {})).toEqual(['name', 'prefix']);
    expect(problem?.message).toMatch(/^Validation failed: name must .*; prefix must match pattern/);
  });

  it.each(['Frankfurt primary', 'frankfurt-Primary'])('refuses the taken name %s', (name) => {
    expect(problemOf({ ...GOOD, name })).toMatchObject({ status: 409 });
  });

  it('says nothing of the keys', () => {
    const problem = problemOf({ ...GOOD, name: '-', credentials: { ...CREDENTIALS, region: 7 } });

    expect(JSON.stringify(problem?.toBody('x'))).not.toContain('FAKE');
  });
});
