import type { Deliveries, Envelope, EnvelopeKind, Reply } from './deliveries.ts';
import type { SlackEvent } from './events.ts';
import type { Json } from './json.ts';
import type { Origin, PayloadContext } from './payloads.ts';
import type { Person } from './people.ts';
import { Refusal } from './refusal.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Triggers } from './triggers.ts';
import type { Views } from './views.ts';
import type { Workspace } from './workspace.ts';

/** What acting people need. */
export interface Stage {
  workspace: Workspace;
  views: Views;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  deliveries: Deliveries;
  oldWorkspace: () => boolean;
  /** How long an act waits for what the person sees then, when it does not say so itself. */
  withinMs: number;
}

/** How a person acts and what they wait for. */
export interface ActOptions {
  /** Longest wait in milliseconds for what the person sees then. */
  within?: number | undefined;
  /** What to wait for among all that this act leads to; the first thing seen when left out. */
  until?: ((event: SlackEvent) => boolean) | undefined;
  /** Delivers the same envelope this many times, as after an unclear delivery. */
  copies?: number | undefined;
  origin?: Origin | undefined;
}

/** One act on its way: its id stands in whatever comes of it. */
export interface Act {
  cause: string;
  /** Number of the newest event before the act. */
  since: number;
  /** The channel that the person looks at. */
  channel?: string | undefined;
  /** The act in words, for complaints. */
  words: string;
}

/** One person in front of their screen: sends what they do and waits for what they see. */
export class Screen {
  readonly stage: Stage;
  readonly person: Person;

  constructor(stage: Stage, person: Person) {
    this.stage = stage;
    this.person = person;
  }

  begin(words: string, channel?: string): Act {
    const { deliveries, workspace } = this.stage;
    return { cause: deliveries.newId(), since: workspace.log.seq, channel, words };
  }

  payloadContext({ origin = {} }: ActOptions): PayloadContext {
    return { workspace: this.stage.workspace, person: this.person, origin };
  }

  trigger(act: Act, viewId?: string): string {
    return this.stage.triggers.issue({ user: this.person.id, cause: act.cause, viewId });
  }

  /**
   * Sends the act to the app and hands over the reply, or shows what Slack says about its failure.
   *
   * @param onReply may throw a {@link Refusal}, which is shown too.
   */
  send(
    act: Act,
    kind: EnvelopeKind,
    payload: Json,
    options: ActOptions,
    onReply: (reply: Json) => void,
  ): void {
    const acceptsAnswer = kind === 'slash_commands' || payload['type'] !== 'block_actions';
    const envelope: Envelope = { envelopeId: act.cause, kind, payload, acceptsAnswer };
    const settle = (reply: Reply): void => {
      if (reply.ok) this.#tryTo(act, () => onReply(reply.payload));
      else if (kind !== 'events_api') this.notice(act, reply.error);
    };
    this.stage.deliveries.send(envelope, settle, options.copies);
  }

  /** Slack's own words to this person about a failure. */
  notice(act: Act, error: string, text = `${act.words} failed with the error "${error}"`): void {
    const { log } = this.stage.workspace;
    const { cause, channel } = act;
    log.add({ type: 'notice', user: this.person.id, channel, error, text, cause });
  }

  /** @throws Error that tells what was refused meanwhile, when nothing was seen in time. */
  see(act: Act, options: ActOptions): Promise<SlackEvent> {
    const { log } = this.stage.workspace;
    const within = options.within ?? this.stage.withinMs;
    const until = options.until ?? isSight;
    return log.waitFor<SlackEvent>(
      (event: SlackEvent) => this.#concerns(event, act) && until(event),
      within,
      {
        sinceSeq: act.since,
        complaint: () =>
          `${this.person.name} saw nothing within ${within} ms of ${act.words}${this.#refusals(act)}`,
      },
    );
  }

  /** Whether an event comes from this act, or may: not every call of the Web API tells what led to it. */
  #concerns(event: SlackEvent, act: Act): boolean {
    const { workspace } = this.stage;
    if (event.type === 'ack' || event.type === 'sent') return event.envelopeId === act.cause;
    if (event.type === 'api' || event.type === 'connection') return false;
    if (event.cause !== undefined) return event.cause === act.cause;
    if (event.type !== 'message') return event.user === this.person.id;
    const { channel, author } = event.message;
    const place = workspace.channels.get(channel);
    const near = act.channel === undefined || channel === act.channel || place?.kind === 'im';
    return author === workspace.botUser && near && place?.members.has(this.person.id) === true;
  }

  #tryTo(act: Act, show: () => void): void {
    try {
      show();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const details = JSON.stringify(error.details['errors'] ?? error.details);
      this.notice(act, error.error, `${act.words} failed: ${error.error} ${details}`);
    }
  }

  #refusals(act: Act): string {
    const refused = this.stage.workspace.log
      .since(act.since)
      .flatMap((event) =>
        event.type === 'api' && event.answer['ok'] !== true
          ? [
              `${event.method}: ${String(event.answer['error'])} ${JSON.stringify(event.answer['errors'] ?? '')}`,
            ]
          : [],
      );
    return refused.length === 0 ? '' : `; meanwhile refused: ${refused.join('; ')}`;
  }
}

function isSight(event: SlackEvent): boolean {
  return ['message', 'ephemeral', 'modal', 'home', 'notice'].includes(event.type);
}
