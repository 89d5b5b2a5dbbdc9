import { describe, expect, it } from 'vitest';
import lock from '../package-lock.json' with { type: 'json' };

interface Entry {
  version?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

const packages = Object.entries(lock.packages as Record<string, Entry>);

describe('package-lock.json', () => {
  it('holds every optional package, also those of other machines: npm ci refuses a lock without', () => {
    const held = new Set(packages.map(([path]) => path.split('node_modules/').at(-1)));
    const missing = packages
      .flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies))
      .filter((name) => !held.has(name));

    expect(missing).toEqual([]);
  });

  it('names no host to fetch from', () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });
});
