import { createHash } from 'node:crypto';
import type { types } from '@slack/bolt';
import { type AddonRef, formatAddonRef } from '../../domain/addons/addon.ts';
import { type Directory, isComplete } from '../../domain/addons/directory.ts';
import { searchAddons } from '../../domain/addons/search.ts';
import { UserError } from '../../domain/user-error.ts';
import { LIMIT } from '../block-kit/limits.ts';
import { truncate } from '../block-kit/mrkdwn.ts';

/** Addresses hold a slash, so that neither mark can be the beginning of one. */
const LONG = '#';
const REMARK = '!';

/** What is chosen by a click on a line that only says something. */
export const REMARK_CHOSEN =
  'That line says something about the list and is no addon. Choose another, or type part of a name.';

/** Options for what was typed, best first, and below them what the list leaves out. */
export function addonOptions(directory: Directory, query: string): types.PlainTextOption[] {
  const found = searchAddons(directory, query, Number.POSITIVE_INFINITY);
  const gap = isComplete(directory)
    ? []
    : [remark('gap', 'Not all addons could be read: more may exist')];
  const room = LIMIT.options - gap.length;
  if (found.length <= room) return [...found.map(addonOption), ...gap];
  const shown = found.slice(0, room - 1);
  const hidden = found.length - shown.length;
  return [
    ...shown.map(addonOption),
    remark('more', `And ${hidden} more: type part of the name`),
    ...gap,
  ];
}

/** A menu that holds no addon, and says why. */
export function noAddonOptions(reason: string): types.PlainTextOption[] {
  return [remark('none', reason)];
}

/** Whether what was chosen only says something. */
export function isRemark(value: string): boolean {
  return value.startsWith(REMARK);
}

/**
 * The address that was chosen.
 *
 * @param directory asked only for an address that is too long to be a value.
 * @throws {UserError} for a remark, and for an addon that is gone.
 */
export async function readAddonOption(
  value: string,
  directory: () => Promise<Directory>,
): Promise<string> {
  if (isRemark(value)) throw new UserError(REMARK_CHOSEN);
  if (!value.startsWith(LONG)) return value;
  const { addons } = await directory();
  const addon = addons.find((each) => valueOf(each) === value);
  if (addon === undefined) {
    throw new UserError(
      'That addon is not listed any more. Open the menu again to see those there are.',
    );
  }
  return formatAddonRef(addon);
}

function addonOption(ref: AddonRef): types.PlainTextOption {
  const address = formatAddonRef(ref);
  const value = valueOf(ref);
  if (address.length <= LIMIT.optionText) return { text: plain(address), value };
  // The end tells addons of one project apart.
  return { text: plain(`…/${ref.addonId}`), description: plain(ref.projectId), value };
}

/** The address, or where it is too long for a value something that only it gives. */
function valueOf(ref: AddonRef): string {
  const address = formatAddonRef(ref);
  if (address.length <= LIMIT.optionValue) return address;
  return `${LONG}${createHash('sha256').update(address).digest('hex')}`;
}

function remark(name: string, text: string): types.PlainTextOption {
  return { text: plain(`◌ ${text}`), value: `${REMARK}${name}` };
}

function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text: truncate(text, LIMIT.optionText) };
}
