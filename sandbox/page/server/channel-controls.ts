import { IDS, type SandboxSlack } from '../../slack.ts';
import type { Control, WireControls } from '../wire.ts';

/** Does to a channel what a person could, so that a bot can be seen in channels that take no more messages. */
export function troubleChannel(
  slack: SandboxSlack,
  { channel, trouble, on }: Extract<Control, { kind: 'channel' }>,
): string | undefined {
  if (!slack.workspace.channels.has(channel)) return 'There is no such channel.';
  const admin = slack.user(IDS.admin);
  if (trouble === 'archived') admin.changeChannel(channel, { kind: on ? 'archive' : 'unarchive' });
  else if (trouble === 'private') {
    admin.changeChannel(channel, { kind: on ? 'makePrivate' : 'makePublic' });
  } else if (on) admin.changeChannel(channel, { kind: 'removeBot' });
  else invite(slack, channel);
  return undefined;
}

/** Opens archived channels again, with the bot in them. */
export function mendChannels(slack: SandboxSlack): void {
  for (const { id, archived } of slack.workspace.channels.values()) {
    if (!archived) continue;
    slack.user(IDS.admin).changeChannel(id, { kind: 'unarchive' });
    invite(slack, id);
  }
}

/** How each channel stands. */
export function readChannels({ workspace }: SandboxSlack): WireControls['slack']['channels'] {
  return [...workspace.channels.values()]
    .filter(({ kind }) => kind !== 'im')
    .map(({ id, name, kind, archived, members }) => ({
      id,
      name,
      archived,
      private: kind === 'private',
      withoutBot: !members.has(workspace.botUser),
    }));
}

/** What the bot says to it, if anything, is seen when it comes. */
function invite(slack: SandboxSlack, channel: string): void {
  void slack.user(IDS.admin).invite(channel, { until: () => true });
}
