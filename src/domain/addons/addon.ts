/** The address of one addon: both parts are Northflank ids (slugs), never display names. */
export interface AddonRef {
  projectId: string;
  addonId: string;
}

/** A Northflank project. */
export interface Project {
  id: string;
  name: string;
  description?: string | undefined;
}

/** One database or store, as the list of its project shows it. */
export interface Addon extends AddonRef {
  name: string;
  /** Northflank's type id such as `postgresql`; free text, since new types come. Absent when not sent. */
  type?: string | undefined;
  /** Northflank's own word such as `running` or `paused`; free text. Absent when not sent. */
  status?: string | undefined;
  description?: string | undefined;
  /** The database's version, which only a single addon's page tells. */
  versionTag?: string | undefined;
}

/** Addon states in which Northflank starts no scheduled backup, so that none is owed. */
const IDLE_STATUSES: ReadonlySet<string> = new Set(['paused', 'scaling', 'upgrading']);

/** Whether an addon in this state is known not to start backups; an absent or new state is not. */
export function isIdle(status: string | undefined): boolean {
  return status !== undefined && IDLE_STATUSES.has(status);
}

/** Writes an address the way people type it: `project/addon`. */
export function formatAddonRef({ projectId, addonId }: AddonRef): string {
  return `${projectId}/${addonId}`;
}
