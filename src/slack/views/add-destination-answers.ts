import type { NewDestination } from '../../domain/destinations/destination.ts';
import type { KeyPair } from '../../domain/destinations/key-rules.ts';
import {
  checkDestination,
  DESTINATION_FIELDS,
  type TypedDestination,
} from '../../domain/destinations/rules.ts';
import { type Answers, readAnswers } from './form.ts';

/** Where each field sits in the submitted state; the ids of key inputs go on with `:n` in a form shown again. */
export const BLOCK = {
  name: 'name',
  description: 'description',
  type: 'type',
  bucketName: 'bucket',
  region: 'region',
  endpoint: 'endpoint',
  prefix: 'prefix',
  keyEntry: 'key_entry',
  accessKey: 'access_key',
  secretKey: 'secret_key',
} as const;

/** The menu's way of saying that no entry is meant: once chosen, some clients let nobody unchoose. */
export const NO_ENTRY = 'typed';
/** Goes before the name of an entry that is chosen. */
export const ENTRY = 'entry:';

/** What a form can be shown again with: everything but keys. */
export interface FilledForm extends TypedDestination {
  /** Entry of `DESTINATION_KEYS` in the place of typed keys. */
  keyEntry?: string | undefined;
}

/** What a submitted form comes to. */
export type AddDestinationReading =
  | {
      ok: true;
      destination: NewDestination;
      /** What to show the form with again; holds no key. */
      filled: FilledForm;
      /** How often this form was shown before. */
      attempt: number;
    }
  /** Keyed by `block_id`, as Slack's answer to a submission expects. */
  | { ok: false; errors: Record<string, string> };

/**
 * Reads back what `buildAddDestinationForm` asked for; never throws, whatever `state` is.
 *
 * @param pickKeys gives the keys of an entry of `DESTINATION_KEYS`, absent for one that is not there.
 */
export function readAddDestinationForm(
  state: unknown,
  pickKeys: (entry: string) => KeyPair | undefined,
): AddDestinationReading {
  const answers = readAnswers(state);
  const text = (field: keyof typeof BLOCK): string => answers.text(BLOCK[field]);
  const chosen = text('keyEntry');
  const keyEntry = chosen.startsWith(ENTRY) ? chosen.slice(ENTRY.length) : undefined;
  const typedKeys = { accessKey: text('accessKey'), secretKey: text('secretKey') };
  const keys = keyEntry === undefined ? typedKeys : (pickKeys(keyEntry) ?? NO_KEYS);
  const checked = checkDestination({
    name: text('name'),
    description: text('description'),
    bucketName: text('bucketName'),
    region: text('region'),
    endpoint: text('endpoint'),
    prefix: text('prefix'),
    ...keys,
  });

  const errors: Record<string, string> = {};
  for (const field of DESTINATION_FIELDS) {
    const error = checked.ok ? undefined : checked.errors[field];
    if (error !== undefined) errors[answers.blockIdOf(BLOCK[field])] = error;
  }
  const keyProblem = problemOfChoice(answers, keyEntry, keys, typedKeys);
  if (keyProblem !== undefined) {
    delete errors[answers.blockIdOf(BLOCK.accessKey)];
    delete errors[answers.blockIdOf(BLOCK.secretKey)];
    errors[BLOCK.keyEntry] = keyProblem;
  }
  if (!checked.ok || keyProblem !== undefined) return { ok: false, errors };
  return {
    ok: true,
    destination: checked.destination,
    filled: withoutKeys(checked.destination, keyEntry),
    attempt: attemptOf(answers),
  };
}

const NO_KEYS: KeyPair = { accessKey: '', secretKey: '' };

/** Exactly one of the two ways must be taken: a kept key, or both halves typed. */
function problemOfChoice(
  answers: Answers,
  keyEntry: string | undefined,
  keys: KeyPair,
  typed: KeyPair,
): string | undefined {
  const isTyped = `${typed.accessKey}${typed.secretKey}`.trim() !== '';
  if (keyEntry === undefined) {
    const hasMenu = answers.has(BLOCK.keyEntry);
    return hasMenu && !isTyped ? 'Choose a kept key, or type both keys below' : undefined;
  }
  if (isTyped) return 'Choose a kept key or type both keys, but not both ways';
  return keys === NO_KEYS ? 'This key is no longer on the server: choose another one' : undefined;
}

function withoutKeys(
  { name, description, prefix, credentials }: NewDestination,
  keyEntry: string | undefined,
): FilledForm {
  const { bucketName, region, endpoint } = credentials;
  return { name, description: description ?? '', bucketName, region, endpoint, prefix, keyEntry };
}

function attemptOf(answers: Answers): number {
  const attempt = Number(answers.blockIdOf(BLOCK.secretKey).split(':')[1]);
  return Number.isSafeInteger(attempt) && attempt > 0 ? attempt : 0;
}
