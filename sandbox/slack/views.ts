import { withIds } from './elements.ts';
import type { ShownView } from './events.ts';
import { type Json, jsonList, jsonOf, stringOf } from './json.ts';
import { Refusal } from './refusal.ts';
import { valuesOf } from './view-values.ts';
import type { Workspace } from './workspace.ts';

/** Views of one modal. @see https://docs.slack.dev/surfaces/modals */
const STACK_LIMIT = 3;

type Change = 'opened' | 'pushed' | 'updated' | 'errors' | 'closed';

/** The modals and home tabs on everybody's screens. */
export class Views {
  readonly #workspace: Workspace;
  /** One stack a person; the last view is on top. */
  readonly #stacks = new Map<string, ShownView[]>();
  readonly #homes = new Map<string, ShownView>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** The views of a person's modal, the visible one last; copies. */
  stack(user: string): ShownView[] {
    return structuredClone(this.#stacks.get(user) ?? []);
  }

  home(user: string): ShownView | undefined {
    return structuredClone(this.#homes.get(user));
  }

  /** The record itself, not a copy. */
  find(viewId: string): ShownView | undefined {
    return this.#all().find(({ id }) => id === viewId);
  }

  findByExternalId(externalId: string): ShownView | undefined {
    return this.#all().find((view) => view.externalId !== '' && view.externalId === externalId);
  }

  /** Opens a modal; one that was open is gone, as on a real screen. */
  open(user: string, json: Json, cause?: string): ShownView {
    const view = this.#create('modal', user, json);
    this.#stacks.set(user, [view]);
    return this.#show(user, 'opened', cause) ?? view;
  }

  /** @throws {Refusal} `push_limit_reached` on a stack of three, `not_found` without a modal. */
  push(user: string, json: Json, cause?: string): ShownView {
    const stack = this.#stacks.get(user) ?? [];
    const top = stack.at(-1);
    if (top === undefined) throw new Refusal('not_found');
    if (stack.length >= STACK_LIMIT) throw new Refusal('push_limit_reached');
    const view = { ...this.#create('modal', user, json), rootId: top.rootId, previousId: top.id };
    this.#stacks.set(user, [...stack, view]);
    return this.#show(user, 'pushed', cause) ?? view;
  }

  /** @throws {Refusal} `hash_conflict` when `hash` is given and not the current one. */
  update(
    view: ShownView,
    json: Json,
    { hash, cause }: { hash?: string; cause?: string },
  ): ShownView {
    if (hash !== undefined && hash !== view.hash) throw new Refusal('hash_conflict');
    const fresh = this.#create(view.type, view.user, json, view);
    Object.assign(view, fresh, {
      id: view.id,
      rootId: view.rootId,
      previousId: view.previousId,
    });
    this.#show(view.user, 'updated', cause);
    return structuredClone(view);
  }

  /** @throws {Refusal} `hash_conflict` as {@link update}. */
  publish(user: string, json: Json, hash?: string): ShownView {
    const before = this.#homes.get(user);
    if (hash !== undefined && before !== undefined && hash !== before.hash) {
      throw new Refusal('hash_conflict');
    }
    const view = this.#create('home', user, json, before);
    if (before !== undefined) Object.assign(view, { id: before.id, rootId: before.id });
    this.#homes.set(user, view);
    this.#workspace.log.add({ type: 'home', user, view: structuredClone(view) });
    return structuredClone(view);
  }

  /** Shows what is wrong below inputs of the visible view; an empty object takes it away. */
  setErrors(view: ShownView, errors: Record<string, string>, cause?: string): void {
    view.errors = errors;
    this.#show(view.user, 'errors', cause);
  }

  /** Takes the top view away, or all of them. */
  close(user: string, { all = false, cause }: { all?: boolean; cause?: string } = {}): void {
    const stack = this.#stacks.get(user) ?? [];
    this.#stacks.set(user, all ? [] : stack.slice(0, -1));
    this.#show(user, 'closed', cause);
  }

  #all(): ShownView[] {
    return [...[...this.#stacks.values()].flat(), ...this.#homes.values()];
  }

  #create(type: 'modal' | 'home', user: string, json: Json, before?: ShownView): ShownView {
    const { nextId } = this.#workspace;
    const externalId = stringOf(json['external_id']) ?? '';
    const taken = this.findByExternalId(externalId);
    if (taken !== undefined && taken.id !== before?.id) throw new Refusal('duplicate_external_id');
    const id = before?.id ?? nextId('V');
    const blocks = withIds(jsonList(json['blocks']), nextId);
    return {
      id,
      type,
      user,
      hash: `${this.#workspace.nextTs()}.${nextId('')}`,
      rootId: id,
      externalId,
      callbackId: stringOf(json['callback_id']) ?? '',
      privateMetadata: stringOf(json['private_metadata']) ?? '',
      title: labelOf(json['title']) ?? '',
      submit: labelOf(json['submit']),
      close: labelOf(json['close']),
      clearOnClose: json['clear_on_close'] === true,
      notifyOnClose: json['notify_on_close'] === true,
      blocks,
      values: valuesOf(blocks, before?.values ?? {}),
      errors: {},
    };
  }

  #show(user: string, change: Change, cause: string | undefined): ShownView | undefined {
    const view = this.stack(user).at(-1);
    this.#workspace.log.add({ type: 'modal', change, user, view, cause });
    return view;
  }
}

/** A view as Slack gives it back and sends it in payloads. */
export function viewJson(workspace: Workspace, view: ShownView): Json {
  return {
    id: view.id,
    team_id: workspace.team.id,
    type: view.type,
    blocks: structuredClone(view.blocks),
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: structuredClone(view.values) },
    hash: view.hash,
    title: plainText(view.type === 'home' ? 'View Title' : view.title),
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: view.close === undefined ? null : plainText(view.close),
    submit: view.submit === undefined ? null : plainText(view.submit),
    previous_view_id: view.previousId ?? null,
    root_view_id: view.rootId,
    app_id: workspace.appId,
    external_id: view.externalId,
    app_installed_team_id: workspace.team.id,
    bot_id: workspace.botId,
  };
}

function plainText(text: string): Json {
  return { type: 'plain_text', text, emoji: true };
}

function labelOf(value: unknown): string | undefined {
  return stringOf(jsonOf(value)['text']);
}
