import type { Action } from '../access.ts';
import type { Act } from '../acts/act.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import type { Verb } from '../ids.ts';
import {
  buildHelpMessage,
  buildNotUnderstoodMessage,
  buildVerbHelpMessage,
} from '../messages/help.ts';
import { parseCommand } from './parse-command.ts';

/** Does what one verb asks for. `rest` is what was typed after it. */
export type VerbHandler = (act: Act, rest: string) => Promise<void>;

/** A verb with the right that it needs. */
export interface GuardedVerb {
  needs: Action;
  run: VerbHandler;
}

/**
 * `/backups`: finds the verb and runs it for those who may.
 *
 * @param allow throws the refusal for a person who may not.
 */
export function createBackupsCommand(
  verbs: Readonly<Record<Exclude<Verb, 'help'>, GuardedVerb>>,
  allow: (act: Act, action: Action) => Promise<void>,
): (act: Act, text: string) => Promise<void> {
  return async (act, text) => {
    const parsed = parseCommand(text);
    if (parsed.kind === 'unknown') {
      const { nearest } = parsed;
      const meant = nearest && `${nearest.verb} ${nearest.rest}`.trim();
      await act.reply(buildNotUnderstoodMessage(parsed.typed, meant));
      return;
    }
    if (parsed.verb === 'help') {
      await act.reply(helpFor(parsed.rest));
      return;
    }
    const verb = verbs[parsed.verb];
    await allow(act, verb.needs);
    await verb.run(act, parsed.rest);
  };
}

/** The page of a verb, of the verb that was probably meant, or of all of them. */
function helpFor(words: string): SlackMessage {
  if (words === '') return buildHelpMessage();
  const parsed = parseCommand(words);
  if (parsed.kind === 'verb') return buildVerbHelpMessage(parsed.verb);
  return parsed.nearest ? buildVerbHelpMessage(parsed.nearest.verb) : buildHelpMessage();
}
