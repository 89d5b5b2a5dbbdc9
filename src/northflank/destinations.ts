import { z } from 'zod';
import { type Destination, type NewDestination } from '../domain/destinations/destination.ts';
import { slugOf } from '../domain/slug.ts';
import type { Call, Client } from './client/client.ts';
import { NorthflankError } from './errors.ts';
import { asRow, asText, type Row, RowProblem } from './fields.ts';
import type { RowReader } from './listing.ts';
import { asDate } from './moments.ts';

/** Rows of the account's list of destinations; one guessed id may stand for two names. */
export const destinationRows: RowReader<Destination> = {
  read: readDestination,
  keyOf: ({ id, name }) => JSON.stringify([id, name]),
};

/**
 * Reads one destination. The secrets that some answers hold are not taken over.
 *
 * The list is documented without ids, so that an id may be a guess: ids are slugs of names.
 *
 * @see https://northflank.com/docs/v1/api/team/backup-destinations/list-backup-destinations
 * @throws {RowProblem} without id and name.
 */
function readDestination(row: Row): Destination {
  const sentId = asText(row['id']);
  const name = asText(row['name']) ?? sentId;
  if (name === undefined) throw new RowProblem('name is missing');
  const id = sentId ?? slugOf(name);
  if (id === '') throw new RowProblem('id is missing');

  const credentials = asRow(row['credentials']);
  return {
    id,
    idGuessed: sentId === undefined,
    name,
    description: asText(row['description']),
    type: asText(row['type']),
    usage: asText(row['usage']),
    prefix: asText(row['prefix']),
    bucketName: asText(credentials?.['bucketName']),
    region: asText(credentials?.['region']),
    endpoint: readEndpoint(credentials?.['endpoint']),
    createdAt: asDate(row['createdAt']),
    updatedAt: asDate(row['updatedAt']),
  };
}

/** Keys also travel in front of the host, as in `https://key:secret@host`. */
function readEndpoint(value: unknown): string | undefined {
  return asText(value)?.replace(/^([a-z]+:\/\/)?.*@/i, '$1');
}

/** Northflank's own rules for a destination to add. */
const NewDestinationBody: z.ZodType<NewDestination> = z.strictObject({
  name: z
    .string()
    .min(3)
    .max(100)
    .regex(/^[a-zA-Z0-9]+((-|\s)[a-zA-Z0-9]+)*$/),
  description: z
    .string()
    .max(200)
    .regex(/^[a-zA-Z0-9.,?\s\\/'"()[\];`%^&*\-_:!]+$/)
    .optional(),
  type: z.literal('s3'),
  prefix: z.string().regex(/^([a-zA-Z0-9-_]+)\/$/),
  credentials: z.strictObject({
    accessKey: z.string().min(1),
    secretKey: z.string().min(1),
    bucketName: z.string().min(1),
    region: z.string().min(1),
    endpoint: z.string().min(1),
  }),
});

/**
 * Adds a destination; sent exactly once.
 *
 * @returns what was sent, under the id of Northflank's answer; a guess where it names none.
 * @throws {NorthflankError} `refused` with the fields that break Northflank's rules, unsent where
 * they are known before.
 * @see https://northflank.com/docs/v1/api/team/backup-destinations/add-backup-destination
 */
export async function addDestination(
  client: Client,
  path: string,
  destination: NewDestination,
  call: Call,
): Promise<Destination> {
  const checked = NewDestinationBody.safeParse(destination);
  if (!checked.success) throw unsent(path, checked.error);

  const body = checked.data;
  const { accessKey, secretKey } = body.credentials;
  const answer = await client.post(path, body, [accessKey, secretKey], call);
  const added = asRow(asRow(answer)?.['data']) ?? asRow(answer);
  const id = asText(added?.['id']);
  return {
    ...readDestination({ ...body }),
    ...(id === undefined ? {} : { id, idGuessed: false }),
    usage: asText(added?.['usage']),
    createdAt: asDate(added?.['createdAt']),
    updatedAt: asDate(added?.['updatedAt']),
  };
}

/** Names the fields alone: what was typed into them may be a secret. */
function unsent(path: string, error: z.ZodError): NorthflankError {
  const paths = error.issues.map((issue) => issue.path.join('.'));
  const fields = [...new Set(paths)].filter((field) => field !== '');
  return new NorthflankError('refused', `POST ${path} was not sent: the body breaks the rules`, {
    path,
    fields,
    sent: false,
  });
}
