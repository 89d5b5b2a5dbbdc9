import type { Workspace } from './workspace.ts';

const LIFE_MS = 30 * 60_000;
const USES = 5;

/** Where an answer to a `response_url` goes. */
export interface ResponseTarget {
  channel: string;
  user: string;
  cause: string;
  /** The message whose button was used; a command has none, so that there is nothing to replace. */
  source?: { ts: string; onlyFor?: string | undefined; threadTs?: string | undefined } | undefined;
}

/** The `response_url`s handed out: each serves 5 times within 30 minutes. */
export class ResponseUrls {
  readonly #workspace: Workspace;
  readonly #base: () => string;
  readonly #open = new Map<string, ResponseTarget & { until: number; left: number }>();

  /** @param base URL of the server, known once it listens. */
  constructor(workspace: Workspace, base: () => string) {
    this.#workspace = workspace;
    this.#base = base;
  }

  issue(target: ResponseTarget): string {
    const { team, now, nextId } = this.#workspace;
    const path = `/response/${team.id}/${nextId('')}/${nextId('r')}`;
    this.#open.set(path, { ...target, until: now().getTime() + LIFE_MS, left: USES });
    return `${this.#base()}${path}`;
  }

  /** Uses the URL of that path once, or says why it cannot be used any more. */
  take(path: string): ResponseTarget | 'expired_url' | 'used_url' | 'no_service' {
    const target = this.#open.get(path);
    if (target === undefined) return 'no_service';
    if (this.#workspace.now().getTime() > target.until) return 'expired_url';
    if (target.left === 0) return 'used_url';
    target.left -= 1;
    return target;
  }
}
