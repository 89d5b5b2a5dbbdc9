import { coversAddon, type Scope } from '../addons/scope.ts';
import type { Survey } from '../survey.ts';
import type { JudgedAddon } from '../verdicts/urgency.ts';
import { addressOf, isAlarming } from '../verdicts/urgency.ts';
import type { VerdictWord } from '../verdicts/verdict.ts';
import type { Told } from './row.ts';
import type { DigestSummary } from './summary.ts';

/** An alarm that was told, of an addon that cannot be seen now. */
export interface LostSight {
  /** `project/addon`. */
  address: string;
  /** What was last said of it. */
  word: VerdictWord;
  /** Whether all was listed and it was not there: as a rule, somebody has deleted it. */
  isGone: boolean;
}

/**
 * Told alarms that may go on unseen, in the order in which they were told: nobody should take them for over.
 *
 * @param survey one of the whole account: what it lists outside of the scope is not lost.
 */
export function findLostSight(
  { told, previous }: { told?: Told | undefined; previous?: DigestSummary | undefined },
  judged: readonly JudgedAddon[],
  scope: Scope,
  survey: Survey,
): LostSight[] {
  const known = new Map(judged.map((addon) => [addressOf(addon), addon]));
  const alarms = told === undefined ? alarmsIn(previous?.words ?? {}) : alarmsTold(told);
  return alarms.flatMap(([address, word]) => {
    const addon = known.get(address);
    if (!isCovered(address, addon, scope)) return [];
    if (addon !== undefined && addon.verdict.word !== 'unknown') return [];
    return [{ address, word, isGone: addon === undefined && !isHidden(address, survey) }];
  });
}

type Alarm = readonly [address: string, word: VerdictWord];

function alarmsIn(words: DigestSummary['words']): Alarm[] {
  return Object.entries(words).filter(([, word]) => isAlarming(word));
}

function alarmsTold({ alarmed, bad }: Told): Alarm[] {
  return alarmed.flatMap((address): Alarm[] => {
    const word = bad[address]?.word;
    return word === undefined ? [] : [[address, word]];
  });
}

/** The type of an addon that is not there is not known; its address is. */
function isCovered(address: string, addon: JudgedAddon | undefined, scope: Scope): boolean {
  if (addon !== undefined) return coversAddon(scope, addon.reading.addon);
  const [projectId = '', addonId = ''] = address.split('/');
  return coversAddon({ ...scope, types: [] }, { projectId, addonId });
}

function isHidden(address: string, { unreadProjects, failure, unreadableRows }: Survey): boolean {
  return (
    failure !== undefined ||
    unreadableRows > 0 ||
    unreadProjects.some(({ project }) => address.startsWith(`${project.id}/`))
  );
}
