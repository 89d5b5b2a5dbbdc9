import { isJson, type Json, parseJson } from './json.ts';
import { appMethods } from './methods/app.ts';
import { chatMethods } from './methods/chat.ts';
import { conversationMethods } from './methods/conversations.ts';
import type { ApiContext, Arguments, Method } from './methods/method.ts';
import { peopleMethods } from './methods/people.ts';
import { viewMethods } from './methods/views.ts';
import { Refusal } from './refusal.ts';

const METHODS: Record<string, Method> = {
  ...appMethods,
  ...chatMethods,
  ...conversationMethods,
  ...peopleMethods,
  ...viewMethods,
};

/** Arguments that hold JSON, which form-encoded calls carry as text. */
const JSON_ARGUMENTS = new Set(['attachments', 'blocks', 'message', 'metadata', 'view']);

/** The tokens that the workspace takes. */
export interface ApiTokens {
  bot: string;
  app: string;
  /** Taken back: the bot token is refused with `token_revoked`. */
  revoked: boolean;
}

/** An answer of the Web API, with the headers that tell the scopes. */
export interface ApiAnswer {
  body: Json;
  headers: Record<string, string>;
}

/** Calls a method as Slack does: token, scope, arguments, work. */
export function callMethod(
  name: string,
  args: Arguments,
  token: string | undefined,
  tokens: ApiTokens,
  context: ApiContext,
): ApiAnswer {
  const headers: Record<string, string> = {};
  try {
    const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
    if (method === undefined) throw new Refusal('unknown_method', { req_method: name });
    checkToken(method, token, tokens);
    checkScope(method, args, context, headers);
    return { body: { ok: true, ...method.run(context, args) }, headers };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { body: { ok: false, error: error.error, ...error.details }, headers };
  }
}

/** Decodes the body of a call, form-encoded or JSON. */
export function readArguments(body: string, contentType: string): Arguments {
  if (contentType.startsWith('application/json')) {
    const parsed = parseJson(body);
    return isJson(parsed) ? parsed : {};
  }
  const fields = [...new URLSearchParams(body)];
  return Object.fromEntries(
    fields.map(([name, value]) => [
      name,
      JSON_ARGUMENTS.has(name) ? (parseJson(value) ?? value) : value,
    ]),
  );
}

function checkToken(method: Method, token: string | undefined, tokens: ApiTokens): void {
  if (method.token === 'none') return;
  if (token === undefined || token === '') throw new Refusal('not_authed');
  const [wanted, other] =
    method.token === 'app' ? [tokens.app, tokens.bot] : [tokens.bot, tokens.app];
  if (token === other) throw new Refusal('not_allowed_token_type');
  if (token !== wanted) throw new Refusal('invalid_auth');
  if (tokens.revoked && token === tokens.bot) throw new Refusal('token_revoked');
}

function checkScope(
  method: Method,
  args: Arguments,
  context: ApiContext,
  headers: Record<string, string>,
): void {
  const granted = context.workspace.manifest.scopes;
  if (granted === undefined || method.token !== undefined) return;
  const provided = [...granted].join(',');
  headers['x-oauth-scopes'] = provided;
  const needed = typeof method.scope === 'function' ? method.scope(context, args) : method.scope;
  if (needed === undefined) return;
  headers['x-accepted-oauth-scopes'] = needed;
  if (!granted.has(needed)) throw new Refusal('missing_scope', { needed, provided });
}
