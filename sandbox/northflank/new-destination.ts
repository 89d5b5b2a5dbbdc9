import { z } from 'zod';
import type { AccountDestination } from './account.ts';
import { Problem } from './problem.ts';

const NAME = /^[a-zA-Z0-9]+((-|\s)[a-zA-Z0-9]+)*$/;
const DESCRIPTION = /^[a-zA-Z0-9.,?\s\\/'"()[\];`%^&*\-_:!]+$/;
const PREFIX = /^([a-zA-Z0-9-_]+)\/$/;

const NewDestination = z.object({
  name: z.string().min(3).max(100).regex(NAME),
  description: z.string().max(200).regex(DESCRIPTION).optional(),
  type: z.literal('s3'),
  prefix: z.string().regex(PREFIX),
  credentials: z.object({
    accessKey: z.string().min(1),
    secretKey: z.string().min(1),
    bucketName: z.string().min(1),
    region: z.string().min(1),
    endpoint: z.string().min(1),
  }),
});

/**
 * Turns the body of an add into a destination, by the documented rules.
 *
 * Then the bucket is tried, as the web app does: a region that the endpoint contradicts, an endpoint
 * that is no host name, and a bucket whose name begins with `denied` are refused.
 *
 * @throws {Problem} 400 with every field that is wrong, 409 when the name is taken.
 */
export function readNewDestination(
  body: unknown,
  existing: readonly AccountDestination[],
  now: Date,
): AccountDestination {
  const parsed = NewDestination.safeParse(body);
  if (!parsed.success) throw invalid(parsed.error);
  const { description, ...rest } = parsed.data;
  const id = slug(rest.name);
  if (existing.some((destination) => slug(destination.name) === id || destination.id === id)) {
    const sentence = `A backup destination named "${rest.name}" already exists`;
    throw new Problem(409, sentence, { name: [sentence] });
  }
  tryBucket(rest.credentials);
  const at = now.toISOString();
  return {
    id,
    ...rest,
    ...(description === undefined ? {} : { description }),
    createdAt: at,
    updatedAt: at,
    listed: 'without-id',
    expiry: 'decimal-string',
    orphans: 0,
  };
}

function invalid(error: z.ZodError): Problem {
  const details: Record<string, string[]> = {};
  for (const issue of error.issues) {
    const field = issue.path.join('.') || 'body';
    (details[field] ??= []).push(sentenceFor(issue));
  }
  const first = Object.entries(details)
    .map(([field, [sentence]]) => `${field} ${sentence}`)
    .join('; ');
  return new Problem(400, `Validation failed: ${first}`, details);
}

function sentenceFor(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') return `must be at least ${issue.minimum} characters long`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum} characters long`;
  if (issue.code === 'invalid_format') return `must match pattern "${issue.pattern ?? ''}"`;
  return 'is missing or of the wrong type';
}

function tryBucket({ bucketName, region, endpoint }: AccountDestination['credentials']): void {
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?$/i.test(endpoint)) {
    throw refused('endpoint', `Could not connect to endpoint "${endpoint}"`);
  }
  const named = /^s3[.-](?<region>[a-z]+(-[a-z]+)+-\d+)\./i.exec(endpoint)?.groups?.['region'];
  if (named !== undefined && named !== region) {
    throw refused('region', `Endpoint "${endpoint}" does not serve region "${region}"`);
  }
  if (bucketName.startsWith('denied')) {
    throw refused('bucketName', `Access to bucket "${bucketName}" was denied`);
  }
}

function refused(field: string, sentence: string): Problem {
  return new Problem(400, sentence, { [`credentials.${field}`]: [sentence] });
}

function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
