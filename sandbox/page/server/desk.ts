import type { ServerResponse } from 'node:http';
import type { LogTap } from '../../log-tap.ts';
import type { Act, WireActivity, WireCommand, WireControls } from '../wire.ts';
import {
  ActRequest,
  describeAct,
  ImpossibleAct,
  perform,
  SuggestionRequest,
  suggest,
} from './acts.ts';
import { applyControl, type ControlParts, ControlRequest, readControls } from './controls.ts';
import { isPlayable, takeSnapshot } from './snapshot.ts';
import { Streams } from './streams.ts';
import { Trace } from './trace.ts';

/** How often the page hears what its last act cost, while somebody looks. */
const WATCH_MS = 300;
/** After this long the clock goes on, whatever the bot still does. */
const IDLE_MS = 40_000;
/** The clock keeps real speed this long after the account was last asked. */
const QUIET_MS = 2000;

/** What the page shows and moves. */
export interface DeskOptions extends ControlParts {
  log: LogTap;
  /** Resolves when the bot works on nothing that a person did, or when the signal gives up waiting. */
  idle: (signal: AbortSignal) => Promise<void>;
  /** Commands for the composer's completion. */
  commands: WireCommand[];
}

/** What a request to the desk comes to. */
export interface Reply {
  status: number;
  answer: unknown;
}

/** Takes what the page wants done, and tells every open tab what happens. */
export class Desk {
  readonly #options: DeskOptions;
  readonly #streams = new Streams();
  readonly #trace: Trace;
  readonly #stops: (() => void)[];
  #told = '';
  #holdUntil = 0;
  #release: (() => void) | undefined;

  constructor(options: DeskOptions) {
    this.#options = options;
    const { slack, northflank, log, clock } = options;
    this.#trace = new Trace({ slack, northflank, log, now: clock.now });
    const unsubscribe = slack.subscribe((event) => {
      this.#streams.pass(slack, event);
      if (event.type === 'connection') void this.#tellControls();
    });
    const watch = setInterval(() => void this.#watch(), WATCH_MS);
    this.#stops = [unsubscribe, () => clearInterval(watch)];
  }

  /** Opens a tab's stream, which begins with all that its person sees. */
  async listen(response: ServerResponse, userId: string): Promise<void> {
    if (!isPlayable(userId)) {
      response.writeHead(404).end();
      return;
    }
    const { slack, commands } = this.#options;
    const controls = await readControls(this.#options);
    const activity = this.#trace.activity();
    const snapshot = takeSnapshot(slack, userId, { commands, controls, activity });
    this.#streams.open(response, userId, { type: 'snapshot', snapshot });
  }

  /** Does what was asked for at a path. */
  async take(path: string, body: unknown): Promise<Reply> {
    switch (path) {
      case '/acts':
        return this.#act(ActRequest.safeParse(body).data);
      case '/suggestions': {
        const asked = SuggestionRequest.safeParse(body).data;
        if (asked === undefined) return BAD_REQUEST;
        return this.#attempt(async () => ({ options: await suggest(this.#options.slack, asked) }));
      }
      case '/controls': {
        const control = ControlRequest.safeParse(body).data;
        if (control === undefined) return BAD_REQUEST;
        const problem = await applyControl(control, this.#options);
        await this.#tellControls();
        return problem === undefined ? DONE : { status: 409, answer: { error: problem } };
      }
      default:
        return { status: 404, answer: { error: 'not found' } };
    }
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#streams.close();
  }

  async #act(act: Act | undefined): Promise<Reply> {
    if (act === undefined || !isPlayable(act.as)) return BAD_REQUEST;
    const { slack, clock, idle } = this.#options;
    if (act.kind !== 'fill') this.#trace.begin(describeAct(slack, act), act.as);
    const release = clock.hold();
    return this.#attempt(async () => {
      await perform(slack, act);
      return {};
    }).finally(() => void idle(AbortSignal.timeout(IDLE_MS)).finally(release));
  }

  async #attempt(work: () => Promise<unknown>): Promise<Reply> {
    try {
      return { status: 200, answer: await work() };
    } catch (error) {
      if (!(error instanceof ImpossibleAct)) throw error;
      return { status: 409, answer: { error: error.message } };
    }
  }

  async #tellControls(): Promise<void> {
    this.#streams.broadcast({ type: 'controls', controls: await this.#controls() });
  }

  #controls(): Promise<WireControls> {
    return readControls(this.#options);
  }

  async #watch(): Promise<void> {
    const { version } = this.#trace;
    const isNews = version !== this.#told;
    this.#told = version;
    this.#holdWhileBusy(isNews);
    if (this.#streams.size === 0) return;
    if (isNews) {
      const activity: WireActivity = this.#trace.activity();
      this.#streams.broadcast({ type: 'activity', activity });
    }
    await this.#tellControlsOnChange();
  }

  #toldControls = '';

  async #tellControlsOnChange(): Promise<void> {
    const controls = await this.#controls();
    const key = JSON.stringify({ ...controls, now: 0 });
    if (key === this.#toldControls) return;
    this.#toldControls = key;
    this.#streams.broadcast({ type: 'controls', controls });
  }

  /** A digest, too, is work during which a day must not pass; and a form may stay open for a while. */
  #holdWhileBusy(isNews: boolean): void {
    const { clock, slack } = this.#options;
    const real = performance.now();
    const hasForm = [...slack.workspace.people.keys()].some(
      (id) => slack.user(id).modal.length > 0,
    );
    if (isNews || hasForm) this.#holdUntil = real + QUIET_MS;
    if (real < this.#holdUntil) this.#release ??= clock.hold();
    else {
      this.#release?.();
      this.#release = undefined;
    }
  }
}

const DONE: Reply = { status: 200, answer: {} };
const BAD_REQUEST: Reply = {
  status: 400,
  answer: { error: 'This is nothing that a person does.' },
};
