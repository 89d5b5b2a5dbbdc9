import { BLOCK } from '../../src/slack/views/add-destination-answers.ts';
import { INPUT } from '../../src/slack/views/form.ts';

/** What a person types who makes no mistake; the keys are canaries that must show up nowhere. */
export const TYPED = {
  name: 'Nightly archive',
  description: 'Copies of the shop',
  bucketName: 'shop-backups',
  region: 'us-west-2',
  endpoint: 's3.us-west-2.amazonaws.com',
  prefix: 'shop-prod/',
  accessKey: 'AKIACANARYACCESSZZ01',
  secretKey: 'canarySecret/QQXXWWVV+777888999/endOfIt0',
};
/** The fields by name; `keyEntry` only where the server keeps keys, and empty where none is chosen. */
export type Typed = typeof TYPED & { keyEntry: string };

/** The destination that {@link TYPED} asks for. */
export const WANTED = {
  name: TYPED.name,
  description: TYPED.description,
  type: 's3' as const,
  prefix: TYPED.prefix,
  credentials: {
    accessKey: TYPED.accessKey,
    secretKey: TYPED.secretKey,
    bucketName: TYPED.bucketName,
    region: TYPED.region,
    endpoint: TYPED.endpoint,
  },
};

/**
 * The state that Slack sends of a submitted form.
 *
 * @param attempt how often the form was shown before: it goes into the ids of the key inputs.
 */
export function stateOf(typed: Partial<Typed> = {}, attempt = 0) {
  const { keyEntry, ...lines } = { ...TYPED, ...typed };
  const values: Record<string, Record<string, unknown>> = {
    [BLOCK.type]: { [INPUT]: { type: 'static_select', selected_option: { value: 's3' } } },
  };
  for (const [field, value] of Object.entries(lines) as [keyof typeof TYPED, string][]) {
    const isKey = field === 'accessKey' || field === 'secretKey';
    const id = isKey && attempt > 0 ? `${BLOCK[field]}:${attempt}` : BLOCK[field];
    values[id] = { [INPUT]: { type: 'plain_text_input', value: value === '' ? null : value } };
  }
  if (keyEntry !== undefined) {
    const selected = keyEntry === '' ? null : { value: keyEntry };
    values[BLOCK.keyEntry] = { [INPUT]: { type: 'static_select', selected_option: selected } };
  }
  return { values };
}

/** Any piece of {@link TYPED}'s keys that is long enough to be recognised. */
export const CANARY = /canary|AKIACAN|ACCESSZZ|QQXXWW|777888|endOfIt/i;
