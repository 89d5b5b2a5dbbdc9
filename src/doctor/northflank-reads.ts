import type { Diagnosis } from '../domain/diagnosis.ts';
import type { ReadFailure } from '../domain/listing.ts';
import { NorthflankError, toReadFailure } from '../northflank/errors.ts';

/** What came of one call. */
export type Read<T> =
  | { kind: 'done'; value: T }
  | {
      kind: 'failed';
      failure: ReadFailure;
      /** Absent when no answer came. */
      status?: number | undefined;
      /** Northflank's own reason, if it gave one; foreign text. */
      words?: string | undefined;
      /** Whether not even a connection came about. */
      isUnreachable: boolean;
    };

type Failed = Extract<Read<never>, { kind: 'failed' }>;

/** Makes a call; a list that broke off after its first rows counts as read. */
export async function tryTo<T>(call: () => Promise<T>): Promise<Read<T>> {
  try {
    return { kind: 'done', value: await call() };
  } catch (error) {
    const failure = toReadFailure(error);
    if (!(error instanceof NorthflankError)) throw error;
    const { status, words, sent, retryAt } = error;
    return {
      kind: 'failed',
      failure,
      status,
      words,
      isUnreachable: !sent && retryAt === undefined,
    };
  }
}

/** Judges by the first calls whether the API is there and takes the token at all. */
export function judgeAccess(reads: readonly Read<unknown>[]): Diagnosis {
  const subject = 'Northflank token';
  const failed = reads.filter((read) => read.kind === 'failed');
  const [first] = failed;
  // A refusal of one call alone is about that call's permission, also with status 401.
  if (first === undefined || failed.length < reads.length || isPermission(failed)) {
    return { health: 'ok', subject, fact: 'Northflank takes it.' };
  }
  return { subject, ...troubleOf(first) };
}

/** Whether the token was taken, and only its role did not do. */
function isPermission(failed: readonly Failed[]): boolean {
  return failed.some(({ failure }) => failure.kind === 'forbidden');
}

type Trouble = Omit<Diagnosis, 'subject'>;

function troubleOf({ failure, isUnreachable }: Failed): Trouble {
  const { kind, reason, retryAt } = failure;
  if (kind === 'unauthorized') {
    return {
      health: 'wrong',
      fact: 'Northflank refused it.',
      mend: 'Make a token from an API role and put it into NORTHFLANK_API_TOKEN.',
    };
  }
  if (kind === 'untrusted') {
    return {
      health: 'wrong',
      fact: `${reason}.`,
      mend: 'Check NORTHFLANK_API_URL if it is set, and the date of this machine; where a proxy answers with a certificate of its own, name who signed it in NODE_EXTRA_CA_CERTS.',
    };
  }
  if (isUnreachable) {
    return {
      health: 'wrong',
      fact: 'Northflank cannot be reached.',
      mend: 'See that this machine reaches it, and that NORTHFLANK_API_URL is right if it is set.',
    };
  }
  if (kind === 'not-found' || kind === 'malformed') {
    return {
      health: 'wrong',
      fact:
        kind === 'malformed'
          ? 'what answers is not Northflank’s API.'
          : 'Northflank knows no such team.',
      mend: 'Check NORTHFLANK_TEAM_ID, which an organization’s token needs and a team’s does not, and NORTHFLANK_API_URL.',
    };
  }
  return { health: 'not-known', fact: `${reason}.`, ...tryAgain(retryAt) };
}

/**
 * Judges one call of a token that is taken.
 *
 * @param permission as Northflank’s documents name it; the names differ between their generations.
 */
export function judgeRead(what: string, permission: string, read: Read<unknown>): Diagnosis {
  const subject = `Northflank ${what}`;
  if (read.kind === 'done') return { health: 'ok', subject, fact: 'can be read.' };
  const { failure, status, words } = read;
  if (failure.kind === 'forbidden' || failure.kind === 'unauthorized') {
    return {
      health: 'wrong',
      subject,
      // A feature that an account has not got answers like a missing permission.
      fact: `may not be read (status ${status}${words === undefined ? '' : `: “${words}”`}).`,
      mend: `Add the permission to the API role of the token; it is called ${permission} or alike.`,
    };
  }
  const fact = `could not be read: ${failure.reason}.`;
  return { health: 'not-known', subject, fact, ...tryAgain(failure.retryAt) };
}

function tryAgain(at: Date | undefined): Pick<Diagnosis, 'at' | 'mend'> {
  return at === undefined
    ? { mend: 'Check again in a minute.' }
    : { at, mend: 'Check again after {at}.' };
}
