import { code } from '../block-kit/mrkdwn.ts';
import { COMMAND } from '../ids.ts';

/**
 * Tells an admin that the bot began anew after its database was found damaged, and what to do; mrkdwn.
 *
 * @param file where the damaged one lies.
 */
export function setAsideText(file: string): string {
  return [
    '✖ My database was damaged when I started. I began anew with an empty one and do not know the digests that were set up: nobody hears of failed backups by them now.',
    `To go on: stop me, put back a backup of the database and move the damaged file away; or type ${code(`${COMMAND} digest`)} in each channel to set its digest up again, and then move it away.`,
    `The damaged file is ${code(file, 300)}; until it is gone ${code(`${COMMAND} doctor`)} names it.`,
  ].join('\n');
}
