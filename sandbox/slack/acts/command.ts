import { showAnswer } from '../answers.ts';
import type { SlackEvent } from '../events.ts';
import { commandPayload } from '../payloads.ts';
import { IDS } from '../people.ts';
import type { ActOptions, Screen } from '../screen.ts';
import { typedText } from '../typed-text.ts';
import { openChannelOf } from './place.ts';

/** How and where a command is typed. */
export interface CommandOptions extends ActOptions {
  /** Id of the channel in which it is typed; #backups when left out. */
  channel?: string | undefined;
}

/** Types a slash command, which Slack knows from the manifest. */
export function typeCommand(
  screen: Screen,
  name: string,
  text: string,
  options: CommandOptions,
): Promise<SlackEvent> {
  const { stage, person } = screen;
  const { workspace, responseUrls, oldWorkspace } = stage;
  const channel = openChannelOf(stage, options.channel ?? IDS.backups);
  const act = screen.begin(name, channel.id);
  const known = workspace.manifest.commands?.get(name);
  if (workspace.manifest.commands !== undefined && known === undefined) {
    screen.notice(act, 'unknown_command', `${name} is not a valid command.`);
    return screen.see(act, options);
  }
  const target = { channel: channel.id, user: person.id, cause: act.cause };
  const payload = commandPayload(screen.payloadContext(options), {
    name,
    text: typedText(workspace, text, known?.shouldEscape ?? false),
    channel,
    responseUrl: responseUrls.issue(target),
    triggerId: screen.trigger(act),
  });
  screen.send(act, 'slash_commands', payload, options, (reply) => {
    if (Object.keys(reply).length === 0) return;
    showAnswer(workspace, reply, target, { oldWorkspace: oldWorkspace() });
  });
  return screen.see(act, options);
}
