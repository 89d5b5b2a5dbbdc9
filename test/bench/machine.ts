import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** Packages whose versions decide the figures. */
const PACKAGES = ['@slack/bolt', '@northflank/js-client', 'undici', 'zod', 'kysely'];

const Manifest = z.object({ version: z.string() });

/** Where and when, in one line each. */
export function describeMachine(now: Date): string[] {
  const [cpu] = cpus();
  const load = loadavg().map((value) => value.toFixed(1));
  return [
    `${now.toISOString().slice(0, 10)}, load ${load.join(' ')} at the end`,
    `${cpus().length} cores of ${cpu?.model.trim() ?? 'unknown make'}, ` +
      `${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}`,
    `Node ${process.versions.node}, ${PACKAGES.map((name) => `${name} ${versionOf(name)}`).join(', ')}`,
  ];
}

function versionOf(name: string): string {
  const file = join(import.meta.dirname, '../../node_modules', name, 'package.json');
  return Manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
