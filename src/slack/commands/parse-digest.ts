import { UserError } from '../../domain/user-error.ts';
import { code } from '../block-kit/mrkdwn.ts';
import { COMMAND, DIGEST_VERBS, type DigestVerb } from '../ids.ts';

/** What somebody typed after `/backups digest`. */
export type DigestCommand =
  | { kind: 'settings' }
  | { kind: 'verb'; verb: DigestVerb }
  /** `off` with the channel whose digest is meant. */
  | { kind: 'offIn'; channelId: string }
  /** `words` is what stands behind the verb. */
  | { kind: 'snooze' | 'wake'; words: string };

/** Words that people try, and what they mean. */
const ALIASES: Readonly<Record<string, string>> = {
  show: 'preview',
  send: 'now',
  resume: 'on',
  start: 'on',
  stop: 'off',
  mute: 'snooze',
  unsnooze: 'wake',
  unmute: 'wake',
};

/** Reads the words after the verb; none ask for the settings. @throws {UserError} for anything else. */
export function parseDigestCommand(rest: string): DigestCommand {
  const [typed = '', ...others] = rest.trim().toLowerCase().split(/\s+/);
  const word = ALIASES[typed] ?? typed;
  const words = others.join(' ');
  if (word === '' || word === 'settings') return { kind: 'settings' };
  if (word === 'snooze' || word === 'wake') return { kind: word, words };
  const verb = DIGEST_VERBS.find((known) => known === word);
  if (verb !== undefined && words === '') return { kind: 'verb', verb };
  const channelId = verb === 'off' ? readChannelId(words) : undefined;
  if (channelId !== undefined) return { kind: 'offIn', channelId };
  throw new UserError(
    `${code(`digest ${rest.trim()}`, 60)} is nothing that I know. \`${COMMAND} digest\` opens the settings; after it can stand \`preview\`, \`now\`, \`on\` or \`off\`; \`snooze\` or \`wake\`, and an addon.`,
  );
}

/** A channel's id as people copy it: alone, or as Slack writes a link. */
function readChannelId(words: string): string | undefined {
  return /^(?:<#)?([cg][a-z0-9]{4,})(?:\|[^>]*)?>?$/.exec(words)?.[1]?.toUpperCase();
}
