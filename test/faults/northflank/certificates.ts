import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { listenLocally } from '../../../sandbox/local-server.ts';
import { type Certificate, makeCertificate } from '../../certificate.ts';
import type { Case, CaseContext, Opened, Result } from '../case.ts';
import { assertUnharmed } from '../world/asked.ts';
import { temporaryFolder } from '../world/databases.ts';
import { PASS } from '../world/gate.ts';
import { judge } from './trouble.ts';
import { ADDON, startTroubled } from './troubled.ts';

const HERE = '127.0.0.1';
const YEAR_MS = 365 * 86_400_000;

/** What is shown where Northflank should be. */
interface Shown {
  name: string;
  certificate: () => Certificate;
  /** Whether the bot is told to trust its signature, so that nothing else is wrong with it than its name says. */
  isTrusted: boolean;
  answer: 'told' | 'whole';
}

/** Certificates of a host that is not Northflank, and one that is good, to show what the others lack. */
export const CERTIFICATES: readonly Case[] = (
  [
    {
      name: 'that its holder has signed',
      certificate: () => makeCertificate(HERE, new Date()),
      isTrusted: false,
      answer: 'told',
    },
    {
      name: 'for another host',
      certificate: () => makeCertificate('api.northflank.invalid', new Date()),
      isTrusted: true,
      answer: 'told',
    },
    {
      name: 'signed by somebody whom nobody knows',
      certificate: () => makeCertificate(HERE, new Date(), 'somebody'),
      isTrusted: false,
      answer: 'told',
    },
    {
      name: 'over for a year',
      certificate: () => makeCertificate(HERE, new Date(Date.now() - YEAR_MS)),
      isTrusted: true,
      answer: 'told',
    },
    {
      name: 'that is good',
      certificate: () => makeCertificate(HERE, new Date()),
      isTrusted: true,
      answer: 'whole',
    },
  ] satisfies Shown[]
).map((shown: Shown, index) => ({
  name: `a certificate ${shown.name}`,
  required:
    shown.answer === 'told'
      ? 'told what is wrong and who mends it, the log says why; not one byte of a request is sent'
      : 'the whole answer',
  long: index > 1,
  run: (context) => run(context, shown),
}));

async function run(context: CaseContext, { certificate, isTrusted, answer }: Shown) {
  const held = certificate();
  const trusted = join(temporaryFolder(context), 'trusted.pem');
  writeFileSync(trusted, held.cert);
  const seen = { connections: 0, bytes: 0 };
  const asked = await startTroubled(context, () => PASS, {
    northflankUrl: (url) => startTls(context, { held, before: url, seen }),
    environment: isTrusted ? { NODE_EXTRA_CA_CERTS: trusted } : {},
  });
  const { shown } = await asked.ask(`show ${ADDON}`);
  judge({ answer }, shown);
  await assertUnharmed(asked.bot);
  assert.ok(seen.connections > 0, 'the bot never saw the certificate');
  if (answer === 'told') {
    assert.equal(seen.bytes, 0, 'something was sent to whoever that is');
    assert.match(shown, /certificate.*Whoever runs the bot/);
    assert.doesNotMatch(shown, /try again in/i);
    const failed = asked.bot.lines().find(({ kind }) => kind === 'untrusted');
    assert.match(
      String(failed?.['message']),
      /\((\w*CERT\w*|UNABLE_TO_\w+)\)/,
      'the log does not say why',
    );
  }
  return {
    outcome: 'held',
    figure: `${seen.connections} connections, ${asked.requests.length} requests`,
  } satisfies Result;
}

/** Shows a certificate, and passes on what is sent to whoever shows it. */
async function startTls(
  { opened }: Opened,
  options: { held: Certificate; before: string; seen: { connections: number; bytes: number } },
): Promise<string> {
  const { held, before, seen } = options;
  const server = createServer(held, (client) => {
    const upstream = connect(Number(new URL(before).port), HERE);
    client.on('data', (chunk) => {
      seen.bytes += chunk.length;
    });
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  server.on('connection', () => {
    seen.connections += 1;
  });
  const port = await listenLocally(server, 0);
  opened.defer(() => void server.close());
  return `https://${HERE}:${port}`;
}
