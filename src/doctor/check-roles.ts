import type { Diagnosis } from '../domain/diagnosis.ts';
import { formatCount, formatList } from '../domain/format.ts';
import type { SlackAnswer, SlackQuestions, UserFacts } from '../domain/slack-questions.ts';
import { mapConcurrently } from '../survey/concurrency.ts';

/** The lists of ids by the names of their variables. */
export type ListedIds = Readonly<Record<'ADMINS' | 'OPERATORS' | 'VIEWERS', readonly string[]>>;

/** Most people who are looked up: enough for every list that is kept by hand. */
const MAX_PEOPLE = 60;
const AT_ONCE = 5;

/** Asks Slack whether it knows everybody whom the lists name; one line when all is well. */
export async function checkRoles(
  lists: ListedIds,
  ask: Pick<SlackQuestions, 'user' | 'usergroups'>,
): Promise<Diagnosis[]> {
  const ids = [...new Set(Object.values(lists).flat())].filter((id) => id !== '*');
  const groups = ids.filter((id) => id.startsWith('S'));
  const people = ids.filter((id) => !groups.includes(id));
  const [ofPeople, known] = await Promise.all([
    mapConcurrently(people.slice(0, MAX_PEOPLE), AT_ONCE, async (id) =>
      judgePerson(placeOf(lists, id), await ask.user(id)),
    ),
    groups.length === 0 ? undefined : ask.usergroups(),
  ]);
  const ofGroups = known && judgeGroups(lists, groups, known);
  const troubles = [...ofPeople, ...(ofGroups ?? [])].filter((found) => found !== undefined);
  if (people.length > MAX_PEOPLE) troubles.push(tooMany(people.length - MAX_PEOPLE));
  return troubles.length > 0 ? troubles : [allKnown(lists, ids.length)];
}

function judgePerson(place: string, answer: SlackAnswer<UserFacts>): Diagnosis | undefined {
  if (answer.kind === 'refused' && /^users?_not_(found|visible)$/.test(answer.code)) {
    return wrong(`${place} is nobody whom Slack knows.`);
  }
  if (answer.kind !== 'answer') return notKnown(place, answer);
  if (answer.value.isBot) return wrong(`${place} is a bot, and no bot may act.`);
  return answer.value.isDeactivated ? wrong(`${place} is deactivated.`) : undefined;
}

function judgeGroups(
  lists: ListedIds,
  ids: readonly string[],
  known: SlackAnswer<ReadonlyMap<string, { isEnabled: boolean }>>,
): (Diagnosis | undefined)[] {
  return ids.map((id) => {
    const place = placeOf(lists, id);
    if (known.kind !== 'answer') return notKnown(place, known);
    const group = known.value.get(id);
    if (group === undefined) return wrong(`${place} is no usergroup that Slack knows.`);
    return group.isEnabled ? undefined : wrong(`${place} is a usergroup that is disabled.`);
  });
}

/** `U012ABCDEF in ADMINS and VIEWERS`. */
function placeOf(lists: ListedIds, id: string): string {
  const names = Object.entries(lists).flatMap(([name, ids]) => (ids.includes(id) ? [name] : []));
  return `${id} in ${formatList(names)}`;
}

function wrong(fact: string): Diagnosis {
  const mend = 'Correct the id there: Slack shows it behind ⋯ of a person or usergroup.';
  return { health: 'wrong', subject: 'Roles', fact, mend };
}

function notKnown(
  place: string,
  answer: Exclude<SlackAnswer<unknown>, { kind: 'answer' }>,
): Diagnosis {
  const isScope = answer.kind === 'refused' && answer.code === 'missing_scope';
  const why = answer.kind === 'refused' ? `Slack says ${answer.code}` : answer.reason;
  return {
    health: 'not-known',
    subject: 'Roles',
    fact: `${place} could not be looked up: ${why}.`,
    mend: isScope ? 'Grant the scopes of manifest.json.' : 'Check again in a minute.',
  };
}

function tooMany(count: number): Diagnosis {
  return {
    health: 'not-known',
    subject: 'Roles',
    fact: `${formatCount(count, 'further id')} were not looked up, since they are so many.`,
    mend: 'Name usergroups instead.',
  };
}

/** An empty list is a choice, but one to know of. */
function allKnown({ ADMINS, OPERATORS }: ListedIds, count: number): Diagnosis {
  const known =
    count === 0 ? 'no ids are listed.' : `Slack knows ${formatCount(count, 'listed id')}.`;
  const fact = [
    known,
    ...(ADMINS.length === 0 ? ['Nobody is in ADMINS, so that nobody may add destinations.'] : []),
    ...(ADMINS.length + OPERATORS.length === 0
      ? ['Nobody is in OPERATORS either, so that nobody may change digests.']
      : []),
  ].join(' ');
  return { health: 'ok', subject: 'Roles', fact };
}
