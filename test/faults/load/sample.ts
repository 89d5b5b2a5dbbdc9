import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a process holds at one moment. */
export interface Sample {
  /** Memory that is really in use, in MB. */
  rssMb: number;
  /** Open files, sockets and pipes. */
  handles: number;
}

const EVERY_MS = 1_000;

/** Looks at a process once a second until it is told to stop, and gives all that it saw. */
export function sampling(pid: number): () => Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const stop = new AbortController();
  const work = (async () => {
    while (!stop.signal.aborted) {
      samples.push(look(pid));
      await sleep(EVERY_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    stop.abort();
    await work;
    return samples;
  };
}

function look(pid: number): Sample {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = /VmRSS:\s+(\d+)/.exec(status)?.[1];
  return {
    rssMb: Number(kilobytes) / 1024,
    handles: readdirSync(`/proc/${pid}/fd`).length,
  };
}

/** Growth that counts as none: what is not given back adds up beyond it in any longer run. */
const FLAT = { rssShare: 1.1, handles: 4 };

/**
 * Says how much more there was in the last quarter than in the second one, each by its median: in the
 * first a process is still getting warm.
 *
 * @param rssShare memory that is allowed in the end, for a run too short to get warm; 1.1 when absent.
 * @throws where that is more than a tenth of the memory, or more than four handles.
 */
export function assertFlat(samples: readonly Sample[], rssShare = FLAT.rssShare): string {
  const quarter = Math.floor(samples.length / 4);
  const second = samples.slice(quarter, 2 * quarter);
  const last = samples.slice(-quarter);
  const rss = { before: medianOf(second, 'rssMb'), after: medianOf(last, 'rssMb') };
  const handles = { before: medianOf(second, 'handles'), after: medianOf(last, 'handles') };
  const figure = `memory ${rss.before.toFixed(0)} → ${rss.after.toFixed(0)} MB, handles ${handles.before} → ${handles.after}`;
  assert.ok(rss.after <= rss.before * rssShare, `not flat: ${figure}`);
  assert.ok(handles.after <= handles.before + FLAT.handles, `not flat: ${figure}`);
  return figure;
}

/** The most memory of all, in MB. */
export function peakOf(samples: readonly Sample[]): number {
  return Math.max(...samples.map(({ rssMb }) => rssMb));
}

function medianOf(samples: readonly Sample[], name: keyof Sample): number {
  const values = samples.map((sample) => sample[name]).toSorted((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? Number.NaN;
}
