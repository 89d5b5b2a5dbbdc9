import type { types } from '@slack/bolt';
import { type Addon, type AddonRef, formatAddonRef } from '../../domain/addons/addon.ts';
import { type AddonMatch, parseAddonAddress, resolveAddon } from '../../domain/addons/address.ts';
import type { Directory } from '../../domain/addons/directory.ts';
import type { Backup } from '../../domain/backup.ts';
import type { Clock } from '../../domain/clock.ts';
import { reachToJudge, type ShowView } from '../../domain/history/paging.ts';
import { ALL_BACKUPS } from '../../domain/history/show-filter.ts';
import {
  parseShowRequest,
  type ShowReading,
  type ShowRequest,
} from '../../domain/history/show-request.ts';
import type { Listing } from '../../domain/listing.ts';
import type { Log } from '../../domain/log.ts';
import type { BackupSchedule } from '../../domain/schedules/schedule.ts';
import { UserError } from '../../domain/user-error.ts';
import { isNotFound, NorthflankError, toReadFailure } from '../../northflank/errors.ts';
import type { Act } from '../acts/act.ts';
import { answerWithNotice } from '../acts/answer-with-notice.ts';
import { openOrTell } from '../acts/open-or-tell.ts';
import type { WaitingReplies } from '../acts/waiting-replies.ts';
import { readAddonOption } from '../addons/options.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { code } from '../block-kit/mrkdwn.ts';
import { readAddonPageValue, readAddonValue } from '../button-values.ts';
import { buildAddonBackupsMessage } from '../messages/addon-backups.ts';
import { buildAddonChoice, buildAddonNotFound, buildNotice, withSlip } from '../messages/notice.ts';
import { runButton } from '../run-button.ts';
import { buildPickAddonView, readPickAddonView } from '../views/pick-addon.ts';

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
  log: Log;
}

/** `/backups show`, its buttons and its picker. */
export interface Show {
  /** `rest` is what was typed after the verb: an address and filter words, or nothing. */
  command: (act: Act, rest: string) => Promise<void>;
  /** A button that carries an address. */
  addon: (act: Act, value: string) => Promise<void>;
  /** A button that carries an address, a filter and a page; its message is replaced. */
  page: (act: Act, value: string) => Promise<void>;
  /** An option of the menu of addons. */
  chosen: (act: Act, value: string) => Promise<void>;
  /** The picker was submitted: the answer goes where the command was typed. */
  picked: (act: Act, view: Parameters<typeof readPickAddonView>[0]) => Promise<void>;
}

const FIRST_PAGE = 0;

/** Shows the history of one addon. */
export function createShow(deps: ShowDeps): Show {
  async function answer(act: Act, wanted: AddonRequest): Promise<void> {
    const [{ typed }] = wanted.readings;
    await answerWithNotice(
      act,
      buildNotice(`Reading the backups of ${code(typed)}; this takes a moment.`),
      () => showWanted(deps, wanted),
    );
  }

  async function openPicker(act: Act, view: types.ModalView): Promise<void> {
    const again = buildNotice(
      'Slack did not open the list of addons in time. Nothing was changed.',
      [runButton('again', 'Open it again', 'show')],
    );
    await openOrTell(act, view, again, deps.log);
  }

  return {
    command: async (act, rest) => {
      const request = parseShowRequest(rest);
      if (request.kind === 'addon') await answer(act, request);
      else await openPicker(act, buildPickAddonView(deps.waiting.keep(act), request.filter));
    },
    addon: async (act, value) => {
      const typed = formatAddonRef(readAddonValue(value));
      await answer(act, { readings: [{ typed, filter: ALL_BACKUPS }] });
    },
    page: async (act, value) => {
      const { ref, view } = readAddonPageValue(value);
      await act.reply(await showAddon(deps, ref, view), { replace: true });
    },
    chosen: async (act, value) => {
      const typed = await readAddonOption(value, deps.directory);
      await answer(act, { readings: [{ typed, filter: ALL_BACKUPS }] });
    },
    picked: async (act, view) => {
      const { chosen, ticket, filter } = readPickAddonView(view);
      const reply = deps.waiting.take(ticket) ?? act.reply;
      const typed = await readAddonOption(chosen, deps.directory);
      await answer({ ...act, reply }, { readings: [{ typed, filter }] });
    },
  };
}

/** What was asked of `show` where an addon was named. */
type AddonRequest = Omit<Extract<ShowRequest, { kind: 'addon' }>, 'kind'>;

/**
 * Shows the addon that the first fitting reading means, those without a slip first.
 *
 * @throws {UserError} the request's own mistake, when no reading fits.
 */
async function showWanted(
  deps: ShowDeps,
  { readings, mistake }: AddonRequest,
): Promise<SlackMessage> {
  const last = readings.at(-1) ?? readings[0];
  if (readings.length === 1 && mistake === undefined) return await showReading(deps, last);
  const directory = await deps.directory();
  const matches = readings.map((reading) => {
    const address = parseAddonAddress(reading.typed);
    return { reading, match: address && resolveAddon(directory, address) };
  });
  const fitting =
    matches.find(({ match }) => match?.kind === 'ambiguous' || isExact(match)) ??
    matches.find(({ match }) => match?.kind === 'found');
  if (fitting === undefined && mistake !== undefined) throw mistake;
  return await showReading(deps, fitting?.reading ?? last);
}

function isExact(match: AddonMatch | undefined): boolean {
  return match?.kind === 'found' && !match.corrected;
}

/**
 * Finds the addon that was meant and shows it.
 *
 * A full address is asked for at once, so that its answer does not wait for the whole directory.
 */
async function showReading(deps: ShowDeps, { typed, filter }: ShowReading): Promise<SlackMessage> {
  const view: ShowView = { filter, page: FIRST_PAGE };
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
  if (match.kind === 'ambiguous') return buildAddonChoice(typed, match.candidates, filter);
  if (match.kind === 'none') {
    return buildAddonNotFound(typed, match.nearest, { unread: match.incomplete, filter });
  }
  const message = await showAddon(deps, match.addon, view);
  return match.corrected ? withSlip(message, typed, formatAddonRef(match.addon)) : message;
}

async function orNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return undefined;
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
