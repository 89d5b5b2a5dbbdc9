import type { AddonRef, Project } from '../domain/addons/addon.ts';
import type { Destination } from '../domain/destinations/destination.ts';
import type { Diagnosis } from '../domain/diagnosis.ts';
import { formatCount } from '../domain/format.ts';
import type { CallOptions, Northflank } from '../northflank/northflank.ts';
import { judgeAccess, judgeRead, type Read, tryTo } from './northflank-reads.ts';

/** Every call of the bot that reads. */
export type NorthflankReads = Pick<
  Northflank,
  | 'listProjects'
  | 'listAddons'
  | 'getAddon'
  | 'listAddonBackups'
  | 'listSchedules'
  | 'listDestinations'
  | 'listDestinationBackups'
>;

/** Projects that are looked through for an addon to try the rest on. */
const MAX_PROJECTS = 5;

const ADDONS_READ = 'Project > Addons > General > Read';
const DESTINATIONS_READ = 'Account > BackupDestinations > General > Read';

/** Tries each call that reads once, with the first project, addon and destination that there are. */
export async function checkNorthflank(
  northflank: NorthflankReads,
  call: CallOptions,
): Promise<Diagnosis[]> {
  const [projects, destinations] = await Promise.all([
    tryTo(() => northflank.listProjects(call)),
    tryTo(() => northflank.listDestinations(call)),
  ]);
  const access = judgeAccess([projects, destinations]);
  if (access.health !== 'ok') return [access];
  const [ofProjects, ofDestinations] = await Promise.all([
    checkProjects(northflank, projects, call),
    checkDestinations(northflank, destinations, call),
  ]);
  return [access, ...ofProjects, ...ofDestinations, ADDING];
}

/** No call tells who may write without writing: what is refused first, the role or the body, nobody documents. */
const ADDING: Diagnosis = {
  health: 'not-known',
  subject: 'Northflank, adding a destination',
  fact: 'not checked without writing.',
  mend: 'It takes a role with Account > BackupDestinations > General > Create.',
  unasked: true,
};

async function checkProjects(
  northflank: NorthflankReads,
  projects: Read<{ rows: readonly Project[] }>,
  call: CallOptions,
): Promise<Diagnosis[]> {
  const found = judgeRead('projects', 'Project > Projects > Manage > Read', projects);
  if (projects.kind === 'failed') return [found];
  const { rows } = projects.value;
  if (rows.length === 0) return [NO_PROJECT];
  const { refused, ref } = await findAddon(northflank, rows.slice(0, MAX_PROJECTS), call);
  const ofAddons = judgeRead('addons', ADDONS_READ, refused ?? { kind: 'done', value: undefined });
  return [
    { ...found, fact: `can be read: ${formatCount(rows.length, 'project')}.` },
    ofAddons,
    ...(ref === undefined ? [NO_ADDON] : await checkAddon(northflank, ref, call)),
  ];
}

const NO_PROJECT: Diagnosis = {
  health: 'not-known',
  subject: 'Northflank projects',
  fact: 'the token sees no project.',
  mend: 'If there are projects, let the role of the token see them; with an organization’s token set NORTHFLANK_TEAM_ID.',
};

const NO_ADDON: Diagnosis = {
  health: 'not-known',
  subject: 'Northflank backups and schedules',
  fact: 'no addon was found to try them on.',
  mend: 'Check again once there is one.',
  unasked: true,
};

/** The first addon of these projects, and the first refusal on the way. */
async function findAddon(
  { listAddons }: NorthflankReads,
  projects: readonly Project[],
  call: CallOptions,
): Promise<{ ref: AddonRef | undefined; refused: Read<never> | undefined }> {
  let refused: Read<never> | undefined;
  for (const { id } of projects) {
    const addons = await tryTo(() => listAddons(id, call));
    if (addons.kind === 'failed') refused ??= addons;
    else if (addons.value.rows[0] !== undefined) return { ref: addons.value.rows[0], refused };
  }
  return { ref: undefined, refused };
}

async function checkAddon(
  northflank: NorthflankReads,
  ref: AddonRef,
  call: CallOptions,
): Promise<Diagnosis[]> {
  const { getAddon, listAddonBackups, listSchedules } = northflank;
  const [addon, backups, schedules] = await Promise.all([
    tryTo(() => getAddon(ref, call)),
    tryTo(() => listAddonBackups(ref, { ...call, atLeast: 1 })),
    tryTo(() => listSchedules(ref, call)),
  ]);
  return [
    judgeRead('one addon', ADDONS_READ, addon),
    judgeRead('backups', ADDONS_READ, backups),
    judgeRead('schedules', ADDONS_READ, schedules),
  ];
}

async function checkDestinations(
  { listDestinationBackups }: NorthflankReads,
  destinations: Read<{ rows: readonly Destination[] }>,
  call: CallOptions,
): Promise<Diagnosis[]> {
  const found = judgeRead('backup destinations', DESTINATIONS_READ, destinations);
  if (destinations.kind === 'failed') return [found];
  const { rows } = destinations.value;
  const all = { ...found, fact: `can be read: ${formatCount(rows.length, 'destination')}.` };
  const one = rows.find(({ idGuessed }) => !idGuessed) ?? rows[0];
  if (one === undefined) return [all];
  const backups = await tryTo(() => listDestinationBackups(one.id, { ...call, atLeast: 1 }));
  const isGuess =
    one.idGuessed && backups.kind === 'failed' && backups.failure.kind === 'not-found';
  return [
    all,
    isGuess ? NO_IDS : judgeRead('backups of a destination', DESTINATIONS_READ, backups),
  ];
}

const NO_IDS: Diagnosis = {
  health: 'not-known',
  subject: 'Northflank backups of a destination',
  fact: 'Northflank lists destinations without ids, and the one made from the name is not theirs.',
  unasked: true,
};
