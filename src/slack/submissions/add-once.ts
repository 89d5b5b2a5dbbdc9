import type { AddOutcome } from '../../domain/destinations/add-outcome.ts';
import { type Destination, type NewDestination } from '../../domain/destinations/destination.ts';
import { DESTINATION_FIELDS, type DestinationField } from '../../domain/destinations/rules.ts';
import type { Listing, ReadFailureKind } from '../../domain/listing.ts';
import { repeatsSecret } from '../../domain/secret-echo.ts';
import { slugOf } from '../../domain/slug.ts';
import { NorthflankError, toReadFailure } from '../../northflank/errors.ts';

/** What asking Northflank takes. */
export interface AddOnceDeps {
  /** Sent once, never repeated. */
  addDestination: (destination: NewDestination) => Promise<Destination>;
  /** Asks Northflank, never a cache: lost answers are looked up with it. */
  listDestinations: () => Promise<Listing<Destination>>;
  wait: (ms: number) => Promise<void>;
  /** The answer was lost and looking it up will take a while. */
  onDoubt: () => Promise<void>;
  /** Told of every failure on the way, for the log. */
  onFailure: (error: unknown) => void;
}

/**
 * Waits before each look for a destination whose answer was lost. The last look is 17 s after: longer
 * than Northflank may take to act on a request that it did receive.
 */
const LOOKS_AFTER_MS: readonly number[] = [2_000, 5_000, 10_000];

/** "Not there" counts only when seen this often: a list may lag behind. */
const MIN_ABSENT = 2;

/** Failures after which nothing can have been added; after all others it may have been. */
const SURELY_REFUSED: ReadonlySet<ReadFailureKind> = new Set([
  'unauthorized',
  'forbidden',
  'not-found',
  'rate-limited',
  'refused',
]);

/**
 * Adds a destination with one request, and finds out what became of it when the answer is lost.
 *
 * Looks at what exists first: only a name that was not there before proves by being there that it is
 * ours. Never throws.
 */
export async function addOnce(wanted: NewDestination, deps: AddOnceDeps): Promise<AddOutcome> {
  let before: Listing<Destination>;
  try {
    before = await deps.listDestinations();
  } catch (error) {
    deps.onFailure(error);
    return { kind: 'unsent', failure: toReadFailure(error) };
  }
  if (before.rows.some((row) => hasNameOf(row, wanted))) return { kind: 'taken' };
  if (before.failure) return { kind: 'unsent', failure: before.failure };

  try {
    return { kind: 'done', destination: await deps.addDestination(wanted) };
  } catch (error) {
    deps.onFailure(error);
    if (isRefusal(error)) return refusalOf(error, wanted);
    const isUnsent = error instanceof NorthflankError && !error.sent;
    return isUnsent
      ? { kind: 'unsent', failure: toReadFailure(error) }
      : await lookUp(wanted, deps);
  }
}

function isRefusal(error: unknown): error is NorthflankError {
  return error instanceof NorthflankError && SURELY_REFUSED.has(error.kind) && error.status !== 408;
}

function refusalOf(error: NorthflankError, { credentials }: NewDestination): AddOutcome {
  const { accessKey, secretKey } = credentials;
  // Northflank may quote what it refuses, and then its words are no longer fit to be shown.
  const detail =
    error.detail !== undefined && repeatsSecret(error.detail, [accessKey, secretKey])
      ? undefined
      : error.detail;
  const fields = error.fields.map(fieldOf).filter((field) => field !== undefined);
  const isTaken = error.status === 409 && fields.length === 0;
  return {
    kind: 'refused',
    failure: toReadFailure(error),
    fields: isTaken ? ['name'] : [...new Set(fields)],
    detail,
  };
}

/** `credentials.endpoint` is the field `endpoint`. */
function fieldOf(path: string): DestinationField | undefined {
  const last = path.split('.').at(-1);
  return DESTINATION_FIELDS.find((field) => field === last);
}

async function lookUp(wanted: NewDestination, deps: AddOnceDeps): Promise<AddOutcome> {
  await deps.onDoubt();
  let absent = 0;
  let isLastClear = false;
  for (const ms of LOOKS_AFTER_MS) {
    await deps.wait(ms);
    const look = await lookOnce(wanted, deps);
    if (look !== 'absent' && look !== 'unclear') return look;
    isLastClear = look === 'absent';
    if (isLastClear) absent += 1;
  }
  return isLastClear && absent >= MIN_ABSENT ? { kind: 'absent' } : { kind: 'not-known' };
}

async function lookOnce(
  wanted: NewDestination,
  deps: AddOnceDeps,
): Promise<AddOutcome | 'absent' | 'unclear'> {
  let listing: Listing<Destination>;
  try {
    listing = await deps.listDestinations();
  } catch (error) {
    deps.onFailure(error);
    return 'unclear';
  }
  const found = listing.rows.find((row) => hasNameOf(row, wanted));
  if (found) {
    return isSame(found, wanted) ? { kind: 'done', destination: found } : { kind: 'taken' };
  }
  // A row that cannot be read may be the one, and so may one beyond where reading stopped.
  return listing.reach === 'end' && listing.unreadable.length === 0 ? 'absent' : 'unclear';
}

function hasNameOf(row: Destination, wanted: NewDestination): boolean {
  const slug = slugOf(wanted.name);
  return row.id === slug || slugOf(row.name) === slug;
}

/** Whether nothing that the list tells of a destination speaks against its being the wanted one. */
function isSame(row: Destination, { prefix, credentials }: NewDestination): boolean {
  const { bucketName, region, endpoint } = credentials;
  const pairs = [
    [row.prefix, prefix],
    [row.bucketName, bucketName],
    [row.region, region],
    [row.endpoint, endpoint],
  ];
  return pairs.every(([told, meant]) => told === undefined || told === meant);
}
