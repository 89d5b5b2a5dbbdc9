import type { NorthflankFaults } from './faults.ts';
import { keyOf, type LivingAccount } from './living-account.ts';
import { readNewDestination } from './new-destination.ts';
import { pageOf } from './paging.ts';
import { Problem } from './problem.ts';
import { backupRow, destinationDetail, type Row } from './wire.ts';

/** What a route is asked. */
export interface Question {
  /** An id from the path; empty when the route has none of that name. */
  param: (name: string) => string;
  query: URLSearchParams;
  /** @throws {Problem} 400 when the body is not JSON. */
  body: () => Promise<unknown>;
  account: LivingAccount;
  faults: NorthflankFaults;
  now: Date;
}

/** One call of the API, below `/v1` or `/v1/teams/{teamId}`. */
export interface Route {
  method: 'GET' | 'POST';
  path: string;
  /** The body of the answer. @throws {Problem} */
  answer: (question: Question) => Row | Promise<Row>;
}

const ADDON = '/projects/:projectId/addons/:addonId';
const DESTINATIONS = '/backup-destinations';

/** The calls of Northflank's API that the account answers. */
export const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/projects',
    answer: ({ account, query }) => {
      const { items, pagination } = pageOf(account.listProjects(), query);
      return { data: { projects: items }, pagination };
    },
  },
  {
    method: 'GET',
    path: '/projects/:projectId/addons',
    answer: ({ account, param, query }) => {
      const { items, pagination } = pageOf(account.listAddons(param('projectId')), query);
      return { data: { addons: items }, pagination };
    },
  },
  {
    method: 'GET',
    path: ADDON,
    answer: (question) => ({ data: question.account.addonDetail(addonOf(question)) }),
  },
  {
    method: 'GET',
    path: `${ADDON}/backups`,
    answer: (question) => {
      const addon = addonOf(question);
      const { items, pagination } = pageOf(question.account.listBackups(addon), question.query);
      const backups = items.map((run) => backupRow(addon, run, question.now.getTime()));
      return { data: { backups }, pagination };
    },
  },
  {
    // The documented answer has no pagination, whatever is asked.
    method: 'GET',
    path: `${ADDON}/backup-schedules`,
    answer: (question) => ({
      data: { schedules: question.account.listSchedules(addonOf(question)) },
    }),
  },
  {
    method: 'GET',
    path: DESTINATIONS,
    answer: (question) => {
      permit(question);
      const { items, pagination } = pageOf(question.account.listDestinations(), question.query);
      return { data: { backupDestinations: items }, pagination };
    },
  },
  { method: 'POST', path: DESTINATIONS, answer: addDestination },
  {
    method: 'GET',
    path: `${DESTINATIONS}/:destinationId`,
    answer: (question) => {
      permit(question);
      const destination = question.account.destination(question.param('destinationId'));
      return { data: destinationDetail(destination) };
    },
  },
  {
    method: 'GET',
    path: `${DESTINATIONS}/:destinationId/backups`,
    answer: (question) => {
      permit(question);
      const destination = question.account.destination(question.param('destinationId'));
      if (question.faults.refusingDestinations.includes(destination.id)) {
        const { bucketName } = destination.credentials;
        throw new Problem(400, `Access to bucket "${bucketName}" was denied`);
      }
      const { items, pagination } = pageOf(
        question.account.listCopies(destination),
        question.query,
      );
      return { data: items, pagination };
    },
  },
];

async function addDestination(question: Question): Promise<Row> {
  permit(question);
  const { destinations } = question.account.state;
  const added = readNewDestination(await question.body(), destinations, question.now);
  destinations.push(added);
  return { data: destinationDetail(added) };
}

function addonOf({ account, param, faults }: Question) {
  const addon = account.addon(param('projectId'), param('addonId'));
  if (faults.failingAddons.includes(keyOf(addon))) {
    throw new Problem(500, 'Internal server error');
  }
  return addon;
}

function permit({ faults }: Question): void {
  if (faults.destinationsForbidden) {
    throw new Problem(403, 'Missing permission: Account > BackupDestinations > General > Read');
  }
}
