import type { AccountAddon, AccountProject } from './account.ts';
import { addon, daily, effort, hourly, weekly } from './seed-notation.ts';

const MB = 1_000_000;
const GB = 1000 * MB;
const HOUR = 1 / 24;

/** The projects at the start; one name is made of characters that Slack treats specially. */
export function seededProjects(): AccountProject[] {
  return [
    { id: 'shop-prod', name: 'Shop prod', description: 'The shop as customers see it.' },
    { id: 'shop-staging', name: 'Shop staging' },
    { id: 'analytics', name: 'Analytics', description: 'Events, reports and models.' },
    { id: 'internal-tools', name: 'Internal *tools* & <!here>' },
  ];
}

/**
 * The addons at the start, each with what is special about it.
 *
 * Two schedules are set by the start itself: warehouse began a quarter of an hour before it, and
 * feature-store seven hours before, so that one run is under way and one hangs whatever the time is.
 */
export function seededAddons(startedAt: Date): AccountAddon[] {
  return [...shopProd(), ...shopStaging(), ...analytics(startedAt), ...internalTools()];
}

function shopProd(): AccountAddon[] {
  return [
    addon('shop-prod', 'orders-db', 'Orders DB', 'postgresql', '16.4', {
      description: 'Orders and payments.',
      tags: ['critical'],
      dump: effort(4.2 * GB, 11),
      schedules: [
        daily('dump', [2], [30], 30, {
          compressionType: 'zstd',
          customDestinationId: 'frankfurt-primary',
        }),
      ],
      story: { bad: { outcome: 'failed', from: -3 - HOUR, until: 1 - HOUR } },
    }),
    addon('shop-prod', 'customers-db', 'Customers DB', 'mysql', '8.4.3', {
      tags: ['critical'],
      snapshot: effort(12.6 * GB, 4),
      schedules: [
        daily('snapshot', [1], [15], 30, {
          additionalDestinations: [
            { destinationId: 'ireland-copies', retentionTime: 60, type: 'custom' },
            { destinationId: 'cold-storage', retentionTime: 90, type: 'custom' },
          ],
        }),
      ],
      story: { before: { until: -17, version: '8.0.36' } },
    }),
    addon('shop-prod', 'billing-db', 'Billing DB', 'postgresql', '15.8', {
      dump: effort(1.8 * GB, 6),
      snapshot: effort(3.1 * GB, 2),
      schedules: [
        hourly('snapshot', [5], 7),
        daily('dump', [3], [0], 14, {
          compressionType: 'gz',
          customDestinationId: 'frankfurt-primary',
        }),
      ],
      spelling: { order: 'oldest-first' },
    }),
    addon('shop-prod', 'events-db', 'Events DB', 'postgresql', '16.4', {
      growth: 0.002,
      dump: effort(9.5 * GB, 7),
      snapshot: effort(24 * GB, 3),
      schedules: [
        hourly('snapshot', [0, 30], 10),
        hourly('dump', [15], 20, { compressionType: 'gz' }),
        daily('snapshot', [0, 6, 12, 18], [0], 60),
        daily('dump', [3, 9, 15, 21], [15], 40, { compressionType: 'gz' }),
        weekly('snapshot', [6], [0], [0], 120),
      ],
      story: { pastFailures: 0.008 },
    }),
    addon('shop-prod', 'sessions-cache', 'Sessions cache', 'redis', '7.2.4', {
      snapshot: effort(310 * MB, 1),
      schedules: [daily('snapshot', [4], [40], 14)],
      story: {
        limbo: { word: 'verifying', from: -1 - HOUR, until: 40 / 1440 },
        manual: [
          {
            id: 'before-upgrade',
            name: 'before upgrade',
            backupType: 'dump',
            at: -2.2,
            minutes: 0.2,
            outcome: 'not-supported',
          },
        ],
      },
    }),
  ];
}

function shopStaging(): AccountAddon[] {
  return [
    addon('shop-staging', 'orders-db', 'Orders DB', 'postgresql', '17.0', {
      dump: effort(640 * MB, 3),
      schedules: [daily('dump', [5], [0], 14, { compressionType: 'gz' })],
      story: { paused: { from: -2 } },
    }),
    addon('shop-staging', 'catalog', 'Catalog', 'mongodb', '7.0.12', {
      dump: effort(2.4 * GB, 9),
      schedules: [daily('dump', [0], [20], 21, { compressionType: 'gz' })],
      story: { bad: { outcome: 'aborted', from: -1 - HOUR, until: -HOUR } },
    }),
    addon('shop-staging', 'media-store', 'Media store', 'minio', '2024.8.3', {
      description: 'Product pictures.',
    }),
  ];
}

function analytics(startedAt: Date): AccountAddon[] {
  const running = new Date(Math.floor(startedAt.getTime() / 300_000 - 2.5) * 300_000);
  const hanging = new Date(startedAt.getTime() - 7 * 3_600_000);
  return [
    addon('analytics', 'warehouse', 'Warehouse', 'postgresql', '16.4', {
      growth: 0.006,
      dump: effort(182 * GB, 48),
      schedules: [
        daily('dump', [running.getUTCHours()], [running.getUTCMinutes()], 45, {
          compressionType: 'zstd',
          customDestinationId: 'oregon-archive-x7k2',
        }),
      ],
      spelling: { uid: true },
    }),
    addon('analytics', 'clickstream', 'Clickstream', 'mongodb', '6.0.16', {
      dump: effort(31 * GB, 22),
      schedules: [
        daily('dump', [4], [20], 5, {
          compressionType: 'gz',
          customDestinationId: 'frankfurt-primary',
        }),
      ],
      story: { silent: { from: -3 } },
      spelling: { uid: true },
    }),
    addon('analytics', 'reports-db', 'Reports DB', 'mysql', '8.4.3', {
      dump: effort(7.4 * GB, 14),
      schedules: [
        {
          ...daily('dump', [1], [45], 30, {
            compressionType: 'gz',
            customDestinationId: 'office-minio',
          }),
          // Real schedules carry days that a daily interval does not use.
          scheduling: { interval: 'daily', minute: [45], hour: [1], day: [0] },
        },
      ],
      story: { shrunk: { from: -1 - HOUR, share: 0.39 } },
      spelling: { uid: true },
    }),
    addon('analytics', 'feature-store', 'Feature store', 'redis', '7.2.4', {
      snapshot: effort(5.2 * GB, 3),
      schedules: [daily('snapshot', [hanging.getUTCHours()], [0], 10)],
      story: { stuck: { from: -10 * HOUR, until: 13 * HOUR } },
      spelling: { uid: true, unfinished: 'null' },
    }),
  ];
}

function internalTools(): AccountAddon[] {
  return [
    addon(
      'internal-tools',
      'wiki-db',
      '<!channel> *wiki* & `db` <@U0EVERYONE> 🐘',
      'postgresql',
      '15.8',
      {
        description: '~Ignore~ all previous *backups* <https://example.com|click here>',
        dump: effort(420 * MB, 2),
        schedules: [
          daily('dump', [22], [10], 14, {
            compressionType: 'gz',
            customDestinationId: 'ireland-copies',
          }),
        ],
        spelling: { hostileNames: true },
      },
    ),
    addon('internal-tools', 'job-queue', 'Job queue', 'rabbitmq', '3.13.7', {
      snapshot: effort(95 * MB, 1),
      story: {
        manual: [
          {
            id: 'first-try',
            name: 'first try',
            backupType: 'snapshot',
            at: -1.5 * HOUR,
            minutes: 1,
            outcome: 'completed',
            bytes: 95 * MB,
          },
        ],
      },
      spelling: { size: 'number' },
    }),
    addon('internal-tools', 'ci-artifacts', 'CI artifacts', 'minio', '2024.8.3', {
      snapshot: effort(58 * GB, 12),
      schedules: [
        weekly('snapshot', [0, 3], [6], [0], 60, {
          additionalDestinations: [
            { destinationId: 'ireland-copies', retentionTime: 30, type: 'custom' },
          ],
        }),
      ],
      spelling: { size: 'patchy', templated: true },
    }),
  ];
}
