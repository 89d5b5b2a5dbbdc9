import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const PackageFile = z.looseObject({ name: z.string() });
const Lock = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })),
});

/**
 * Prints the bill of materials of what production installs, from the lock alone.
 *
 * `npm sbom --omit=dev` also leaves out what both production and development need, so npm is shown a
 * package that has only the one half.
 */
function printSbom(): number {
  const { devDependencies: _, ...own } = PackageFile.parse(jsonIn('package.json'));
  const { packages, ...lock } = Lock.parse(jsonIn('package-lock.json'));
  const kept = Object.entries(packages).filter(([, { dev }]) => dev !== true);
  const root = mkdtempSync(join(tmpdir(), 'backups-sbom-'));
  // npm calls the whole after its folder.
  const folder = join(root, own.name);
  try {
    mkdirSync(folder);
    writeJson(join(folder, 'package.json'), own);
    writeJson(join(folder, 'package-lock.json'), {
      ...lock,
      packages: { ...Object.fromEntries(kept), '': own },
    });
    const args = ['--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application'];
    const stdio = ['ignore', 'inherit', 'inherit'] as const;
    return spawnSync('npm', ['sbom', ...args], { cwd: folder, stdio: [...stdio] }).status ?? 1;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function jsonIn(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, JSON.stringify(value));
}

process.exitCode = printSbom();
