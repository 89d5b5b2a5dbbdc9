import type { LogTap } from '../../log-tap.ts';
import type { ReceivedRequest, SandboxNorthflank } from '../../northflank.ts';
import type { SandboxSlack } from '../../slack.ts';
import type { WireActivity } from '../wire.ts';
import { budgetLeft } from './budget.ts';

/** More of an act is not shown: a survey of a large account asks hundreds of times. */
const MAX_REQUESTS = 300;
const MAX_LINES = 300;

/** Where an act began in each of the records. */
interface Mark {
  words: string;
  person: string;
  at: Date;
  /** The newest request before the act. */
  request: ReceivedRequest | undefined;
  line: number;
  event: number;
}

/** The records in which an act leaves traces. */
export interface TraceParts {
  slack: SandboxSlack;
  northflank: SandboxNorthflank | undefined;
  log: LogTap;
  now: () => Date;
}

/** Remembers where the last act began, to tell what came after it. */
export class Trace {
  readonly #parts: TraceParts;
  #mark: Mark | undefined;

  constructor(parts: TraceParts) {
    this.#parts = parts;
  }

  /** A person acts: what comes from now on is laid to it. */
  begin(words: string, person: string): void {
    const { slack, northflank, log, now } = this.#parts;
    this.#mark = {
      words,
      person,
      at: now(),
      request: northflank?.requests().at(-1),
      line: log.seq,
      event: slack.events().at(-1)?.seq ?? 0,
    };
  }

  /** Changes whenever {@link activity} would tell something else. */
  get version(): string {
    const { northflank, log } = this.#parts;
    const requests = northflank?.requests() ?? [];
    const answered = requests.slice(-MAX_REQUESTS).filter(({ status }) => status !== 0).length;
    return [requests.length, requests.at(-1)?.at.getTime(), answered, log.seq].join(' ');
  }

  /** Everything since the last act began; since the start when nobody has acted yet. */
  activity(): WireActivity {
    const { slack, northflank, log, now } = this.#parts;
    const mark = this.#mark;
    const acks = mark === undefined ? [] : slack.events(mark.event);
    return {
      act: mark && { words: mark.words, person: mark.person, at: mark.at.getTime() },
      requests: northflank && this.#requests(northflank),
      budget: northflank && budgetLeft(northflank.requests(), now(), northflank.faults.rateLimited),
      acks: acks.flatMap((event) =>
        event.type === 'ack' ? [{ kind: event.kind, ms: event.ms, late: event.late }] : [],
      ),
      lines: log
        .since(mark?.line ?? 0)
        .slice(-MAX_LINES)
        .map(({ at, level, event, fields }) => ({ at: at.getTime(), level, event, fields })),
    };
  }

  #requests(northflank: SandboxNorthflank): WireActivity['requests'] {
    const all = northflank.requests();
    const before = this.#mark?.request;
    const since = before === undefined ? all : all.slice(all.indexOf(before) + 1);
    return since.slice(-MAX_REQUESTS).map(({ method, path, query, status, at }) => ({
      method,
      path,
      query,
      status,
      at: at.getTime(),
    }));
  }
}
