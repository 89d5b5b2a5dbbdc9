import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../../..');

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ dev: z.boolean().optional(), devOptional: z.boolean().optional() }),
  ),
});

/** What `npm ci --omit=dev` puts into `node_modules`, in MB of 1,000,000 bytes of content. */
export function productionMb(): number {
  const { packages } = Lock.parse(
    JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')),
  );
  const paths = Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path]) => join(ROOT, path));
  return paths.reduce((sum, path) => sum + bytesOf(path), 0) / 1_000_000;
}

/** A package's own files: those nested in it are listed themselves. */
function bytesOf(path: string): number {
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.reduce((sum, entry) => {
    if (entry.name === 'node_modules') return sum;
    const inside = join(path, entry.name);
    return sum + (entry.isDirectory() ? bytesOf(inside) : statSync(inside).size);
  }, 0);
}
