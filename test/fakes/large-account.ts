import type { Handler, SeenRequest } from '../northflank/local-server.ts';
import { sendJson } from '../northflank/local-server.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** 400 addons in 8 projects and 2 destinations; each tenth addon's newest daily dump has failed. */
export class LargeAccount {
  static readonly projects = 8;
  static readonly addons = 400;
  static readonly destinations = 2;
  /** Lists of backups that are answered before the others are held. */
  #free = Number.POSITIVE_INFINITY;
  #answered = 0;
  readonly #held: (() => void)[] = [];
  #awaited = { count: Number.POSITIVE_INFINITY, resolve: () => {} };
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Answers only so many lists of backups in all; `Infinity` lets go of everything. */
  answerOnly(count: number): void {
    this.#free = count;
    while (this.#answered < this.#free) {
      const next = this.#held.shift();
      if (next === undefined) break;
      this.#answered += 1;
      next();
    }
  }

  /** Resolves once so many requests wait. */
  whenHeld(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.#awaited = { count, resolve };
      this.#tell();
    });
  }

  #tell(): void {
    if (this.#held.length >= this.#awaited.count) this.#awaited.resolve();
  }

  readonly handle: Handler = async (request, response) => {
    if (request.path.endsWith('/backups') && request.path.includes('/addons/')) await this.#turn();
    sendJson(response, this.#answer(request));
  };

  async #turn(): Promise<void> {
    if (this.#answered < this.#free) {
      this.#answered += 1;
      return;
    }
    await new Promise<void>((resolve) => {
      this.#held.push(resolve);
      this.#tell();
    });
  }

  #answer({ path }: SeenRequest): unknown {
    const [, , list, projectId = '', kind, addonId = '', what] = path.split('/');
    if (list === 'backup-destinations') {
      return projectId === '' ? page('backupDestinations', destinations()) : { data: [] };
    }
    if (projectId === '') return page('projects', projects());
    if (kind === 'addons' && what === undefined) {
      const addons = addonsOf(projectId);
      if (addonId === '') return page('addons', addons);
      return { data: addons.find(({ id }) => id === addonId) };
    }
    return what === 'backups' ? page('backups', this.#backups(addonId)) : page('schedules', DAILY);
  }

  #backups(addonId: string): unknown[] {
    // The last night whose backup has ended: in the first hours of a day that is the one before.
    const midnight = Math.floor((this.#now().getTime() - 2.6 * HOUR_MS) / DAY_MS) * DAY_MS;
    return Array.from({ length: 14 }, (_, day) => {
      const at = midnight + 2.5 * HOUR_MS - day * DAY_MS;
      const failed = day === 0 && addonId.endsWith('0');
      return {
        id: `${addonId}-${at}`,
        name: `${addonId}-${at}`,
        status: failed ? 'failed' : 'completed',
        createdAt: new Date(at).toISOString(),
        completedAt: new Date(at + 240_000).toISOString(),
        config: { source: { type: 'sameAddon' }, size: failed ? undefined : '1200000000' },
      };
    });
  }
}

const DAILY = [
  {
    id: 'daily',
    backupType: 'dump',
    scheduling: { interval: 'daily', minute: [30], hour: [2] },
    retentionTime: 30,
  },
];

function projects(): unknown[] {
  return Array.from({ length: LargeAccount.projects }, (_, index) => ({
    id: `project-${index}`,
    name: `Project ${index}`,
  }));
}

function addonsOf(projectId: string): { id: string }[] {
  const count = LargeAccount.addons / LargeAccount.projects;
  return Array.from({ length: count }, (_, index) => ({
    id: `${projectId}-db-${index}`,
    name: `${projectId} db ${index}`,
    spec: { type: 'postgresql' },
    status: 'running',
  }));
}

function destinations(): unknown[] {
  return Array.from({ length: LargeAccount.destinations }, (_, index) => ({
    id: `archive-${index}`,
    name: `Archive ${index}`,
    credentials: {},
  }));
}

function page(name: string, rows: readonly unknown[]): unknown {
  return { data: { [name]: rows }, pagination: { hasNextPage: false, count: rows.length } };
}
