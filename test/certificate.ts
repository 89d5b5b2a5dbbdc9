import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate and the key to it, in PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

/**
 * Makes a certificate for one host, good for a day around now.
 *
 * By RFC 5280, as small as it may be: none is kept in a file, where keys do not belong.
 *
 * @param host an IPv4 address, or a name.
 * @param at when it is good.
 * @param issuer who is said to have signed it; its holder when absent.
 */
export function makeCertificate(host: string, at: Date, issuer = HOLDER): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1)),
    sequence(ECDSA_WITH_SHA256),
    nameOf(issuer),
    sequence(utcTime(at.getTime() - DAY_MS), utcTime(at.getTime() + DAY_MS)),
    nameOf(HOLDER),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(SUBJECT_ALT_NAME, der(0x04, sequence(hostName(host)))))),
  );
  const signature = sign('sha256', body, privateKey);
  const whole = sequence(
    body,
    sequence(ECDSA_WITH_SHA256),
    der(0x03, Buffer.of(0), signature),
  ).toString('base64');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${whole}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const HOLDER = 'a test';
const DAY_MS = 86_400_000;
const ECDSA_WITH_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex');

/** One value of ASN.1, with its type and length before it; at most 65,535 bytes. */
function der(type: number, ...parts: readonly Buffer[]): Buffer {
  const { length } = Buffer.concat(parts);
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(type, ...size), ...parts]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function set(...parts: readonly Buffer[]): Buffer {
  return der(0x31, ...parts);
}

function nameOf(text: string): Buffer {
  return sequence(set(sequence(COMMON_NAME, der(0x0c, Buffer.from(text)))));
}

/** `YYMMDDhhmmssZ`, for years before 2050. */
function utcTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/\D/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}

function hostName(host: string): Buffer {
  const bytes = host.split('.').map(Number);
  return bytes.every(Number.isInteger)
    ? der(0x87, Buffer.from(bytes))
    : der(0x82, Buffer.from(host));
}
