import { StorageError, toStorageError } from './storage-error.ts';

/** What an operator can do something about, by the code that the system or the database gave. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody takes connections there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its host name cannot be looked up',
  EHOSTUNREACH: 'there is no way to its host',
  ETIMEDOUT: 'its host does not answer',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'that file system is read-only',
  ENOTDIR: 'a file stands where a folder has to be',
  EEXIST: 'a file stands where a folder has to be',
  '28P01': 'it refuses the user or the password',
  '28000': 'it refuses the user or the password',
  '3D000': 'there is no database of that name',
  '3F000': 'its search path names no schema that is there',
  '42501': 'its user has not the right to make tables and rows',
  '25006': 'it takes no writes, as a standby does',
  'sqlite 8': 'the file cannot be written',
  'sqlite 14': 'the file cannot be opened',
};

/** Why a store cannot be worked with: a clause that follows a colon, without what the address holds. */
export function describeTrouble(error: unknown): string {
  const failure = toStorageError(error);
  const cause = failure.cause ?? error;
  const known = REASONS[codeOf(cause)];
  if (known !== undefined) return known;
  // The `pg` package gives its own time-outs no code, only words.
  const isTimeout = cause instanceof Error && /timeout/i.test(cause.message);
  return isTimeout ? 'no answer comes in time' : asClause(failure.message);
}

/** The store's error with the reason in its sentence where that is known: whoever reads it may have no log at hand. */
export function withReason(error: unknown): StorageError {
  const failure = toStorageError(error);
  const reason = describeTrouble(error);
  if (reason === asClause(failure.message)) return failure;
  return new StorageError(failure.kind, `${failure.message}: ${reason}`, { cause: failure.cause });
}

/** A sentence as it follows a colon. */
export function asClause(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  // The low byte is SQLite's primary code; the rest only refines it.
  if ('errcode' in error && typeof error.errcode === 'number')
    return `sqlite ${error.errcode & 0xff}`;
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
