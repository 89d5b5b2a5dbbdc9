import type { Checked } from '../checked.ts';
import { tidyProse, tidyToken } from '../typed-text.ts';
import type { NewDestination } from './destination.ts';
import { checkEndpoint, regionConflict } from './endpoint-rules.ts';
import { checkAccessKey, checkSecretKey, type KeyPair, keyConflict } from './key-rules.ts';

/** What a person fills in beside the keys, as typed; empty where nothing was. */
export interface TypedDestination {
  name: string;
  description: string;
  bucketName: string;
  region: string;
  endpoint: string;
  prefix: string;
}

/** The parts of a new destination that can be wrong by themselves, in the order of the form. */
export const DESTINATION_FIELDS = [
  'name',
  'description',
  'bucketName',
  'region',
  'endpoint',
  'prefix',
  'accessKey',
  'secretKey',
] as const satisfies readonly (keyof TypedDestination | keyof KeyPair)[];
/** One of {@link DESTINATION_FIELDS}. */
export type DestinationField = (typeof DESTINATION_FIELDS)[number];

/** What to send, or for each field that is wrong how to write it. */
export type CheckedDestination =
  | { ok: true; destination: NewDestination }
  | { ok: false; errors: Partial<Record<DestinationField, string>> };

/**
 * Checks everything that Northflank would refuse and what is surely a slip, before anything is sent.
 *
 * Every error says how to write the field and gives an example; none repeats any part of a key.
 *
 * @see https://northflank.com/docs/v1/api/team/backup-destinations/add-backup-destination
 */
export function checkDestination(typed: TypedDestination & KeyPair): CheckedDestination {
  const checked = {
    name: checkName(typed.name),
    description: checkDescription(typed.description),
    bucketName: checkBucketName(typed.bucketName),
    region: checkRegion(typed.region),
    endpoint: checkEndpoint(typed.endpoint),
    prefix: checkPrefix(typed.prefix),
    accessKey: checkAccessKey(typed.accessKey),
    secretKey: checkSecretKey(typed.secretKey),
  } satisfies Record<DestinationField, Checked>;
  const errors: Partial<Record<DestinationField, string>> = {};
  const value = (field: DestinationField): string => {
    const result: Checked = checked[field];
    if (result.ok) return result.value;
    errors[field] = result.error;
    return '';
  };

  const [name, description, prefix] = [value('name'), value('description'), value('prefix')];
  const credentials = {
    accessKey: value('accessKey'),
    secretKey: value('secretKey'),
    bucketName: value('bucketName'),
    region: value('region'),
    endpoint: value('endpoint'),
  };
  if (checked.region.ok && checked.endpoint.ok) {
    const conflict = regionConflict(credentials.region, credentials.endpoint);
    if (conflict !== undefined) errors.region = conflict;
  }
  if (checked.accessKey.ok && checked.secretKey.ok) {
    const conflict = keyConflict(credentials);
    if (conflict !== undefined) errors.secretKey = conflict;
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const described = description === '' ? {} : { description };
  return { ok: true, destination: { name, ...described, type: 's3', prefix, credentials } };
}

/** Checks a destination's display name, from which Northflank makes its id. */
export function checkName(typed: string): Checked {
  const name = tidyToken(typed);
  const good =
    name.length >= 3 && name.length <= 100 && /^[a-zA-Z0-9]+([- ][a-zA-Z0-9]+)*$/.test(name);
  return good
    ? { ok: true, value: name }
    : {
        ok: false,
        error:
          'Use 3 to 100 letters and digits, words joined by one hyphen or one space, such as Nightly archive',
      };
}

/** Checks a description; an empty one is good and stays empty. */
export function checkDescription(typed: string): Checked {
  const description = tidyProse(typed);
  const strange = /[^a-zA-Z0-9.,?\s\\/'"()[\];`%^&*\-_:!]/u.exec(description)?.[0];
  if (strange !== undefined) {
    return {
      ok: false,
      error: `Leave out ${strange}: letters, digits, blanks and .,?/'"()[];%^&*-_:! are allowed, as in Copies of the shop (nightly)`,
    };
  }
  return description.length <= 200
    ? { ok: true, value: description }
    : {
        ok: false,
        error: `Use at most 200 characters (these are ${description.length}), as in Copies of the shop (nightly)`,
      };
}

/** Checks a bucket's name. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function checkBucketName(typed: string): Checked {
  const name = tidyToken(typed);
  if (/[/:@]/.test(name)) {
    return { ok: false, error: 'Write the bucket’s name alone, such as shop-backups' };
  }
  const good =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name);
  return good
    ? { ok: true, value: name }
    : {
        ok: false,
        error: 'Use 3 to 63 lower-case letters, digits, hyphens and dots, such as shop-backups',
      };
}

/** Checks a region by its shape alone; providers have their own lists. */
export function checkRegion(typed: string): Checked {
  const region = tidyToken(typed);
  return /^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/.test(region) && region.length <= 50
    ? { ok: true, value: region }
    : { ok: false, error: 'Write the region’s id, such as us-west-2 (auto for Cloudflare R2)' };
}

/** Checks the folder inside the bucket; the slash that ends it is added where it is missing. */
export function checkPrefix(typed: string): Checked {
  const prefix = tidyToken(typed).replace(/(?<!\/)$/, '/');
  return /^[a-zA-Z0-9_-]+\/$/.test(prefix) && prefix.length <= 200
    ? { ok: true, value: prefix }
    : {
        ok: false,
        error:
          'Write one folder of letters, digits, - and _, ending in a slash, such as shop-prod/',
      };
}
