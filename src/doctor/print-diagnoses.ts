import { type Diagnosis, type Health, isAllWell } from '../domain/diagnosis.ts';
import { formatCount } from '../domain/format.ts';

const WORDS: Readonly<Record<Health, string>> = {
  ok: '✔ ok       ',
  wrong: '✖ wrong    ',
  'not-known': '◌ not known',
};

/** Writes what was found for a terminal: one line each, and what it comes to in the last. */
export function printDiagnoses(diagnoses: readonly Diagnosis[]): string {
  return [...diagnoses.map(line), '', sumUp(diagnoses)].join('\n');
}

function line({ health, subject, channelId, fact, at, mend }: Diagnosis): string {
  const thing = channelId === undefined ? subject : `${subject} ${channelId}`;
  const words = [fact, mend].filter((part) => part !== undefined).join(' ');
  const timed = at === undefined ? words : words.replaceAll('{at}', formatMoment(at));
  return `${WORDS[health]}  ${thing}: ${oneLine(timed)}`;
}

/** What reached us from elsewhere must not make lines of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}

function formatMoment(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function sumUp(diagnoses: readonly Diagnosis[]): string {
  const count = (health: Health) => diagnoses.filter((found) => found.health === health).length;
  const unasked = diagnoses.filter((found) => found.unasked).length;
  const rest =
    unasked === 0 ? '' : ` What could not be checked from here: ${formatCount(unasked, 'line')}.`;
  if (isAllWell(diagnoses)) return `All that was checked is well.${rest}`;
  return `${count('wrong')} wrong, ${count('not-known') - unasked} not known, ${count('ok')} ok.${rest}`;
}
