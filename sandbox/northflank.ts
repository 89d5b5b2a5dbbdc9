import { setTimeout as sleep } from 'node:timers/promises';
import { createEmulator, defineEmulator } from 'emulate';
import type { AccountAddon, Outcome } from './northflank/account.ts';
import { type NorthflankFaults, noFaults } from './northflank/faults.ts';
import { answerCall, type GateOptions, type ReceivedRequest } from './northflank/gate.ts';
import { addRun, type ExtraBackup, endRun } from './northflank/interventions.ts';
import { type AccountState, LivingAccount, newAccountState } from './northflank/living-account.ts';
import { expiryOf } from './northflank/retention.ts';
import { ROUTES } from './northflank/routes.ts';
import { statusOf } from './northflank/run.ts';

export type { NorthflankFaults } from './northflank/faults.ts';
export type { ReceivedRequest } from './northflank/gate.ts';

/** How a local Northflank account is started. */
export interface SandboxNorthflankOptions {
  /** Default: any free port. */
  port?: number;
  /** The only token that is accepted. */
  token: string;
  /** The account's clock. Its first reading is the start, around which the account's troubles lie. */
  now: () => Date;
  /** Same seed, start and time give the same account; default 1. */
  seed?: number;
  /** The team of the team routes; default `acme`. */
  teamId?: string;
  /** How slow answers wait; tests hand over one of their own. */
  wait?: GateOptions['wait'];
}

/** An addon's address, as the domain writes it. */
export interface SandboxAddonRef {
  projectId: string;
  addonId: string;
}

/** A look into the account, and hands on it, past the API. Unknown addresses throw. */
export interface SandboxAccount {
  addons: () => (SandboxAddonRef & { name: string; type: string; status: string })[];
  /** `listed` says whether the list of destinations names the id. */
  destinations: () => { id: string; name: string; listed: boolean }[];
  /** What the addon's own list shows, but always newest first. */
  backups: (ref: SandboxAddonRef) => { id: string; status: string; createdAt: Date }[];
  /** Puts a run into an addon's history, a failed one unless told otherwise, and returns its id. */
  addBackup: (ref: SandboxAddonRef, extra?: ExtraBackup) => string;
  /** Ends a run now, also one that waits or hangs; default `completed`. */
  finishBackup: (ref: SandboxAddonRef, backupId: string, outcome?: Outcome) => void;
}

/** A running local account. */
export interface SandboxNorthflank {
  /** Base of the API, without `/v1`. */
  url: string;
  /** Set its fields to break things. */
  readonly faults: NorthflankFaults;
  account: SandboxAccount;
  /** What was asked, oldest first: the last 10,000. */
  requests: () => readonly ReceivedRequest[];
  close: () => Promise<void>;
}

const REQUESTS_KEPT = 10_000;

/**
 * Starts a Northflank account on 127.0.0.1 that lives by the given clock.
 *
 * Its answers follow Northflank's documentation to the letter, contradictions included.
 */
export async function startNorthflank(
  options: SandboxNorthflankOptions,
): Promise<SandboxNorthflank> {
  const { token, now, seed = 1, teamId = 'acme', wait = waitFor } = options;
  const faults = noFaults();
  const requests: ReceivedRequest[] = [];
  const record = (request: ReceivedRequest) => {
    requests.push(request);
    if (requests.length > REQUESTS_KEPT) requests.shift();
  };
  const gate: GateOptions = { token, teamId, now, faults, wait, record };
  const initial = newAccountState(now());
  let account = new LivingAccount({ state: initial, seed, teamId, now });

  const service = defineEmulator({
    name: 'northflank',
    cors: false,
    state: (): AccountState => initial,
    setup({ app, state, signal }) {
      account = new LivingAccount({ state, seed, teamId, now });
      for (const route of ROUTES) {
        for (const prefix of ['/v1', '/v1/teams/:teamId']) {
          app.on(route.method, `${prefix}${route.path}`, (call) =>
            answerCall(call, route, account, signal, gate),
          );
        }
      }
      app.notFound((call) => answerCall(call, undefined, account, signal, gate));
    },
  });
  const emulator = await createEmulator({ service, port: options.port ?? 0 });

  return {
    url: `http://127.0.0.1:${new URL(emulator.url).port}`,
    faults,
    account: openAccount(() => account, now),
    requests: () => requests,
    close: () => emulator.close(),
  };
}

function openAccount(current: () => LivingAccount, now: () => Date): SandboxAccount {
  const find = ({ projectId, addonId }: SandboxAddonRef): AccountAddon =>
    current().addon(projectId, addonId);
  return {
    addons: () =>
      current().addons.map((addon) => ({
        projectId: addon.projectId,
        addonId: addon.id,
        name: addon.name,
        type: addon.type,
        status: current().addonStatus(addon),
      })),
    destinations: () =>
      current().state.destinations.map(({ id, name, listed }) => ({
        id,
        name,
        listed: listed === 'with-id' || listed === 'with-secrets',
      })),
    backups: (ref) =>
      current()
        .runs(find(ref))
        .filter((run) => expiryOf(run) > now().getTime())
        .map((run) => ({
          id: run.id,
          status: statusOf(run, now().getTime()),
          createdAt: new Date(run.createdAt),
        })),
    addBackup: (ref, extra = {}) => addRun(current(), find(ref), extra, now()),
    finishBackup: (ref, backupId, outcome = 'completed') =>
      endRun(current(), find(ref), backupId, outcome, now()),
  };
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal });
}
