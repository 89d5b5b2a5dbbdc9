import { z } from 'zod';
import { type AddonRef, formatAddonRef } from '../domain/addons/addon.ts';
import type { ShowView } from '../domain/history/paging.ts';
import { ALL_BACKUPS, formatShowFilter, parseShowFilter } from '../domain/history/show-filter.ts';
import { UserError } from '../domain/user-error.ts';

/** Last page that a button may ask for; far beyond what Northflank keeps. */
const MAX_PAGE = 100_000;

const AddonAddress = z
  .string()
  .regex(/^[^/\s]+\/[^/\s]+$/)
  .transform((text): AddonRef => {
    const [projectId = '', addonId = ''] = text.split('/');
    return { projectId, addonId };
  });

const Page = z.object({
  page: z.int().min(0).max(MAX_PAGE),
  /** Epoch milliseconds. */
  asOf: z
    .int()
    .min(0)
    .max(8.64e15)
    .transform((ms) => new Date(ms))
    .optional(),
});

const AddonPage = Page.extend({
  ref: AddonAddress,
  filter: z.string().max(100).transform(parseShowFilter),
});

const DestinationPage = Page.extend({ id: z.string().min(1).max(500) });

const StatusPage = Page.pick({ page: true }).extend({
  projectId: z.string().min(1).max(200).optional(),
  anew: z.boolean().default(false),
});

/** What a button of a backups message asks for. */
export interface AddonPageValue {
  ref: AddonRef;
  view: ShowView;
}

/** What a button of a destination's message asks for. */
export interface DestinationPageValue {
  id: string;
  view: ShowView;
}

/** The value of a `showAddon` button: `project/addon`. */
export function addonValue(ref: AddonRef): string {
  return formatAddonRef(ref);
}

/** Reads back {@link addonValue}. @throws {UserError} when it is none. */
export function readAddonValue(value: string | undefined): AddonRef {
  const parsed = AddonAddress.safeParse(value);
  if (!parsed.success) throw outdated();
  return parsed.data;
}

/** The value of a `showAddonPage` button. */
export function addonPageValue({ ref, view }: AddonPageValue): string {
  return JSON.stringify({
    ref: formatAddonRef(ref),
    filter: formatShowFilter(view.filter),
    page: view.page,
    asOf: view.asOf?.getTime(),
  });
}

/** Reads back {@link addonPageValue}. @throws {UserError} when it is none. */
export function readAddonPageValue(value: string | undefined): AddonPageValue {
  const { ref, filter, page, asOf } = readJson(AddonPage, value);
  return { ref, view: { filter, page, asOf } };
}

/** The value of a `showDestinationPage` button. */
export function destinationPageValue({ id, view }: DestinationPageValue): string {
  return JSON.stringify({ id, page: view.page, asOf: view.asOf?.getTime() });
}

/** Reads back {@link destinationPageValue}. @throws {UserError} when it is none. */
export function readDestinationPageValue(value: string | undefined): DestinationPageValue {
  const { id, page, asOf } = readJson(DestinationPage, value);
  return { id, view: { filter: ALL_BACKUPS, page, asOf } };
}

/** What a button of the board asks for. */
export interface StatusPageValue {
  /** From 0. */
  page: number;
  /** Only this project; absent for all that the channel covers. */
  projectId?: string | undefined;
  /** Whether the account is to be read anew. */
  anew: boolean;
}

/** The value of a `statusPage` or `homePage` button. */
export function statusPageValue(value: StatusPageValue): string {
  return JSON.stringify(value);
}

/** Reads back {@link statusPageValue}. @throws {UserError} when it is none. */
export function readStatusPageValue(value: string | undefined): StatusPageValue {
  return readJson(StatusPage, value);
}

/** Old messages keep their buttons, so a value may be of another time and is never trusted. */
function readJson<T>(schema: z.ZodType<T>, value: string | undefined): T {
  try {
    const parsed = schema.safeParse(JSON.parse(value ?? ''));
    if (parsed.success) return parsed.data;
  } catch {
    // Neither JSON nor a filter of today: told below like any other button of another time.
  }
  throw outdated();
}

function outdated(): UserError {
  return new UserError('This button is out of date. Run the command again for a fresh message.');
}
