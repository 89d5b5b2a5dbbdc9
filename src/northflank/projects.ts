import type { Project } from '../domain/addons/addon.ts';
import { asText, type Row, requireText } from './fields.ts';
import type { RowReader } from './listing.ts';

/** Rows of the account's list of projects. */
export const projectRows: RowReader<Project> = { read: readProject, keyOf: ({ id }) => id };

/**
 * Reads one project of the account.
 *
 * @see https://northflank.com/docs/v1/api/team/projects/list-projects
 * @throws {RowProblem} without id.
 */
function readProject(row: Row): Project {
  const id = requireText(row, 'id');
  return { id, name: asText(row['name']) ?? id, description: asText(row['description']) };
}
