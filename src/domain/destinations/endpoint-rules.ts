import type { Checked } from '../checked.ts';
import { tidyToken } from '../typed-text.ts';

const EXAMPLE = 's3.us-west-2.amazonaws.com';
const NO_ADDRESS = `Write a host name rather than an address, such as ${EXAMPLE}`;

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Only a name ends in letters: this is what keeps every spelling of an address out. */
const TOP_LABEL = /^([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
const MAX_HOST = 253;

/** Names that mean the machine itself, whichever machine that is. */
const OWN_MACHINE: ReadonlySet<string> = new Set(['localhost', 'localdomain']);

/**
 * Checks the host of a bucket, as text only: it is never resolved nor contacted by us.
 *
 * Gives it in lower case; a port may follow it. Refused: schemes, user info, paths, and addresses in
 * every spelling, since only names can be held against a certificate.
 */
export function checkEndpoint(typed: string): Checked {
  const text = tidyToken(typed).toLowerCase();
  if (text === '') return wrong(`Write the host of the bucket, such as ${EXAMPLE}`);
  // Whatever stands before an @ may be a key, so it is not repeated.
  if (text.includes('@')) return wrong(`Leave out everything up to the @, as in ${EXAMPLE}`);
  if (/^[a-z0-9+.-]*:?\/\//.test(text)) return wrong(`Leave out https://, as in ${EXAMPLE}`);
  if (/[/?#\\]/.test(text)) return wrong(`Leave out everything after the host, as in ${EXAMPLE}`);
  const [host = '', port, ...rest] = text.split(':');
  if (rest.length > 0 || text.includes('[')) return wrong(NO_ADDRESS);
  if (port !== undefined && !isPort(port)) {
    return wrong(`Write a port as a number up to 65535, as in ${EXAMPLE}:443`);
  }
  const problem = problemOf(host);
  return problem === undefined ? { ok: true, value: text } : wrong(problem);
}

function problemOf(host: string): string | undefined {
  const labels = host.split('.');
  const top = labels.at(-1) ?? '';
  if (OWN_MACHINE.has(top)) {
    return `Write a host that Northflank can reach, such as ${EXAMPLE}`;
  }
  if (/[^ -~]/.test(host)) {
    return `Write the host in plain letters, such as ${EXAMPLE}; other alphabets as xn--…`;
  }
  if (/^(0x[0-9a-f]*|[0-9]+)$/.test(top)) return NO_ADDRESS;
  const good =
    host.length <= MAX_HOST &&
    labels.length >= 2 &&
    labels.every((label) => LABEL.test(label)) &&
    TOP_LABEL.test(top);
  if (!good) return `Write a host of letters, digits, dots and hyphens, such as ${EXAMPLE}`;
  const bucket = placeOf(host)?.bucket;
  return bucket && `Leave the bucket out of the host: ${host.slice(bucket.length)}`;
}

function isPort(text: string): boolean {
  return /^[1-9][0-9]{0,4}$/.test(text) && Number(text) <= 65_535;
}

function wrong(error: string): Checked {
  return { ok: false, error };
}

/** Hosts that name their region. @see https://docs.aws.amazon.com/general/latest/gr/s3.html */
const AWS =
  /^(?<bucket>.+\.)?s3(?:-fips)?[.-](?:dualstack\.)?(?<region>[a-z]{2}(?:-[a-z]+)+-[0-9]+)\.amazonaws\.com(?:\.cn)?$/;
const OTHERS: readonly RegExp[] = [
  /^(?<bucket>.+\.)?(?<region>[a-z]{3}[0-9])\.digitaloceanspaces\.com$/,
  /^(?<bucket>.+\.)?s3\.(?<region>[a-z0-9-]+)\.backblazeb2\.com$/,
  /^(?<bucket>.+\.)?s3\.(?<region>[a-z0-9-]+)\.wasabisys\.com$/,
  /^(?<bucket>.+\.)?s3\.(?<region>[a-z0-9-]+)\.scw\.cloud$/,
  /^(?<bucket>.+\.)?s3\.(?<region>[a-z0-9-]+)\.(?:io|perf)\.cloud\.ovh\.(?:net|us)$/,
];
const R2 = /(?:^|\.)r2\.cloudflarestorage\.com$/;

/** Regions that tools send where a provider does not look at it; outside AWS they contradict nothing. */
const NEUTRAL: readonly string[] = ['us-east-1', 'auto'];

/**
 * Says what is wrong between a region and a checked endpoint.
 *
 * Absent when they agree, and for every provider of which we do not know that they cannot.
 */
export function regionConflict(region: string, endpoint: string): string | undefined {
  const host = endpoint.split(':')[0] ?? '';
  if (R2.test(host)) {
    // @see https://developers.cloudflare.com/r2/api/s3/api/
    return NEUTRAL.includes(region) ? undefined : 'For this endpoint write the region auto';
  }
  const place = placeOf(host);
  if (place === undefined || place.region === region) return undefined;
  if (!place.isAws && NEUTRAL.includes(region)) return undefined;
  return `The endpoint is in ${place.region}: write ${place.region} here, or change the endpoint`;
}

/** Where a host of a known provider is, and the bucket with its dot when the host starts with one. */
function placeOf(host: string) {
  const aws = AWS.exec(host)?.groups;
  const groups = aws ?? OTHERS.map((pattern) => pattern.exec(host)?.groups).find((found) => found);
  const region = groups?.['region'];
  return region === undefined
    ? undefined
    : { region, bucket: groups?.['bucket'], isAws: aws !== undefined };
}
