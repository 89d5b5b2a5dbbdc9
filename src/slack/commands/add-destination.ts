import type { Audit } from '../../domain/audit.ts';
import type { Log } from '../../domain/log.ts';
import { UserError } from '../../domain/user-error.ts';
import type { Access } from '../access.ts';
import type { Act } from '../acts/act.ts';
import { openOrTell } from '../acts/open-or-tell.ts';
import { recordDenial } from '../denial.ts';
import { buildAgainMessage } from '../messages/add-destination.ts';
import { buildAddDestinationForm } from '../views/add-destination.ts';

/** What opening the form takes. */
export interface OpenAddDestinationDeps {
  access: Pick<Access, 'mayOpen'>;
  /** Names of the entries of `DESTINATION_KEYS`. */
  keyNames: () => readonly string[];
  audit: Audit;
  log: Log;
}

/**
 * `/backups add-destination`, and the button of the same meaning: opens the form for whoever may use it.
 *
 * @throws {UserError} when this person may not; the sentence is the same whatever exists.
 */
export function openAddDestination({ access, keyNames, audit, log }: OpenAddDestinationDeps) {
  return async (act: Pick<Act, 'userId' | 'reference' | 'openView' | 'reply'>): Promise<void> => {
    const decision = await access.mayOpen(act.userId, 'setUp');
    if (!decision.granted) {
      await recordDenial({ audit, log }, act, 'add-destination', decision);
      throw new UserError(decision.sentence);
    }
    const again = buildAgainMessage('Slack did not open the form in time. Nothing was changed.');
    await openOrTell(act, buildAddDestinationForm({ keyNames: keyNames() }), again, log);
  };
}
