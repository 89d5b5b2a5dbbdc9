import type { ReadFailureKind } from '../../domain/listing.ts';
import { hideSecrets } from '../../domain/secret-echo.ts';
import { NorthflankError } from '../errors.ts';
import { asList, asRow } from '../fields.ts';
import type { NotBefore } from './rate-limit.ts';
import { readRefusedFields } from './refused-fields.ts';
import type { Answer, Outgoing } from './transport.ts';

const LONGEST_DETAIL = 300;

/**
 * Turns an answer other than 2xx into the error to throw.
 *
 * @param secrets never to be seen in the error, even where Northflank echoes them.
 */
export function toRefusal(
  answer: Answer,
  outgoing: Outgoing,
  notBefore: NotBefore,
  secrets: readonly string[],
): NorthflankError {
  const { method, path, body } = outgoing;
  const error = asRow(asRow(answer.json)?.['error']);
  const id = error?.['id'];
  const said = readDetail(answer.json);
  const detail = said === undefined ? undefined : clean(said, secrets);
  return new NorthflankError(kindOf(answer.status), `${method} ${path} answered ${answer.status}`, {
    path,
    status: answer.status,
    errorId: readId(id, secrets),
    detail,
    words: body === undefined ? detail : undefined,
    retryAt: notBefore instanceof Date ? notBefore : undefined,
    fields: body === undefined ? [] : readRefusedFields(answer.json, body),
  });
}

function kindOf(status: number): ReadFailureKind {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 429) return 'rate-limited';
  if (status >= 500 || status === 408 || status === 425) return 'unavailable';
  // A redirect is never followed: it would carry the token to another host.
  return status >= 400 ? 'refused' : 'malformed';
}

/** Finds Northflank's own sentence in each of the shapes that its errors are known to have. */
function readDetail(json: unknown): string | undefined {
  const body = asRow(json);
  const error = body?.['error'];
  return [asRow(error)?.['message'], error, body?.['message'], body?.['messages']]
    .map((place) => asList(place).filter((text) => typeof text === 'string'))
    .map((sentences) => sentences.join('; ').trim())
    .find((text) => text !== '');
}

/** An id as a support team would ask for it; sentences in its place are not kept. */
function readId(id: unknown, secrets: readonly string[]): string | undefined {
  return typeof id === 'string' && /^[\w.:-]{1,100}$/.test(id)
    ? hideSecrets(id, secrets)
    : undefined;
}

/** Secrets go first: a cut could leave half of one. */
function clean(text: string, secrets: readonly string[]): string {
  const exact = secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret !== '')
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, '[hidden]'), text)
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  const safe = hideSecrets(exact, secrets);
  return safe.length > LONGEST_DETAIL ? `${safe.slice(0, LONGEST_DETAIL - 1)}…` : safe;
}
