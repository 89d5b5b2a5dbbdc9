import type { ServerResponse } from 'node:http';
import { errorFields } from '../../../src/domain/log.ts';
import type { LogTap } from '../../log-tap.ts';
import type { WireCommand } from '../wire.ts';
import {
  ActRequest,
  describeAct,
  ImpossibleAct,
  perform,
  SuggestionRequest,
  suggest,
} from './acts.ts';
import { applyControl, type ControlParts, ControlRequest, readControls } from './controls.ts';
import { Pace } from './pace.ts';
import { isPlayable, takeSnapshot } from './snapshot.ts';
import { Streams } from './streams.ts';
import { Trace } from './trace.ts';

/** How often the page hears what its last act cost. */
const WATCH_MS = 300;
/** After this long the clock goes on, whatever the bot still does. */
const IDLE_MS = 40_000;

/** What the page shows and moves. */
export interface DeskOptions extends ControlParts {
  log: LogTap;
  /** Resolves when the bot works on nothing that a person did, or when the signal gives up waiting. */
  idle: (signal: AbortSignal) => Promise<void>;
  /** Commands for the composer's proposals. */
  commands: WireCommand[];
  /** Whether the app takes direct messages. */
  takesMessages: boolean;
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
  readonly #pace: Pace;
  readonly #stop: () => void;
  #toldActivity = '';
  #toldControls = '';
  #isLooking = false;

  constructor(options: DeskOptions) {
    this.#options = options;
    const { slack, clock } = options;
    this.#trace = new Trace({ ...options, now: clock.now });
    this.#pace = new Pace(clock);
    const unsubscribe = slack.subscribe((event) => {
      if (event.type === 'modal') this.#pace.note(true);
      this.#streams.pass(slack, event);
    });
    const timer = setInterval(() => {
      this.#watch().catch((error: unknown) => {
        options.log.log.error('page_watch_failed', errorFields(error));
      });
    }, WATCH_MS);
    this.#stop = () => {
      unsubscribe();
      clearInterval(timer);
    };
  }

  /** Opens a tab's stream, which begins with all that its person sees. */
  async listen(response: ServerResponse, userId: string): Promise<void> {
    if (!isPlayable(userId)) {
      response.writeHead(404).end();
      return;
    }
    const { slack, commands, takesMessages } = this.#options;
    const controls = await readControls(this.#options);
    const activity = this.#trace.activity();
    const parts = { commands, takesMessages, controls, activity };
    const snapshot = takeSnapshot(slack, userId, parts);
    this.#streams.open(response, userId, { type: 'snapshot', snapshot });
  }

  /** Does what was asked for at a path. @param body parsed JSON; absent where it was none. */
  async take(path: string, body: unknown): Promise<Reply> {
    switch (path) {
      case '/acts':
        return this.#act(body);
      case '/suggestions':
        return this.#suggest(body);
      case '/controls':
        return this.#control(body);
      default:
        return { status: 404, answer: { error: 'There is nothing here.' } };
    }
  }

  close(): void {
    this.#stop();
    this.#streams.close();
  }

  async #act(body: unknown): Promise<Reply> {
    const { data: act } = ActRequest.safeParse(body);
    if (act === undefined || !isPlayable(act.as)) return BAD_REQUEST;
    const { slack } = this.#options;
    // What is typed is no act of its own yet: it would hide what the last one cost.
    if (act.kind !== 'fill') this.#trace.begin(describeAct(slack, act), act.as);
    return this.#atRealSpeed(async () => {
      await perform(slack, act);
      return {};
    });
  }

  /** Holds the clock until the bot is done with the work. */
  async #atRealSpeed(work: () => Promise<unknown>): Promise<Reply> {
    const { clock, idle } = this.#options;
    const release = clock.hold();
    try {
      return await attempt(work);
    } finally {
      void idle(AbortSignal.timeout(IDLE_MS)).finally(release);
    }
  }

  async #suggest(body: unknown): Promise<Reply> {
    const { data: asked } = SuggestionRequest.safeParse(body);
    if (asked === undefined || !isPlayable(asked.as)) return BAD_REQUEST;
    return this.#atRealSpeed(async () => ({
      options: await suggest(this.#options.slack, asked),
    }));
  }

  async #control(body: unknown): Promise<Reply> {
    const { data: control } = ControlRequest.safeParse(body);
    if (control === undefined) return BAD_REQUEST;
    const problem = await applyControl(control, this.#options);
    // Told even when only the time moved.
    this.#toldControls = '';
    await this.#tellControls();
    return problem === undefined
      ? { status: 200, answer: {} }
      : { status: 409, answer: { error: problem } };
  }

  async #watch(): Promise<void> {
    const { slack } = this.#options;
    const { version } = this.#trace;
    const isNews = version !== this.#toldActivity;
    this.#toldActivity = version;
    const people = [...slack.workspace.people.keys()];
    this.#pace.note(isNews || people.some((id) => slack.user(id).modal.length > 0));
    await this.#lookWhileFast();
    if (this.#streams.size === 0) return;
    if (isNews) this.#streams.broadcast({ type: 'activity', activity: this.#trace.activity() });
    await this.#tellControls();
  }

  /** The bot looks at what is due every few seconds of its own, in which a fast clock passes hours. */
  async #lookWhileFast(): Promise<void> {
    if (this.#options.clock.speed <= 1 || this.#isLooking) return;
    this.#isLooking = true;
    try {
      await this.#options.catchUp();
    } finally {
      this.#isLooking = false;
    }
  }

  /** Only what differs from what was told last: the time goes on by itself. */
  async #tellControls(): Promise<void> {
    const controls = await readControls(this.#options);
    const words = JSON.stringify({ ...controls, now: 0 });
    if (words === this.#toldControls) return;
    this.#toldControls = words;
    this.#streams.broadcast({ type: 'controls', controls });
  }
}

const BAD_REQUEST: Reply = {
  status: 400,
  answer: { error: 'This is nothing that a person can do.' },
};

async function attempt(work: () => Promise<unknown>): Promise<Reply> {
  try {
    return { status: 200, answer: await work() };
  } catch (error) {
    if (!(error instanceof ImpossibleAct)) throw error;
    return { status: 409, answer: { error: error.message } };
  }
}
