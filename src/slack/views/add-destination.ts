import type { types } from '@slack/bolt';
import type { NewDestination } from '../../domain/destinations/destination.ts';
import type { KeyPair } from '../../domain/destinations/key-rules.ts';
import {
  checkDestination,
  DESTINATION_FIELDS,
  type DestinationField,
  type TypedDestination,
} from '../../domain/destinations/rules.ts';
import { section } from '../block-kit/blocks.ts';
import type { AnyBlock } from '../block-kit/message.ts';
import { CALLBACK } from '../ids.ts';
import { type Answers, option, readAnswers, selectInput, textInput } from './form.ts';

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
const NO_ENTRY = 'typed';
const ENTRY = 'entry:';

/** Far above any key that we know of, so that the rules and not Slack say what is wrong. */
const MAX_TYPED_KEY = 1000;

/** What a form can be shown again with: everything but keys. */
export interface FilledForm extends TypedDestination {
  /** Entry of `DESTINATION_KEYS` in the place of typed keys. */
  keyEntry?: string | undefined;
}

/** How the form is to look. */
export interface FormOptions {
  /** Entries of `DESTINATION_KEYS`; without any, no menu is shown. */
  keyNames: readonly string[];
  filled?: FilledForm | undefined;
  /**
   * How often this form was shown before. It changes the ids of the key inputs: Slack keeps what was
   * typed under an id that stays, and a key must not come back.
   */
  attempt?: number | undefined;
  /** Why the form is shown again; mrkdwn. */
  notice?: string | undefined;
  /** What is wrong with single fields; plain text. */
  fieldNotices?: Partial<Record<DestinationField, string>> | undefined;
}

/** How each field that is not secret presents itself, in the form's order. */
const FIELDS = {
  name: {
    label: 'Name',
    hint: 'Letters and digits, words joined by one hyphen or one space.',
    placeholder: 'Nightly archive',
    maxLength: 150,
  },
  description: {
    label: 'Description',
    hint: 'Plain letters and common punctuation.',
    placeholder: 'Copies of the shop databases',
    maxLength: 300,
    optional: true,
  },
  bucketName: {
    label: 'Bucket',
    hint: 'Only its name.',
    placeholder: 'shop-backups',
    maxLength: 200,
  },
  region: {
    label: 'Region',
    hint: 'Its id, not its title. For Cloudflare R2: auto.',
    placeholder: 'us-west-2',
    maxLength: 100,
  },
  endpoint: {
    label: 'Endpoint',
    hint: 'Only the host: no https://, no bucket, no path.',
    placeholder: 's3.us-west-2.amazonaws.com',
    maxLength: 300,
  },
  prefix: {
    label: 'Folder in the bucket',
    hint: 'One folder. The slash at its end is added if you leave it out.',
    placeholder: 'shop-prod/',
    maxLength: 250,
  },
} as const satisfies Record<keyof TypedDestination, object>;

/** The form that adds a backup destination. Holds no key, whatever it is built from. */
export function buildAddDestinationForm(options: FormOptions): types.ModalView {
  const { filled, keyNames, notice } = options;
  const line = (field: keyof TypedDestination): AnyBlock[] =>
    textInput({
      ...FIELDS[field],
      blockId: BLOCK[field],
      initial: filled?.[field],
      ...noticeAt(field, options),
    });
  const hasEntries = keyNames.length > 0;
  return {
    ...MODAL,
    submit: { type: 'plain_text', text: 'Add' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      ...(notice === undefined ? [] : [section(notice)]),
      ...line('name'),
      ...line('description'),
      typeSelect(),
      ...line('bucketName'),
      ...line('region'),
      ...line('endpoint'),
      ...line('prefix'),
      section(aboutKeys(hasEntries)),
      ...(hasEntries ? [entrySelect(keyNames, filled?.keyEntry)] : []),
      ...keyInput('accessKey', 'Access key', options),
      ...keyInput('secretKey', 'Secret key', options),
    ],
  };
}

/** What the modal shows in the form's place while and after Northflank is asked; `text` is mrkdwn. */
export function buildAddDestinationNotice(text: string): types.ModalView {
  return { ...MODAL, close: { type: 'plain_text', text: 'Close' }, blocks: [section(text)] };
}

const MODAL = {
  type: 'modal',
  callback_id: CALLBACK.addDestination,
  title: { type: 'plain_text', text: 'Add destination' },
} as const;

function aboutKeys(hasEntries: boolean): string {
  const other = hasEntries
    ? 'Better: choose a key that is kept on the bot’s server.'
    : 'Whoever runs this bot can keep keys on its server instead (`DESTINATION_KEYS`).';
  return `:warning: *Slack cannot hide what you type here*, and Slack itself can read it. Use a key that works for this one bucket only. ${other} The bot hands the key to Northflank and keeps nothing of it.`;
}

function keyInput(field: keyof KeyPair, label: string, options: FormOptions): AnyBlock[] {
  const hasEntries = options.keyNames.length > 0;
  return textInput({
    blockId: options.attempt ? `${BLOCK[field]}:${options.attempt}` : BLOCK[field],
    label,
    maxLength: MAX_TYPED_KEY,
    optional: hasEntries,
    hint: hasEntries ? 'Leave it empty when you chose a kept key.' : undefined,
    ...noticeAt(field, options),
  });
}

/** The notice of a field, and the cursor at the first field that has one. */
function noticeAt(field: DestinationField, { fieldNotices = {} }: FormOptions) {
  return { notice: fieldNotices[field], focus: Object.keys(fieldNotices)[0] === field };
}

/** S3 is the only kind that Northflank takes, and showing so answers the question. */
function typeSelect(): AnyBlock {
  const s3 = option('S3 or compatible', 's3');
  return selectInput({ blockId: BLOCK.type, label: 'Type', options: [s3], initial: s3 });
}

function entrySelect(keyNames: readonly string[], chosen: string | undefined): AnyBlock {
  const entries = keyNames.map((name) => option(name, `${ENTRY}${name}`));
  return selectInput({
    blockId: BLOCK.keyEntry,
    label: 'Key kept on the server',
    optional: true,
    placeholder: 'Choose a key',
    options: [option('None: I type the keys below', NO_ENTRY), ...entries],
    initial: entries.find(({ value }) => value === `${ENTRY}${chosen}`),
  });
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
 * Reads back what {@link buildAddDestinationForm} asked for; never throws, whatever `state` is.
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
