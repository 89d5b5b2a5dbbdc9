import type { Addon, Project } from '../../src/domain/addons/addon.ts';
import type { Directory, DirectoryEntry } from '../../src/domain/addons/directory.ts';
import { NOW } from './backups.ts';

/** A project whose name is its id. */
export function project(id: string, name = id): Project {
  return { id, name };
}

/** An addon at `project/addon`, named as its ids. */
export function entry(address: string, more: Partial<DirectoryEntry> = {}): DirectoryEntry {
  const [projectId = '', addonId = ''] = address.split('/');
  return { projectId, addonId, name: addonId, projectName: projectId, ...more };
}

/** A complete directory of these addons. */
export function directoryOf(
  addons: readonly (string | DirectoryEntry)[],
  more: Partial<Directory> = {},
): Directory {
  const entries = addons.map((addon) => (typeof addon === 'string' ? entry(addon) : addon));
  const projects = new Map(
    entries.map(({ projectId, projectName }) => [projectId, project(projectId, projectName)]),
  );
  return {
    projects: [...projects.values()],
    addons: entries,
    unreadProjects: [],
    unreadableRows: 0,
    readAt: NOW,
    ...more,
  };
}

/** The row of an addon list. */
export function addonRow(address: string): Addon {
  const [projectId = '', addonId = ''] = address.split('/');
  return { projectId, addonId, name: addonId };
}
