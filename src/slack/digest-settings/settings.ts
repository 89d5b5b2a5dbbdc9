import type { Act } from '../acts/act.ts';
import type { SubmissionHandler } from '../acts/handler.ts';
import { createNewestActs } from '../acts/newest-act.ts';
import type { UpdateView } from '../acts/view-updater.ts';
import { createDigestCommand } from '../commands/digest.ts';
import { createDigestSubmission } from '../submissions/digest-settings.ts';
import { createDigestClicks, type DigestClicks } from './clicks.ts';
import { createDigestDeeds, type DigestDeedDeps } from './deeds.ts';
import type { DigestPageDeps } from './page.ts';
import { createSnoozing, type SnoozingDeps } from './snoozing.ts';
import {
  createDigestSuggestions,
  type DigestSuggestionDeps,
  type DigestSuggestions,
} from './suggestions.ts';

/** What the settings of digests take. */
export type DigestSettingsDeps = DigestPageDeps &
  DigestDeedDeps &
  DigestSuggestionDeps &
  SnoozingDeps & {
    updateView: UpdateView;
  };

/** Everything that people do with the digest of a channel. */
export interface DigestSettings {
  /** `/backups digest`; `rest` is what was typed after the verb. */
  command: (act: Act, rest: string) => Promise<void>;
  clicks: DigestClicks;
  suggestions: DigestSuggestions;
  submit: SubmissionHandler;
}

/** Creates the command, the form and its buttons, which know of each other by what they share here. */
export function createDigestSettings(deps: DigestSettingsDeps): DigestSettings {
  const shared = {
    ...deps,
    deeds: createDigestDeeds(deps),
    snoozing: createSnoozing(deps),
    newest: createNewestActs(),
  };
  return {
    command: createDigestCommand(shared),
    clicks: createDigestClicks(shared),
    suggestions: createDigestSuggestions(deps),
    submit: createDigestSubmission(shared),
  };
}
