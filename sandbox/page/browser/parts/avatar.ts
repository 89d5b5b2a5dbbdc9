import { html, type TemplateResult } from 'lit';
import type { Snapshot } from '../../wire.ts';
import { SLACKBOT } from '../state/messages.ts';
import { icon } from './icons.ts';

/** The picture of a person or bot. */
export function avatar(snapshot: Snapshot, id: string): TemplateResult {
  if (id === snapshot.botUser) {
    return html`<img class="avatar" src="/page/browser/look/icon.svg" alt="" />`;
  }
  if (id === SLACKBOT)
    return html`<span class="avatar tone-6" aria-hidden="true">${icon('bolt')}</span>`;
  const index = snapshot.people.findIndex((person) => person.id === id);
  const name = snapshot.people[index]?.realName ?? '?';
  const initials = name
    .split(' ')
    .map((word) => word.slice(0, 1))
    .join('');
  return html`<span class="avatar tone-${Math.max(0, index)}" aria-hidden="true">${initials}</span>`;
}

/** How a person or bot is called. */
export function nameOf(snapshot: Snapshot, id: string): string {
  if (id === SLACKBOT) return 'Slackbot';
  return snapshot.people.find((person) => person.id === id)?.realName ?? id;
}
