import type { types } from '@slack/bolt';
import type { KeyPair } from '../../domain/destinations/key-rules.ts';
import type { DestinationField, TypedDestination } from '../../domain/destinations/rules.ts';
import { section } from '../block-kit/blocks.ts';
import type { AnyBlock } from '../block-kit/message.ts';
import { CALLBACK } from '../ids.ts';
import { BLOCK, ENTRY, type FilledForm, NO_ENTRY } from './add-destination-answers.ts';
import { option, selectInput, textInput } from './form.ts';

/** Far above any key that we know of, so that the rules and not Slack say what is wrong. */
const MAX_TYPED_KEY = 1000;

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
