import type { types, ViewOutput, ViewResponseAction } from '@slack/bolt';
import type { Act } from './act.ts';

/** Does what a click asks for. `value` is what the button or chosen option carries. */
export type ClickHandler = (act: Act, value: string) => Promise<void>;

/** A submitted form: what Slack is told at once, and what is done after. */
export interface SubmissionAnswer {
  /** Absent closes the modal. */
  response?: ViewResponseAction | undefined;
  work?: (() => Promise<void>) | undefined;
}

/** Judges a submitted form. Its answer must come within 3 seconds, so that what takes longer is its `work`. */
export type SubmissionHandler = (act: Act, view: ViewOutput) => Promise<SubmissionAnswer>;

/** Options for a type-ahead menu; must come within 3 seconds. */
export type SuggestionHandler = (
  userId: string,
  query: string,
) => Promise<readonly types.PlainTextOption[]>;

/** Everything that Slack can ask of the bot, by the ids of `ids.ts`. */
export interface Handlers {
  command: (act: Act, text: string) => Promise<void>;
  clicks: Readonly<Record<string, ClickHandler>>;
  suggestions: Readonly<Record<string, SuggestionHandler>>;
  submissions: Readonly<Record<string, SubmissionHandler>>;
  /** Somebody opened the Home tab. */
  homeOpened: (userId: string, reference: string) => Promise<void>;
  /** The bot was added to a channel; `occasion` is the same when Slack tells of it twice. */
  joinedChannel: (channelId: string, occasion: string) => Promise<void>;
}
