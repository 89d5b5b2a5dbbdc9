import type { AccountDestination } from './account.ts';

/**
 * The destinations at the start.
 *
 * The list shows some without `id`, as documented: of those, `Ireland copies` has the slug of its name
 * for an id, and `Oregon archive` has not, so that a guess is answered with 404.
 */
export function seededDestinations(startedAt: Date): AccountDestination[] {
  const createdAt = new Date(startedAt.getTime() - 300 * 86_400_000).toISOString();
  const stamps = { type: 's3', createdAt, updatedAt: createdAt } as const;
  return [
    {
      ...stamps,
      id: 'frankfurt-primary',
      name: 'Frankfurt primary',
      description: 'Nightly dumps of everything in production.',
      prefix: 'nightly/',
      credentials: keys('acme-backups-fra', 'eu-central-1'),
      listed: 'with-id',
      expiry: 'decimal-string',
      orphans: 0,
    },
    {
      ...stamps,
      id: 'ireland-copies',
      name: 'Ireland copies',
      prefix: 'snapshots/',
      credentials: keys('acme-backups-dub', 'eu-west-1'),
      listed: 'without-id',
      expiry: 'number',
      order: 'oldest-first',
      orphans: 0,
    },
    {
      ...stamps,
      id: 'oregon-archive-x7k2',
      name: 'Oregon archive',
      description: 'Large dumps, kept long; see the runbook (section 4).',
      prefix: 'archive/',
      credentials: keys('acme-archive-pdx', 'us-west-2'),
      listed: 'without-id',
      expiry: 'iso',
      orphans: 0,
    },
    {
      ...stamps,
      id: 'cold-storage',
      name: 'Cold storage',
      description: 'Copies that are kept for ever.',
      credentials: keys('acme-cold', 'ap-southeast-2'),
      listed: 'with-secrets',
      expiry: 'string',
      orphans: 4,
    },
    {
      ...stamps,
      id: 'office-minio',
      name: 'Office MinIO',
      prefix: 'office/',
      credentials: { ...keys('office', 'us-east-1'), endpoint: 'minio.office.example.com' },
      listed: 'name-only',
      expiry: 'decimal-string',
      orphans: 0,
    },
  ];
}

function keys(bucketName: string, region: string): AccountDestination['credentials'] {
  return {
    accessKey: `FAKE-ACCESS-KEY-${bucketName}`,
    secretKey: `FAKE-SECRET-KEY-${bucketName}`,
    bucketName,
    region,
    endpoint: `s3.${region}.amazonaws.com`,
  };
}
