import type { Answer, Control, Json, Shown, Snapshot, Update, WireMessage } from '../../wire.ts';
import type { Reader } from '../blocks/surface.ts';
import { readAddress, writeAddress } from './address.ts';
import { askSuggestions, type Outcome, sendAct, sendControl } from './api.ts';
import { isJson, textFrom } from './json.ts';
import { slackbotMessage, withMessage } from './messages.ts';

/** A short message of the page itself. */
export interface Toast {
  id: number;
  text: string;
}

/** A question that an element asks before it acts. */
export interface Question {
  confirm: Json;
  answer: (yes: boolean) => void;
}

/** What the pane at the right shows. */
export type Pane =
  | { kind: 'thread'; channel: string; ts: string }
  | { kind: 'inspector'; message?: WireMessage | undefined };

/** Everything that the page shows. */
export interface PageState {
  /** Absent until the first word of the sandbox. */
  snapshot?: Snapshot | undefined;
  isConnected: boolean;
  /** Id of the open channel or of the direct messages. */
  channel: string;
  /** In the direct messages: which of their tabs. */
  tab: 'home' | 'messages';
  pane?: Pane | undefined;
  /** On a narrow screen: whether the list of channels is in front. */
  isListOpen: boolean;
  /** How often something was written: whoever writes wants to see what comes of it. */
  written: number;
  unread: Record<string, number>;
  toasts: Toast[];
  question?: Question | undefined;
  /** Slack's words about a form that could not be sent. */
  trouble?: string | undefined;
}

const MODAL_TROUBLE = 'We had some trouble connecting. Try again?';
const TOAST_MS = 6000;
const MAX_TOASTS = 3;

/** What the page knows, and what it can do. Tells its listeners of every change. */
export class Store {
  state: PageState = {
    isConnected: false,
    channel: '',
    tab: 'messages',
    isListOpen: false,
    written: 0,
    unread: {},
    toasts: [],
  };
  readonly #listeners = new Set<() => void>();
  readonly #busy = new Set<string>();
  #source: EventSource | undefined;
  #as = '';
  /** When the controls were last told, by the machine's own clock. */
  #controlsAt = 0;
  #toasts = 0;

  /** Calls `listener` after every change, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  change(change: Partial<PageState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Begins as the person whom the page's address names. */
  start(firstPerson: string): void {
    const address = readAddress();
    this.state = { ...this.state, channel: address.channel, tab: address.tab };
    this.actAs(address.as || firstPerson);
    document.addEventListener('visibilitychange', () => {
      // A browser keeps few connections to one server: hidden tabs leave theirs to the others.
      if (document.hidden) this.#source?.close();
      else this.#connect();
    });
  }

  /** Becomes another person. */
  actAs(id: string): void {
    this.#as = id;
    this.#connect();
  }

  open(channel: string, tab: PageState['tab'] = 'messages'): void {
    const unread = { ...this.state.unread, [channel]: 0 };
    const { pane } = this.state;
    this.change({
      channel,
      tab,
      unread,
      isListOpen: false,
      pane: pane?.kind === 'thread' ? undefined : pane,
    });
    writeAddress({ as: this.#as, channel, tab });
    if (tab === 'home') void this.#do(sendAct({ as: this.#as, kind: 'home' }));
  }

  async write(channel: string, text: string, threadTs?: string): Promise<boolean> {
    this.change({ written: this.state.written + 1 });
    const outcome = await sendAct({ as: this.#as, kind: 'write', channel, text, threadTs });
    if (!outcome.ok) this.toast(outcome.problem);
    return outcome.ok;
  }

  /** Uses a button, menu or select; first asks what the element wants asked. */
  async use(shown: Shown, blockId: string, element: Json, answer?: Answer): Promise<void> {
    const actionId = textFrom(element['action_id']);
    const key = busyKey(shown, blockId, actionId);
    if (this.#busy.has(key)) return;
    const { confirm } = element;
    if (isJson(confirm) && !(await this.#ask(confirm))) return;
    this.#busy.add(key);
    this.change({});
    await this.#do(sendAct({ as: this.#as, kind: 'use', shown, blockId, actionId, answer }));
    this.#busy.delete(key);
    this.change({});
  }

  isBusy(shown: Shown, blockId: string, actionId: string): boolean {
    return this.#busy.has(busyKey(shown, blockId, actionId));
  }

  fill(view: string, answers: Record<string, Answer>): Promise<Outcome> {
    return sendAct({ as: this.#as, kind: 'fill', view, answers });
  }

  async submit(view: string, answers: Record<string, Answer>): Promise<void> {
    this.change({ trouble: undefined });
    await this.#do(sendAct({ as: this.#as, kind: 'submit', view, answers }));
  }

  closeView(view: string, all: boolean): Promise<void> {
    this.change({ trouble: undefined });
    return this.#do(sendAct({ as: this.#as, kind: 'close', view, all }));
  }

  async suggest(shown: Shown, blockId: string, actionId: string, query: string): Promise<Json[]> {
    const offered = await askSuggestions({ as: this.#as, shown, blockId, actionId, query });
    if (typeof offered !== 'string') return offered;
    this.toast(offered);
    return [];
  }

  control(control: Control): Promise<void> {
    return this.#do(sendControl(control));
  }

  /** The sandbox's time, between what it told last and now. */
  now(): Date {
    const controls = this.state.snapshot?.controls;
    if (controls === undefined) return new Date(0);
    return new Date(controls.now + (performance.now() - this.#controlsAt) * controls.speed);
  }

  /** How text is written for the person whom the page acts as. */
  reader(): Reader {
    const snapshot = this.state.snapshot;
    const me = snapshot?.people.find(({ id }) => id === snapshot.me);
    const names = new Map<string, string>([
      ...(snapshot?.people ?? []).map(({ id, realName }): [string, string] => [id, realName]),
      ...(snapshot?.channels ?? []).map(({ id, name }): [string, string] => [id, name]),
      ...(snapshot?.groups ?? []).map(({ id, handle }): [string, string] => [id, handle]),
    ]);
    return {
      now: this.now(),
      timeZone: me?.timeZone ?? 'UTC',
      nameOf: (id) => names.get(id),
      me: snapshot?.me ?? '',
    };
  }

  toast(text: string): void {
    this.#toasts += 1;
    const toast = { id: this.#toasts, text };
    const others = this.state.toasts.filter((one) => one.text !== text);
    this.change({ toasts: [...others, toast].slice(-MAX_TOASTS) });
    setTimeout(() => this.dismiss(toast.id), TOAST_MS);
  }

  dismiss(id: number): void {
    this.change({ toasts: this.state.toasts.filter((toast) => toast.id !== id) });
  }

  #connect(): void {
    this.#source?.close();
    const source = new EventSource(`/events?as=${encodeURIComponent(this.#as)}`);
    source.addEventListener('message', (event: MessageEvent<string>) => {
      // The page's own server wrote it.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      this.#take(JSON.parse(event.data) as Update);
    });
    source.addEventListener('error', () => this.change({ isConnected: false }));
    this.#source = source;
  }

  #take(update: Update): void {
    const { snapshot } = this.state;
    if (update.type === 'snapshot') return this.#begin(update.snapshot);
    if (snapshot === undefined) return;
    switch (update.type) {
      case 'message':
        return this.#place(snapshot, update.change, update.message);
      case 'modal':
        return this.change({
          snapshot: { ...snapshot, modal: update.views },
          trouble: undefined,
        });
      case 'home':
        return this.change({ snapshot: { ...snapshot, home: update.view } });
      case 'notice':
        return this.#notice(snapshot, update);
      case 'controls':
        this.#controlsAt = performance.now();
        return this.change({ snapshot: { ...snapshot, controls: update.controls } });
      case 'activity':
        return this.change({ snapshot: { ...snapshot, activity: update.activity } });
    }
  }

  #begin(snapshot: Snapshot): void {
    const { channel, tab, pane } = this.state;
    this.#controlsAt = performance.now();
    const isThere = snapshot.channels.some(({ id }) => id === channel);
    const wasDirect = this.state.snapshot?.channels.find(({ id }) => id === channel)?.kind;
    const fallback = snapshot.channels.find(({ kind }) => kind === (wasDirect ?? 'channel'));
    const next = isThere ? channel : (fallback?.id ?? snapshot.channels[0]?.id ?? '');
    const isThreadThere = pane?.kind !== 'thread' || pane.channel === next;
    this.change({
      snapshot,
      isConnected: true,
      channel: next,
      pane: isThreadThere ? pane : undefined,
      question: undefined,
    });
    writeAddress({ as: this.#as, channel: next, tab });
  }

  #place(snapshot: Snapshot, change: 'posted' | 'updated' | 'deleted', message: WireMessage): void {
    const { channel } = message;
    const before = snapshot.messages[channel] ?? [];
    const messages = { ...snapshot.messages, [channel]: withMessage(before, change, message) };
    const isNews = change === 'posted' && channel !== this.state.channel;
    const unread = isNews
      ? { ...this.state.unread, [channel]: (this.state.unread[channel] ?? 0) + 1 }
      : this.state.unread;
    this.change({ snapshot: { ...snapshot, messages }, unread });
  }

  #notice(snapshot: Snapshot, notice: Extract<Update, { type: 'notice' }>): void {
    const { channel, error, text, at } = notice;
    if (snapshot.modal.length > 0 && channel === undefined) {
      this.change({ trouble: MODAL_TROUBLE });
    } else if (channel !== undefined && text.startsWith('/')) {
      const before = snapshot.messages[channel] ?? [];
      const message = slackbotMessage({ channel, text, at }, snapshot.me, before);
      this.#place(snapshot, 'posted', message);
    } else {
      this.toast(`${MODAL_TROUBLE} (${error})`);
    }
  }

  async #do(work: Promise<Outcome>): Promise<void> {
    const outcome = await work;
    if (!outcome.ok) this.toast(outcome.problem);
  }

  #ask(confirm: Json): Promise<boolean> {
    return new Promise((resolve) => {
      this.change({
        question: {
          confirm,
          answer: (yes) => {
            this.change({ question: undefined });
            resolve(yes);
          },
        },
      });
    });
  }
}

function busyKey(shown: Shown, blockId: string, actionId: string): string {
  return JSON.stringify([shown, blockId, actionId]);
}
