import type {
  AccountAddon,
  AccountDestination,
  AccountSchedule,
  ExpirySpelling,
} from './account.ts';
import { draw, objectId } from './draw.ts';
import { type Run, statusOf } from './run.ts';

/** A JSON object as it is sent. Properties that are undefined are left out. */
export type Row = Record<string, unknown>;

/** An addon in the list of its project. */
export function addonRow(addon: AccountAddon, teamId: string, status: string): Row {
  return {
    id: addon.id,
    name: addon.name,
    appId: `/${teamId}/${addon.projectId}/${addon.id}`,
    tags: addon.tags,
    description: addon.description,
    spec: { type: addon.type },
    status,
  };
}

/** An addon on its own page: only this one tells the version, and not for addons made from a template. */
export function addonDetail(
  addon: AccountAddon,
  teamId: string,
  status: string,
  createdAt: Date,
): Row {
  const config = addon.spelling.templated
    ? { templateValues: '{"replicas": 1}' }
    : {
        versionTag: addon.version,
        lifecycleStatus: 'active',
        deployment: {
          replicas: 1,
          storageClass: 'nvme',
          storageSize: 262_144,
          planId: 'nf-compute-50',
          region: 'europe-west',
        },
        networking: { tlsEnabled: true, externalAccessEnabled: false },
      };
  return {
    ...addonRow(addon, teamId, status),
    createdAt: createdAt.toISOString(),
    spec: { type: addon.type, config },
    cluster: { id: 'nf-europe-west', name: 'nf-europe-west' },
  };
}

/** A schedule of an addon; compression is named otherwise here than when a schedule is created. */
export function scheduleRow(schedule: AccountSchedule, createdAt: Date): Row {
  return {
    id: schedule.id,
    backupType: schedule.backupType,
    backupCompressionType: schedule.compressionType,
    additionalDestinations: schedule.additionalDestinations,
    customDestinationId: schedule.customDestinationId,
    scheduling: schedule.scheduling,
    retentionTime: schedule.retentionTime,
    createdAt: createdAt.toISOString(),
    updatedAt: createdAt.toISOString(),
  };
}

const SOURCE_TYPES = { dump: 'sameAddon', snapshot: 'snapshot', import: 'externalDump' } as const;

/** A backup in its addon's list. */
export function backupRow(addon: AccountAddon, run: Run, now: number): Row {
  const schedule = run.schedules.find((each) => each.customDestinationId) ?? run.schedules[0];
  const copies = run.schedules.flatMap((each) => each.additionalDestinations ?? []);
  return {
    id: run.id,
    name: run.name,
    uid: addon.spelling.uid ? uidOf(addon, run) : undefined,
    status: statusOf(run, now),
    createdAt: new Date(run.createdAt).toISOString(),
    completedAt: completedAt(addon, run, now),
    config: {
      source: { type: SOURCE_TYPES[run.backupType] },
      size: sizeOf(addon, run, now),
      compressionType: run.backupType === 'dump' ? (schedule?.compressionType ?? 'gz') : undefined,
      additionalDestinations: copies.length > 0 ? copies : undefined,
      addonVersion: run.version,
    },
    customDestinationId: schedule?.customDestinationId,
  };
}

/** A backup in a destination's list, which has project, addon, schedules and expiry, but no type. */
export function copyRow(
  destination: AccountDestination,
  projectName: string,
  addon: AccountAddon,
  run: Run,
  expiresAt: number,
  now: number,
): Row {
  return {
    id: run.id,
    name: run.name,
    status: statusOf(run, now),
    project: { id: addon.projectId, name: projectName },
    addon: { id: addon.id, name: addon.name },
    config: {
      addonVersion: run.version,
      addonType: addon.type,
      source: { type: 'global' },
      size: sizeOf(addon, run, now),
    },
    schedules: run.schedules.map((schedule) => schedule.scheduling),
    expiredBy: EXPIRY[destination.expiry](expiresAt),
    createdAt: new Date(run.createdAt).toISOString(),
    completedAt: completedAt(addon, run, now),
  };
}

/** A copy that outlived its addon: kept for ever, which is spelled `null` or by saying nothing. */
export function orphanRow(index: number, startedAt: number): Row {
  const createdAt = startedAt - (200 + 30 * index) * 86_400_000;
  const nobody = index % 2 === 0 ? {} : { project: {}, addon: {} };
  return {
    id: `last-of-crm-${index + 1}`,
    name: `last of CRM ${index + 1}`,
    status: 'completed',
    ...nobody,
    config: {
      addonVersion: '4.4.8',
      addonType: 'mongodb',
      source: { type: 'global' },
      size: String(3_120_400_000 - index * 81_000_000),
    },
    ...(index % 2 === 0 ? { expiredBy: null } : {}),
    createdAt: new Date(createdAt).toISOString(),
    completedAt: new Date(createdAt + 540_000).toISOString(),
  };
}

/** A destination in the list: without id and secrets by the documentation's text, and sometimes otherwise. */
export function destinationRow(destination: AccountDestination): Row {
  const { id, name, description, type, prefix, credentials, listed } = destination;
  const { accessKey, secretKey, ...openly } = credentials;
  if (listed === 'name-only') return { name };
  const rest = { name, description, type, prefix };
  if (listed === 'without-id') return { ...rest, credentials: openly };
  const shown = listed === 'with-secrets' ? { accessKey, secretKey, ...openly } : openly;
  return { id, ...rest, credentials: shown };
}

/** A destination on its own page or after it was added: secrets included, as documented. */
export function destinationDetail(destination: AccountDestination): Row {
  const { id, name, description, type, prefix, credentials, createdAt, updatedAt } = destination;
  return { id, name, description, type, prefix, credentials, createdAt, updatedAt };
}

function completedAt(addon: AccountAddon, run: Run, now: number): string | null | undefined {
  if (now >= run.endsAt) return new Date(run.endsAt).toISOString();
  return addon.spelling.unfinished === 'null' ? null : undefined;
}

function sizeOf(addon: AccountAddon, run: Run, now: number): string | number | undefined {
  const { size, unfinished } = addon.spelling;
  if (now < run.endsAt || run.outcome !== 'completed') {
    return unfinished === 'null' ? '' : undefined;
  }
  if (size === 'number') return run.bytes;
  if (size !== 'patchy') return String(run.bytes);
  return [undefined, '', '0', String(run.bytes)][Math.floor(draw(`${run.id}/size`) * 4)];
}

const EXPIRY: Record<ExpirySpelling, (at: number) => string | number> = {
  'decimal-string': (at) => `${at}.0`,
  string: String,
  iso: (at) => new Date(at).toISOString(),
  number: (at) => at,
};

function uidOf(addon: AccountAddon, run: Run): string {
  const hex = objectId(`${addon.projectId}/${addon.id}/${run.id}`) + objectId(run.id);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...parts, hex.slice(20, 32)].join('-');
}
