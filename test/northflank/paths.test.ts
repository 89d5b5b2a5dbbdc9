import { describe, expect, it } from 'vitest';
import { createPaths, endpointOf } from '../../src/northflank/paths.ts';

const REF = { projectId: 'shop-prod', addonId: 'orders-db' };

describe('createPaths', () => {
  it('leads to plain routes without a team', () => {
    const paths = createPaths();

    expect([
      paths.projects(),
      paths.addons('shop-prod'),
      paths.addon(REF),
      paths.addonBackups(REF),
      paths.schedules(REF),
      paths.destinations(),
      paths.destinationBackups('archive'),
    ]).toEqual([
      '/v1/projects',
      '/v1/projects/shop-prod/addons',
      '/v1/projects/shop-prod/addons/orders-db',
      '/v1/projects/shop-prod/addons/orders-db/backups',
      '/v1/projects/shop-prod/addons/orders-db/backup-schedules',
      '/v1/backup-destinations',
      '/v1/backup-destinations/archive/backups',
    ]);
  });

  it('leads to the routes of a team with one', () => {
    const paths = createPaths('acme');

    expect([
      paths.projects(),
      paths.addons('shop-prod'),
      paths.addon(REF),
      paths.addonBackups(REF),
      paths.schedules(REF),
      paths.destinations(),
      paths.destinationBackups('archive'),
    ]).toEqual([
      '/v1/teams/acme/projects',
      '/v1/teams/acme/projects/shop-prod/addons',
      '/v1/teams/acme/projects/shop-prod/addons/orders-db',
      '/v1/teams/acme/projects/shop-prod/addons/orders-db/backups',
      '/v1/teams/acme/projects/shop-prod/addons/orders-db/backup-schedules',
      '/v1/teams/acme/backup-destinations',
      '/v1/teams/acme/backup-destinations/archive/backups',
    ]);
  });

  it('encodes ids, so that none reaches another resource', () => {
    expect(createPaths().addonBackups({ projectId: '../x?a=1#', addonId: 'é/\ud800' })).toBe(
      '/v1/projects/..%2Fx%3Fa%3D1%23/addons/%C3%A9%2F%EF%BF%BD/backups',
    );
  });

  it.each([{ id: '' }, { id: '.' }, { id: '..' }])('refuses the id "$id"', ({ id }) => {
    expect(() => createPaths().destinationBackups(id)).toThrow(
      expect.objectContaining({ kind: 'not-found', sent: false }),
    );
  });
});

describe('endpointOf', () => {
  // Ids that are words of the routes themselves must not be taken for them.
  it.each([createPaths(), createPaths('acme'), createPaths('projects')])(
    'gives each path its route, without any name of the account',
    (paths) => {
      const awkward = { projectId: 'addons', addonId: 'backups' };

      expect([
        endpointOf(paths.projects()),
        endpointOf(paths.addons('projects')),
        endpointOf(paths.addon(awkward)),
        endpointOf(paths.addonBackups(awkward)),
        endpointOf(paths.schedules(REF)),
        endpointOf(paths.destinations()),
        endpointOf(paths.destinationBackups('backups')),
      ]).toEqual([
        '/v1/projects',
        '/v1/projects/:id/addons',
        '/v1/projects/:id/addons/:id',
        '/v1/projects/:id/addons/:id/backups',
        '/v1/projects/:id/addons/:id/backup-schedules',
        '/v1/backup-destinations',
        '/v1/backup-destinations/:id/backups',
      ]);
    },
  );
});
