import type { Answer, Control, Json, Shown, Update } from '../../wire.ts';
import type { Reader } from '../blocks/surface.ts';
import { readAddress, writeAddress } from './address.ts';
import { askSuggestions, type Outcome, sendAct, sendControl } from './api.ts';
import { isJson, textFrom } from './json.ts';
import type { PageState } from './page-state.ts';
import { readerOf } from './reader.ts';
import { afterUpdate } from './updates.ts';

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
    return readerOf(this.state.snapshot, this.now());
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
    if (update.type === 'snapshot' || update.type === 'controls') {
      this.#controlsAt = performance.now();
    }
    const { change, toast } = afterUpdate(this.state, update);
    this.change(change);
    if (toast !== undefined) this.toast(toast);
    if (update.type === 'snapshot') {
      const { channel, tab } = this.state;
      writeAddress({ as: this.#as, channel, tab });
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
