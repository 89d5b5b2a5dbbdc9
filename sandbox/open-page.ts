import { describeVerbs } from '../src/slack/messages/help.ts';
import type { SandboxClock } from './clock.ts';
import type { LogTap } from './log-tap.ts';
import type { WireCommand } from './page/wire.ts';
import { type SandboxPage, startPage } from './page.ts';
import { type Json, jsonList, jsonOf, textFrom } from './slack/json.ts';
import { readManifestFile, type Sandbox } from './start-sandbox.ts';

/** Puts a page before a running sandbox. */
export function openPage(
  { slack, northflank, bot }: Sandbox,
  { clock, log, port }: { clock: SandboxClock; log: LogTap; port?: number | undefined },
): Promise<SandboxPage> {
  const features = jsonOf(readManifestFile()['features']);
  return startPage({
    slack,
    northflank,
    clock,
    log,
    port,
    idle: (signal) => bot.idle(signal),
    nextDigestAt: () => bot.nextDigestAt(),
    lookAtDigests: () => bot.lookAtDigests(),
    commands: commandsOf(features),
    takesMessages: jsonOf(features['app_home'])['messages_tab_read_only_enabled'] !== true,
  });
}

function commandsOf(features: Json): WireCommand[] {
  return jsonList(features['slash_commands']).map((command) => ({
    name: textFrom(command['command']),
    description: textFrom(command['description']),
    usageHint: textFrom(command['usage_hint']),
    verbs: describeVerbs(),
  }));
}
