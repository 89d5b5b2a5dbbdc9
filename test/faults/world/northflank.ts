import {
  type SandboxNorthflank,
  type SandboxNorthflankOptions,
  startNorthflank,
} from '../../../sandbox/northflank.ts';
import type { Opened } from '../case.ts';
import { TOKENS } from './bot.ts';
import type { FaultClock } from './clock.ts';
import type { Interfere } from './gate.ts';
import { type HttpDeed, startHttpGate } from './http-gate.ts';

/** The sandbox's whole Northflank behind a gate. */
export interface FaultyNorthflank extends SandboxNorthflank {
  /** What the bot takes as `NORTHFLANK_API_URL`: everything goes through the gate. */
  url: string;
}

/** Starts a Northflank that ends with the case; calls are named `GET /v1/projects`. */
export async function startFaultyNorthflank(
  { opened }: Opened,
  options: {
    clock: FaultClock;
    interfere: Interfere<HttpDeed>;
    account?: Partial<SandboxNorthflankOptions> | undefined;
  },
): Promise<FaultyNorthflank> {
  const { clock, interfere, account } = options;
  const northflank = await startNorthflank({
    token: TOKENS.northflank,
    now: clock.now,
    ...account,
  });
  opened.defer(northflank.close);
  const gate = await startHttpGate({ opened }, { upstream: () => northflank.url, interfere });
  return { ...northflank, url: gate.url };
}
