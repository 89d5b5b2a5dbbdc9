import type { Audit } from '../domain/audit.ts';
import { errorFields, type Log } from '../domain/log.ts';
import type { Decision } from './access.ts';
import type { Actor } from './acts/act.ts';

/** What a denial is written down with. */
export interface DenialDeps {
  audit: Audit;
  log: Log;
}

/** Writes a denial down. Never throws: whoever may not is refused also while the store is away. */
export async function recordDenial(
  { audit, log }: DenialDeps,
  { userId, reference }: Actor,
  deed: string,
  { rule }: Decision,
): Promise<void> {
  try {
    await audit({ userId, deed, state: 'denied', rule, reference });
  } catch (error) {
    log.error('denial_not_recorded', errorFields(error));
  }
}
