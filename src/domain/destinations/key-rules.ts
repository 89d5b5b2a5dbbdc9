import type { Checked } from '../checked.ts';
import { tidyKey } from '../typed-text.ts';
import type { NewDestination } from './destination.ts';

/** The two halves of an S3 key. Secret as a whole. */
export type KeyPair = Pick<NewDestination['credentials'], 'accessKey' | 'secretKey'>;

const ACCESS_EXAMPLE = 'AKIAIOSFODNN7EXAMPLE';
const MAX_ACCESS_KEY = 128;
const MAX_SECRET_KEY = 512;
/** MinIO's own floors are 3 and 8, the lowest of the providers we know. */
const MIN_ACCESS_KEY = 3;
const MIN_SECRET_KEY = 8;

/** AWS's prefixes of identifiers. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const AWS_KEY_ID = /^A[KS]IA[A-Z0-9]{16}$/;
const AWS_TEMPORARY = /^ASIA[A-Z0-9]{16}$/;
const AWS_IDENTITY = /^(AROA|AIDA|AGPA|AIPA|ANPA)[A-Z0-9]{16}$/;
const AWS_SECRET = /^(?=.*[a-z])(?=.*[A-Z])(?=.*[/+])[A-Za-z0-9/+]{40}$/;

/** Checks an access key for what cannot be one. No error repeats any part of it. */
export function checkAccessKey(typed: string): Checked {
  const key = tidyKey(typed);
  const problem = problemOfAny(key) ?? problemOfAccessKey(key);
  return problem === undefined ? { ok: true, value: key } : { ok: false, error: problem };
}

/** Checks a secret key for what cannot be one. No error repeats any part of it. */
export function checkSecretKey(typed: string): Checked {
  const key = tidyKey(typed);
  const problem = problemOfAny(key) ?? problemOfSecretKey(key);
  return problem === undefined ? { ok: true, value: key } : { ok: false, error: problem };
}

/** Says what is wrong between two keys that are good by themselves; it belongs to the secret one. */
export function keyConflict({ accessKey, secretKey }: KeyPair): string | undefined {
  return accessKey === secretKey
    ? 'This is the access key once more: paste the secret key that came with it'
    : undefined;
}

function problemOfAny(key: string): string | undefined {
  if (/^(aws[_ -]?)?(access|secret)[_ -]?(access[_ -]?)?key([_ -]?id)? ?[=:]/i.test(key)) {
    return 'Paste the key alone, without its name and the sign between them';
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(key)) return 'This is an address: paste the key itself';
  if (/^arn:/i.test(key)) return 'This is an ARN: paste the key itself';
  if (/ /.test(key)) return 'A key has no blanks: paste it once more, in one piece';
  if (/[^!-~]/.test(key)) {
    return 'A key has plain characters only: paste it, since keyboards change dashes and quotes';
  }
  return undefined;
}

function problemOfAccessKey(key: string): string | undefined {
  if (AWS_TEMPORARY.test(key)) {
    return 'This is a temporary key, which needs a session token too: use a lasting one (AKIA…)';
  }
  if (AWS_IDENTITY.test(key)) {
    return `This is the id of a user or role: use an access key id such as ${ACCESS_EXAMPLE}`;
  }
  if (AWS_SECRET.test(key)) return 'This looks like the secret key: are the two keys swapped?';
  if (key.length < MIN_ACCESS_KEY || key.length > MAX_ACCESS_KEY) {
    return `Paste the access key id, such as ${ACCESS_EXAMPLE}`;
  }
  return undefined;
}

function problemOfSecretKey(key: string): string | undefined {
  if (AWS_KEY_ID.test(key)) return 'This is an access key id: are the two keys swapped?';
  if (key.length < MIN_SECRET_KEY || key.length > MAX_SECRET_KEY) {
    return `Paste the secret key, ${MIN_SECRET_KEY} to ${MAX_SECRET_KEY} characters such as wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY`;
  }
  return undefined;
}
