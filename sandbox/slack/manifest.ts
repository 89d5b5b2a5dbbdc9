import { type Json, jsonList, jsonOf, stringList } from './json.ts';

/** What the workspace takes from the app's manifest. Without a manifest everything is granted. */
export interface Manifest {
  /** Scopes of the bot token; `undefined` grants all. */
  scopes: ReadonlySet<string> | undefined;
  /** Slash commands by name, with `should_escape`; `undefined` accepts any. */
  commands: ReadonlyMap<string, { shouldEscape: boolean }> | undefined;
  /** Events that the app subscribed to; `undefined` sends all. */
  events: ReadonlySet<string> | undefined;
  homeTab: boolean;
}

/**
 * Reads an app manifest.
 *
 * @param declined optional scopes that the person who installs the app did not grant.
 */
export function readManifest(manifest: Json | undefined, declined: readonly string[]): Manifest {
  if (manifest === undefined) {
    return { scopes: undefined, commands: undefined, events: undefined, homeTab: true };
  }
  const features = jsonOf(manifest['features']);
  const scopes = stringList(jsonOf(jsonOf(manifest['oauth_config'])['scopes'])['bot']);
  const subscriptions = jsonOf(jsonOf(manifest['settings'])['event_subscriptions']);
  return {
    scopes: new Set(scopes.filter((scope) => !declined.includes(scope))),
    commands: new Map(
      jsonList(features['slash_commands']).map((command) => [
        String(command['command']),
        { shouldEscape: command['should_escape'] === true },
      ]),
    ),
    events: new Set(stringList(subscriptions['bot_events'])),
    homeTab: jsonOf(features['app_home'])['home_tab_enabled'] === true,
  };
}
