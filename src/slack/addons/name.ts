import { type AddonRef, formatAddonRef } from '../../domain/addons/addon.ts';
import { cleanText, code, plainInMrkdwn, truncate } from '../block-kit/mrkdwn.ts';

/** An addon as lists know it; names are foreign text, absent where only the address is known. */
export interface NamedAddon extends AddonRef {
  name?: string | undefined;
  projectName?: string | undefined;
}

const MAX_NAME = 60;

/** `project / addon` by the names people gave, as mrkdwn. */
export function addonTitle(addon: NamedAddon): string {
  const project = addon.projectName ?? addon.projectId;
  return `${shown(project, addon.projectId)} / ${shown(addon.name ?? addon.addonId, addon.addonId)}`;
}

/** `project / addon` for plain text: buttons, cells and captions. */
export function addonLabel(addon: NamedAddon): string {
  const project = truncate(cleanText(addon.projectName ?? addon.projectId), MAX_NAME);
  const name = truncate(cleanText(addon.name ?? addon.addonId), MAX_NAME);
  return `${project || addon.projectId} / ${name || addon.addonId}`;
}

/** The address to type, where the names do not already spell it; otherwise nothing. */
export function addonAddress(addon: NamedAddon): string | undefined {
  const { name = addon.addonId, projectName = addon.projectId } = addon;
  if (name === addon.addonId && projectName === addon.projectId) return undefined;
  return code(formatAddonRef(addon));
}

function shown(name: string, id: string): string {
  return plainInMrkdwn(name, MAX_NAME) || plainInMrkdwn(id, MAX_NAME) || '—';
}
