import { errorFields, type Log } from '../src/domain/log.ts';
import { describeVerbs } from '../src/slack/messages/help.ts';
import type { WireCommand } from './page/wire.ts';
import { type PageOptions, type SandboxPage, startPage } from './page.ts';
import { type Json, jsonList, jsonOf, textFrom } from './slack/json.ts';
import type { Sandbox } from './start-sandbox.ts';
import { readManifestFile } from './surroundings.ts';

/** What the page shows; of the bot only what moving the clock needs. */
export interface PageSubject extends Pick<Sandbox, 'slack' | 'northflank'> {
  bot: Pick<Sandbox['bot'], 'idle' | 'nextDigestAt' | 'followUpDigests'>;
}

/** Puts a page before a running sandbox. */
export function openPage(
  { slack, northflank, bot }: PageSubject,
  options: Pick<PageOptions, 'clock' | 'log' | 'port' | 'fixedTime'>,
): Promise<SandboxPage> {
  const features = jsonOf(readManifestFile()['features']);
  return startPage({
    slack,
    northflank,
    ...options,
    idle: (signal) => bot.idle(signal),
    nextDigestAt: () => bot.nextDigestAt(),
    catchUp: createCatchUp(bot, options.log.log),
    commands: commandsOf(features),
    takesMessages: jsonOf(features['app_home'])['messages_tab_read_only_enabled'] !== true,
  });
}

/** One look after the other: whoever moved the clock meanwhile is looked after, too. */
function createCatchUp({ followUpDigests }: PageSubject['bot'], log: Log): () => Promise<void> {
  let last = Promise.resolve();
  async function look(): Promise<void> {
    try {
      await followUpDigests();
    } catch (error) {
      log.error('sandbox_catch_up_failed', errorFields(error));
    }
  }
  return () => {
    last = last.then(look);
    return last;
  };
}

function commandsOf(features: Json): WireCommand[] {
  return jsonList(features['slash_commands']).map((command) => ({
    name: textFrom(command['command']),
    description: textFrom(command['description']),
    usageHint: textFrom(command['usage_hint']),
    verbs: describeVerbs(),
  }));
}
