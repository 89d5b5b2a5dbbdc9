import type { ShownView } from '../events.ts';
import type { Json } from '../json.ts';
import { readView } from '../read-view.ts';
import { Refusal } from '../refusal.ts';
import { viewJson } from '../views.ts';
import { type ApiContext, type Arguments, type Method, optional, required } from './method.ts';

/** Methods that open and change modals, and publish home tabs. */
export const viewMethods: Record<string, Method> = {
  'views.open': { run: open },
  'views.push': { run: push },
  'views.update': { run: update },
  'views.publish': { run: publish },
};

function open(context: ApiContext, args: Arguments): Json {
  const view = readView(args['view'], 'modal', { oldWorkspace: context.oldWorkspace() });
  const { user, cause } = context.triggers.exchange(required(args, 'trigger_id'));
  return answer(context, context.views.open(user, view, cause));
}

function push(context: ApiContext, args: Arguments): Json {
  const view = readView(args['view'], 'modal', { oldWorkspace: context.oldWorkspace() });
  const { user, cause, viewId } = context.triggers.exchange(required(args, 'trigger_id'));
  if (viewId === undefined) throw new Refusal('invalid_trigger_id');
  return answer(context, context.views.push(user, view, cause));
}

function update(context: ApiContext, args: Arguments): Json {
  const view = readView(args['view'], 'modal', { oldWorkspace: context.oldWorkspace() });
  const externalId = optional(args, 'external_id');
  const shown =
    externalId === undefined
      ? context.views.find(required(args, 'view_id'))
      : context.views.findByExternalId(externalId);
  if (shown === undefined || shown.type !== 'modal') throw new Refusal('not_found');
  const hash = optional(args, 'hash');
  return answer(context, context.views.update(shown, view, hash === undefined ? {} : { hash }));
}

function publish(context: ApiContext, args: Arguments): Json {
  const user = required(args, 'user_id');
  if (!context.workspace.manifest.homeTab) throw new Refusal('not_enabled');
  const view = readView(args['view'], 'home', { oldWorkspace: context.oldWorkspace() });
  if (!context.workspace.people.has(user)) throw new Refusal('invalid_arguments');
  return answer(context, context.views.publish(user, view, optional(args, 'hash')));
}

function answer({ workspace }: ApiContext, view: ShownView): Json {
  return { view: viewJson(workspace, view) };
}
