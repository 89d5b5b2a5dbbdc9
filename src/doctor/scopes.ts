/** What a Slack scope is for, as a clause after its name. */
export interface ScopeUse {
  use: string;
  /** Whether the rest works without it. */
  optional: boolean;
}

/** The scopes of `manifest.json`, each with its reason. */
export const SCOPES: Readonly<Record<string, ScopeUse>> = {
  commands: { use: 'to take /backups', optional: false },
  'chat:write': { use: 'to post digests and write to people', optional: false },
  'users:read': { use: 'to know who is a full member, and time zones', optional: false },
  'usergroups:read': { use: 'to know who is in a usergroup that holds a role', optional: false },
  'channels:read': {
    use: 'to see that the bot is in a channel, and to introduce itself there',
    optional: true,
  },
  'groups:read': { use: 'to see that in private channels', optional: true },
  'channels:history': { use: 'to look up a digest whose answer was lost', optional: true },
  'groups:history': { use: 'to look that up in private channels', optional: true },
};
