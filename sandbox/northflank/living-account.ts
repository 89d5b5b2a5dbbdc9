import type { AccountAddon, AccountDestination, AccountProject, Outcome } from './account.ts';
import { compare, type Placed } from './paging.ts';
import { Problem } from './problem.ts';
import type { RateWindow } from './rate-limit.ts';
import { copiesTo, copyExpiryOf, expiryOf } from './retention.ts';
import { type Run, statusOf } from './run.ts';
import { runsOf } from './runs.ts';
import { seededAddons, seededProjects } from './seeded-addons.ts';
import { seededDestinations } from './seeded-destinations.ts';
import type { Moment } from './story.ts';
import {
  addonDetail,
  addonRow,
  copyRow,
  destinationRow,
  orphanRow,
  type Row,
  scheduleRow,
} from './wire.ts';

const DAY = 86_400_000;

/** Everything that changes by acts rather than by time; plain JSON. */
export interface AccountState {
  /** Epoch milliseconds. */
  startedAt: number;
  destinations: AccountDestination[];
  /** Runs started by hand, by `project/addon`. */
  runs: Record<string, Run[]>;
  /** Runs ended by hand, by `project/addon` and run id. */
  ends: Record<string, Record<string, { at: number; outcome: Outcome }>>;
  window: RateWindow | null;
}

/** The state of a new account. */
export function newAccountState(startedAt: Date): AccountState {
  return {
    startedAt: startedAt.getTime(),
    destinations: seededDestinations(startedAt),
    runs: {},
    ends: {},
    window: null,
  };
}

/** An account as it stands at each moment: what Northflank would know of it then. */
export class LivingAccount {
  readonly projects: readonly AccountProject[];
  readonly addons: readonly AccountAddon[];
  readonly state: AccountState;
  readonly #seed: number;
  readonly #teamId: string;
  readonly #now: () => Date;

  constructor(options: { state: AccountState; seed: number; teamId: string; now: () => Date }) {
    this.state = options.state;
    this.projects = seededProjects();
    this.addons = seededAddons(new Date(this.state.startedAt));
    this.#seed = options.seed;
    this.#teamId = options.teamId;
    this.#now = options.now;
  }

  /** @throws {Problem} 404 */
  project(projectId: string): AccountProject {
    return this.projects.find(({ id }) => id === projectId) ?? notFound('Project');
  }

  /** @throws {Problem} 404 */
  addon(projectId: string, addonId: string): AccountAddon {
    const found = this.addons.find(
      (addon) => addon.projectId === projectId && addon.id === addonId,
    );
    return found ?? notFound('Addon');
  }

  /** @throws {Problem} 404 */
  destination(id: string): AccountDestination {
    const found = this.state.destinations.find((destination) => destination.id === id);
    return found ?? notFound('Backup destination');
  }

  /** Runs of an addon, those in its own list and those of which only copies are left, newest first. */
  runs(addon: AccountAddon): Run[] {
    const key = keyOf(addon);
    return runsOf(addon, this.#moment(), {
      runs: this.state.runs[key] ?? [],
      ends: this.state.ends[key] ?? {},
    });
  }

  /** Northflank's word for an addon at this moment. */
  addonStatus(addon: AccountAddon): string {
    const { now, startedAt } = this.#moment();
    const { paused } = addon.story;
    if (paused && now >= startedAt + paused.from * DAY) return 'paused';
    const busy = this.runs(addon).some((run) => statusOf(run, now) === 'in-progress');
    return busy ? 'backup' : 'running';
  }

  listProjects(): Placed<Row>[] {
    return this.projects.map((project, at) => ({ at, key: project.id, value: { ...project } }));
  }

  listAddons(projectId: string): Placed<Row>[] {
    const { id } = this.project(projectId);
    return this.addons
      .filter((addon) => addon.projectId === id)
      .map((addon, at) => ({
        at,
        key: addon.id,
        value: addonRow(addon, this.#teamId, this.addonStatus(addon)),
      }));
  }

  addonDetail(addon: AccountAddon): Row {
    return addonDetail(addon, this.#teamId, this.addonStatus(addon), this.#founded());
  }

  listSchedules(addon: AccountAddon): Row[] {
    return addon.schedules.map((schedule) => scheduleRow(schedule, this.#founded()));
  }

  /** Runs that the addon's own list shows, in its order. */
  listBackups(addon: AccountAddon): Placed<Run>[] {
    const { now } = this.#moment();
    const direction = addon.spelling.order === 'oldest-first' ? 1 : -1;
    return this.runs(addon)
      .filter((run) => expiryOf(run) > now)
      .map((run) => ({ at: direction * run.createdAt, key: run.id, value: run }))
      .toSorted(compare);
  }

  listDestinations(): Placed<Row>[] {
    return this.state.destinations.map((destination, at) => ({
      at,
      key: destination.id,
      value: destinationRow(destination),
    }));
  }

  listCopies(destination: AccountDestination): Placed<Row>[] {
    const { now, startedAt } = this.#moment();
    const direction = destination.order === 'oldest-first' ? 1 : -1;
    const orphans = Array.from({ length: destination.orphans }, (_, index) => {
      const value = orphanRow(index, startedAt);
      return {
        at: direction * Date.parse(String(value['createdAt'])),
        key: String(value['id']),
        value,
      };
    });
    const copies = this.addons.flatMap((addon) =>
      this.#copiesOf(addon, destination).map(({ run, expiresAt }) => ({
        at: direction * run.createdAt,
        key: `${keyOf(addon)}/${run.id}`,
        value: copyRow(destination, this.project(addon.projectId).name, addon, run, expiresAt, now),
      })),
    );
    return [...copies, ...orphans].toSorted(compare);
  }

  /** Dumps are written to their destination from the start; snapshots are copied once they are done. */
  #copiesOf(
    addon: AccountAddon,
    destination: AccountDestination,
  ): { run: Run; expiresAt: number }[] {
    const { now } = this.#moment();
    if (!addon.schedules.some((schedule) => copiesTo(schedule, destination.id))) return [];
    return this.runs(addon).flatMap((run) => {
      const expiresAt = copyExpiryOf(run, destination.id);
      const written = run.backupType === 'dump' || statusOf(run, now) === 'completed';
      return expiresAt !== undefined && expiresAt > now && written ? [{ run, expiresAt }] : [];
    });
  }

  #founded(): Date {
    return new Date(this.state.startedAt - 200 * DAY);
  }

  #moment(): Moment {
    return {
      seed: this.#seed,
      startedAt: this.state.startedAt,
      now: this.#now().getTime(),
    };
  }
}

/** An addon's address, `project/addon`: how interventions are filed, and faults name it. */
export function keyOf(addon: Pick<AccountAddon, 'projectId' | 'id'>): string {
  return `${addon.projectId}/${addon.id}`;
}

function notFound(what: string): never {
  throw new Problem(404, `${what} not found`);
}
