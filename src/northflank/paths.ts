import type { AddonRef } from '../domain/addons/addon.ts';
import { NorthflankError } from './errors.ts';

/** Where each resource lives below the base URL. Every id is encoded. */
export interface Paths {
  projects(): string;
  addons(projectId: string): string;
  addon(ref: AddonRef): string;
  addonBackups(ref: AddonRef): string;
  schedules(ref: AddonRef): string;
  destinations(): string;
  destinationBackups(destinationId: string): string;
}

/**
 * Makes the paths of one account.
 *
 * @param teamId only with an organization's token: its calls must name the team.
 */
export function createPaths(teamId?: string): Paths {
  const root = teamId === undefined ? '/v1' : joinPath('/v1', 'teams', teamId);
  const addon = ({ projectId, addonId }: AddonRef) =>
    joinPath(root, 'projects', projectId, 'addons', addonId);

  return {
    projects: () => joinPath(root, 'projects'),
    addons: (projectId) => joinPath(root, 'projects', projectId, 'addons'),
    addon,
    addonBackups: (ref) => joinPath(addon(ref), 'backups'),
    schedules: (ref) => joinPath(addon(ref), 'backup-schedules'),
    destinations: () => joinPath(root, 'backup-destinations'),
    destinationBackups: (id) => joinPath(root, 'backup-destinations', id, 'backups'),
  };
}

/**
 * The route that a path of ours belongs to, such as `/v1/projects/:id/addons`: the same for every
 * account, so that it can be counted by. The team of an organization's token is left out.
 */
export function endpointOf(path: string): string {
  if (path !== latest.path) {
    const endpoint = path
      .replace(/^\/v1\/teams\/[^/]+/, '/v1')
      .replace(/\/(projects|addons|backup-destinations)\/[^/]+/g, '/$1/:id');
    latest = { path, endpoint };
  }
  return latest.endpoint;
}

/** The pages of a long list have one path. */
let latest = { path: '', endpoint: '' };

function joinPath(root: string, ...segments: string[]): string {
  return [root, ...segments.map(encodeSegment)].join('/');
}

/** Dot segments survive encoding, and URL parsers would climb out of the path with them. */
function encodeSegment(segment: string): string {
  if (segment === '' || segment === '.' || segment === '..') {
    throw new NorthflankError('not-found', 'An id cannot be empty or made of dots', {
      path: '/v1',
      sent: false,
    });
  }
  return encodeURIComponent(segment.toWellFormed());
}
