import { Refusal } from './refusal.ts';

/** How long a `trigger_id` may be used. @see https://docs.slack.dev/interactivity/handling-user-interaction */
const TRIGGER_LIFE_MS = 3000;

/** What a `trigger_id` stands for. */
export interface Trigger {
  user: string;
  /** The envelope that carried it. */
  cause: string;
  /** The view in which the person acted, if it was one. */
  viewId?: string | undefined;
}

/** The `trigger_id`s handed out: each opens one view within 3 s. */
export class Triggers {
  readonly #now: () => Date;
  readonly #nextId: (prefix: string) => string;
  readonly #open = new Map<string, Trigger & { until: number; used: boolean }>();

  constructor(now: () => Date, nextId: (prefix: string) => string) {
    this.#now = now;
    this.#nextId = nextId;
  }

  issue(trigger: Trigger): string {
    const id = `${this.#nextId('')}.${this.#nextId('')}.sandbox`;
    const until = this.#now().getTime() + TRIGGER_LIFE_MS;
    this.#open.set(id, { ...trigger, until, used: false });
    return id;
  }

  /** @throws {Refusal} when it is unknown, used or older than 3 s. */
  exchange(id: string): Trigger {
    const trigger = this.#open.get(id);
    if (trigger === undefined) throw new Refusal('invalid_trigger_id');
    if (trigger.used) throw new Refusal('exchanged_trigger_id');
    if (this.#now().getTime() > trigger.until) throw new Refusal('expired_trigger_id');
    trigger.used = true;
    return trigger;
  }
}
