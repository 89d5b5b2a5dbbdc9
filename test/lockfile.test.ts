import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  version?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
  optional?: boolean;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, LockedPackage>;
};

describe('package-lock.json', () => {
  it('knows the builds for every platform, since npm ci refuses a lock file that lacks one', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.entries(optionalDependencies)
        .filter(([name]) => !(`node_modules/${name}` in packages))
        .map(([name, version]) => `${path} needs ${name}@${version}`),
    );

    expect(missing).toEqual([]);
  });

  it('names no host to fetch from', () => {
    const resolved = Object.values(packages).filter((locked) => locked.resolved !== undefined);

    expect(resolved).toEqual([]);
  });
});
