import type { Directory, DirectoryEntry } from './directory.ts';
import type { Scope } from './scope.ts';
import { coversAddon, mayCoverProject } from './scope.ts';

/** What a scope comes to in an account. */
export interface Coverage {
  /** In the directory's order. */
  addons: readonly DirectoryEntry[];
  /** Patterns that cover none of what was read. */
  idlePatterns: readonly string[];
  /** Whether all that it may cover was read; otherwise there may be more. */
  complete: boolean;
}

/** Finds out what a scope covers. */
export function assessCoverage(directory: Directory, scope: Scope): Coverage {
  return {
    addons: directory.addons.filter((addon) => coversAddon(scope, addon)),
    idlePatterns: scope.patterns.filter(
      (pattern) =>
        !directory.addons.some((addon) => coversAddon({ ...scope, patterns: [pattern] }, addon)),
    ),
    complete:
      directory.failure === undefined &&
      directory.unreadableRows === 0 &&
      !directory.unreadProjects.some(({ project }) => mayCoverProject(scope, project.id)),
  };
}

/** Every addon type of the account, in alphabetical order. */
export function addonTypes({ addons }: Directory): string[] {
  return [...new Set(addons.flatMap(({ type }) => type ?? []))].toSorted();
}
