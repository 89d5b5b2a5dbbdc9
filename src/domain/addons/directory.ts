import type { ReadFailure } from '../listing.ts';
import type { Addon, Project } from './addon.ts';

/** An addon with the display name of its project. */
export interface DirectoryEntry extends Addon {
  projectName: string;
}

/** Every project and addon that the token may see, without backups. */
export interface Directory {
  projects: readonly Project[];
  /** Sorted by project id, then addon id. */
  addons: readonly DirectoryEntry[];
  /** Projects whose addons could not be listed, or only in part. */
  unreadProjects: readonly { project: Project; failure: ReadFailure }[];
  /** Why the list of projects itself ended early. */
  failure?: ReadFailure | undefined;
  /** Rows of the project and addon lists that could not be read. */
  unreadableRows: number;
  readAt: Date;
}

/** Whether nothing is missing: only then does "no such addon" mean that there is none. */
export function isComplete(
  directory: Pick<Directory, 'failure' | 'unreadProjects' | 'unreadableRows'>,
): boolean {
  return (
    directory.failure === undefined &&
    directory.unreadProjects.length === 0 &&
    directory.unreadableRows === 0
  );
}
