import { type Addon, type AddonRef, formatAddonRef } from '../../domain/addon.ts';
import { parseAddonAddress, resolveAddon } from '../../domain/addon-address.ts';
import type { Backup } from '../../domain/backup.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Directory } from '../../domain/directory.ts';
import type { Listing } from '../../domain/listing.ts';
import { reachToJudge, type ShowView } from '../../domain/paging.ts';
import type { BackupSchedule } from '../../domain/schedule.ts';
import { parseShowFilter } from '../../domain/show-filter.ts';
import { UserError } from '../../domain/user-error.ts';
import { NorthflankError, toReadFailure } from '../../northflank/errors.ts';
import type { Act } from '../act.ts';
import { readAddonPageValue, readAddonValue } from '../act-value.ts';
import type { SlackMessage } from '../message.ts';
import { buildAddonBackupsMessage } from '../messages/addon-backups.ts';
import { buildAddonChoice, buildAddonNotFound, buildNotice } from '../messages/notice.ts';
import { code } from '../mrkdwn.ts';
import { answerWithNotice } from '../progress.ts';
import { buildPickAddonView, readPickAddonView } from '../views/pick-addon.ts';
import type { WaitingReplies } from '../waiting-replies.ts';

/** What showing an addon needs to ask. */
export interface ShowDeps {
  directory: () => Promise<Directory>;
  getAddon: (ref: AddonRef) => Promise<Addon>;
  listAddonBackups: (
    ref: AddonRef,
    reach: { since?: Date | undefined; atLeast?: number | undefined },
  ) => Promise<Listing<Backup>>;
  listSchedules: (ref: AddonRef) => Promise<Listing<BackupSchedule>>;
  /** Names of destinations by id; empty when they could not be read. */
  destinationNames: () => Promise<ReadonlyMap<string, string>>;
  waiting: WaitingReplies;
  scheduleZone: string;
  now: Clock;
}

/** `/backups show`, its buttons and its picker. */
export interface Show {
  /** `rest` is what was typed after the verb: an address and filter words, or nothing. */
  command: (act: Act, rest: string) => Promise<void>;
  /** A button that carries an address. */
  addon: (act: Act, value: string) => Promise<void>;
  /** A button that carries an address, a filter and a page; its message is replaced. */
  page: (act: Act, value: string) => Promise<void>;
  /** The picker was submitted: the answer goes where the command was typed. */
  picked: (act: Act, view: Parameters<typeof readPickAddonView>[0]) => Promise<void>;
}

const FIRST_PAGE = 0;

/** Shows the history of one addon. */
export function createShow(deps: ShowDeps): Show {
  async function answer(act: Act, address: string, words: string): Promise<void> {
    const view: ShowView = { filter: parseShowFilter(words), page: FIRST_PAGE };
    await answerWithNotice(
      act,
      buildNotice(`Reading the backups of ${code(address)}; this takes a moment.`),
      () => showAddress(deps, address, view),
    );
  }

  return {
    command: async (act, rest) => {
      const { address, words } = splitAddress(rest);
      if (address === '') {
        await act.openView(buildPickAddonView(deps.waiting.keep(act)));
        return;
      }
      await answer(act, address, words);
    },
    addon: async (act, value) => {
      await answer(act, formatAddonRef(readAddonValue(value)), '');
    },
    page: async (act, value) => {
      const { ref, view } = readAddonPageValue(value);
      await act.reply(await showAddon(deps, ref, view), { replace: true });
    },
    picked: async (act, view) => {
      const { address, ticket } = readPickAddonView(view);
      await answer({ ...act, reply: deps.waiting.take(ticket) ?? act.reply }, address, '');
    },
  };
}

/** The first word, or what stands in quotes, is the address; the rest are filter words. */
function splitAddress(rest: string): { address: string; words: string } {
  const quoted = /^"([^"]*)"\s*(.*)$/.exec(rest) ?? /^(\S*)\s*(.*)$/.exec(rest);
  return { address: quoted?.[1]?.trim() ?? '', words: quoted?.[2] ?? '' };
}

/**
 * Finds the addon that was meant and shows it.
 *
 * A full address is asked for at once, so that its answer does not wait for the whole directory.
 */
async function showAddress(deps: ShowDeps, typed: string, view: ShowView): Promise<SlackMessage> {
  const address = parseAddonAddress(typed);
  if (address === undefined) {
    throw new UserError(`${code(typed)} is no addon. Write it as \`project/addon\`.`);
  }
  if (address.project !== undefined) {
    const ref = { projectId: address.project, addonId: address.addon };
    const direct = await orNotFound(showAddon(deps, ref, view));
    if (direct) return direct;
  }
  const match = resolveAddon(await deps.directory(), address);
  if (match.kind === 'found') return await showAddon(deps, match.addon, view);
  const { filter } = view;
  return match.kind === 'ambiguous'
    ? buildAddonChoice(typed, match.candidates, filter)
    : buildAddonNotFound(typed, match.nearest, { unread: match.incomplete, filter });
}

async function orNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NorthflankError && error.kind === 'not-found') return undefined;
    throw error;
  }
}

/**
 * Reads what one answer rests on, all at once.
 *
 * @throws {NorthflankError} when the addon itself cannot be read; a failed list is told in the message.
 */
async function showAddon(deps: ShowDeps, ref: AddonRef, view: ShowView): Promise<SlackMessage> {
  const now = deps.now();
  const [addon, backups, schedules, destinationNames] = await Promise.all([
    deps.getAddon(ref),
    orFailed(deps.listAddonBackups(ref, reachToJudge(view, now)), now),
    orFailed(deps.listSchedules(ref), now),
    deps.destinationNames(),
  ]);
  return buildAddonBackupsMessage({
    addon,
    backups,
    schedules,
    destinationNames,
    view,
    scheduleZone: deps.scheduleZone,
    now,
  });
}

/** A list of which nothing could be read, instead of an error: the other lists still say something. */
async function orFailed<T>(listing: Promise<Listing<T>>, readAt: Date): Promise<Listing<T>> {
  try {
    return await listing;
  } catch (error) {
    if (!(error instanceof NorthflankError)) throw error;
    return { rows: [], unreadable: [], reach: 'failed', failure: toReadFailure(error), readAt };
  }
}
