import { BLOCK } from '../../src/slack/views/digest-answers.ts';
import { INPUT } from '../../src/slack/views/form.ts';

/** What a person fills in, by field; lists where several can be chosen. */
export interface FilledDigest {
  scope: string[];
  types: string[];
  days: string[];
  time: string | null;
  zone: string | null;
  detail: string;
  allClear: string;
  language: string;
  mentionUser: string[];
  mentionGroup: string[];
  mentionFrom: string;
  pausedUntil: string | null;
}

/** The state that Slack sends of the form: that of `fakeSubscription` where nothing else is given. */
export function digestState(filled: Partial<FilledDigest> = {}) {
  const given: FilledDigest = {
    scope: [],
    types: [],
    days: ['0', '1', '2', '3', '4', '5', '6'],
    time: '09:00',
    zone: 'Europe/Berlin',
    detail: 'problems',
    allClear: 'daily',
    language: 'en',
    mentionUser: [],
    mentionGroup: [],
    mentionFrom: 'stuck',
    pausedUntil: null,
    ...filled,
  };
  const several = (values: string[]) => ({ selected_options: values.map((value) => ({ value })) });
  const one = (value: string | null) => ({ selected_option: value === null ? null : { value } });
  const answers: Record<keyof FilledDigest, object> = {
    scope: several(given.scope),
    types: several(given.types),
    days: several(given.days),
    time: { selected_time: given.time },
    zone: one(given.zone),
    detail: one(given.detail),
    allClear: one(given.allClear),
    language: one(given.language),
    mentionUser: { selected_users: given.mentionUser },
    mentionGroup: several(given.mentionGroup),
    mentionFrom: one(given.mentionFrom),
    pausedUntil: { selected_date: given.pausedUntil },
  };
  const values = Object.entries(answers).map(([field, answer]) => [
    BLOCK[field as keyof FilledDigest],
    { [INPUT]: answer },
  ]);
  return { values: Object.fromEntries(values) };
}
