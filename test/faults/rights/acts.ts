import { IDS } from '../../../sandbox/slack.ts';
import { ALL_BACKUPS } from '../../../src/domain/history/show-filter.ts';
import {
  addonPageValue,
  destinationPageValue,
  statusPageValue,
} from '../../../src/slack/button-values.ts';
import { ACTION, CALLBACK } from '../../../src/slack/ids.ts';
import { carry } from '../../../src/slack/views/digest-answers.ts';
import { stateOf } from '../../fakes/destination-form.ts';
import { digestState } from '../../fakes/digest-form.ts';
import type { Role } from './people.ts';

/** One way to ask for something: what is typed, a button or menu with its value, a form, or a look at the Home tab. */
export type Way =
  | { surface: 'command'; text: string; missing?: string }
  | {
      surface: 'message' | 'modal' | 'home';
      actionId: string;
      value: string;
      missing?: string;
    }
  | { surface: 'form'; callbackId: string; state: unknown; metadata?: string }
  | { surface: 'tab' };

interface Typed {
  text: string;
  shows: RegExp;
}

/** Something that people do, and who may. */
export interface Act {
  name: string;
  needs: Role;
  /** What whoever may is shown. */
  shows: RegExp;
  ways: readonly Way[];
  /** Something is not as it was before, once whoever may has done it. */
  changes?: boolean;
  /** What an admin types before, so that there is something to change, and what that shows. */
  first?: readonly Typed[];
  /** The tab itself says who may not read it: it is opened in passing, and that is not written down. */
  onTab?: boolean;
}

const ADDON = 'shop-prod/customers-db';
/** Its last backup has failed. */
const BAD_ADDON = 'shop-prod/orders-db';
const NO_ADDON = 'shop-prod/no-such-db';
const DESTINATION = 'cold-storage';
const NO_DESTINATION = 'no-such-bucket';
const FIRST = { filter: ALL_BACKUPS, page: 0 };

/** What the modal of a digest carries. */
export const METADATA = carry({ channelId: IDS.backups, version: 1 });

/** Typed, and by a button that carries the same words on each surface with buttons. */
function saying(text: string, missing?: string): Way[] {
  const other = missing === undefined ? {} : { missing };
  const actionId = ACTION.runVerb;
  return [
    { surface: 'command', text, ...other },
    { surface: 'message', actionId, value: text, ...other },
    { surface: 'home', actionId, value: text, ...other },
  ];
}

/** The same where there is a channel: the Home tab is none, and a digest belongs to one. */
function sayingInChannel(text: string, missing?: string): Way[] {
  return saying(text, missing).filter(({ surface }) => surface !== 'home');
}

function pressing(actionId: string, value: string, missing?: string): Way[] {
  const other = missing === undefined ? {} : { missing };
  return (['message', 'home'] as const).map((surface) => ({ surface, actionId, value, ...other }));
}

function addonPage(address: string): string {
  const [projectId = '', addonId = ''] = address.split('/');
  return addonPageValue({ ref: { projectId, addonId }, view: FIRST });
}

const destinationPage = (id: string): string => destinationPageValue({ id, view: FIRST });
const boardPage = (projectId?: string): string =>
  statusPageValue({ page: 0, projectId, anew: false });

const inSettings = (value: string): Way => ({
  surface: 'modal',
  actionId: ACTION.digestVerb,
  value,
});

const POSTED: Typed = { text: 'digest now', shows: /Posted in/ };

/** Every verb, click and form, with the role that it takes by the README. */
export const ACTS: readonly Act[] = [
  {
    name: 'status',
    needs: 'viewer',
    shows: /fresh|failed/i,
    ways: [
      ...saying('status', 'status no-such-project'),
      ...pressing(ACTION.statusPage, boardPage(), boardPage('no-such-project')),
    ],
  },
  {
    name: 'open the Home tab',
    needs: 'viewer',
    shows: /fresh|failed/i,
    ways: [{ surface: 'tab' }],
    onTab: true,
  },
  {
    name: 'turn a page of the Home tab',
    needs: 'viewer',
    shows: /fresh|failed/i,
    ways: [{ surface: 'home', actionId: ACTION.homePage, value: boardPage() }],
    onTab: true,
  },
  {
    name: 'show',
    needs: 'viewer',
    shows: /Backups of .*Customers DB/,
    ways: [
      ...saying(`show ${ADDON}`, `show ${NO_ADDON}`),
      ...pressing(ACTION.showAddon, ADDON, NO_ADDON),
      ...pressing(ACTION.showAddonPage, addonPage(ADDON), addonPage(NO_ADDON)),
    ],
  },
  {
    name: 'choose an addon from a menu',
    needs: 'viewer',
    shows: /Backups of .*Customers DB/,
    ways: [
      ...pressing(ACTION.addonMenu, `show ${ADDON}`, `show ${NO_ADDON}`),
      ...pressing(ACTION.pickAddon, ADDON, NO_ADDON),
    ],
  },
  {
    name: 'send the form that picks an addon',
    needs: 'viewer',
    shows: /Backups of .*Customers DB/,
    ways: [
      {
        surface: 'form',
        callbackId: CALLBACK.pickAddon,
        state: { values: { addon: { [ACTION.pickAddon]: { selected_option: { value: ADDON } } } } },
        metadata: JSON.stringify({ ticket: 'of-nobody', filter: '' }),
      },
    ],
  },
  {
    name: 'destinations',
    needs: 'viewer',
    shows: /backup destinations/i,
    ways: [...saying('destinations'), ...pressing(ACTION.showDestinations, '')],
  },
  {
    name: 'destination',
    needs: 'viewer',
    shows: /Backups in .*Cold storage/,
    ways: [
      ...saying(`destination ${DESTINATION}`, `destination ${NO_DESTINATION}`),
      ...pressing(ACTION.showDestination, DESTINATION, NO_DESTINATION),
      ...pressing(
        ACTION.showDestinationPage,
        destinationPage(DESTINATION),
        destinationPage(NO_DESTINATION),
      ),
    ],
  },
  {
    name: 'open the form that adds a destination',
    needs: 'admin',
    shows: /"callback_id":"add_destination"/,
    ways: [...saying('add-destination'), ...pressing(ACTION.openAddDestination, '')],
  },
  {
    name: 'send the form that adds a destination',
    needs: 'admin',
    shows: /Nightly archive/,
    changes: true,
    ways: [{ surface: 'form', callbackId: CALLBACK.addDestination, state: stateOf() }],
  },
  {
    name: 'look at the digest’s settings',
    needs: 'viewer',
    shows: /"callback_id":"digest_settings"|did not open the settings/,
    ways: sayingInChannel('digest'),
  },
  {
    name: 'preview the digest',
    needs: 'viewer',
    shows: /Backups · /,
    ways: [...sayingInChannel('digest preview'), inSettings('preview')],
  },
  {
    name: 'turn the digest off',
    needs: 'operator',
    shows: /The digest is off|how it was already/,
    changes: true,
    ways: [...sayingInChannel('digest off'), inSettings('off')],
  },
  {
    name: 'turn the digest on',
    needs: 'operator',
    shows: /The digest is on|how it was already/,
    changes: true,
    first: [{ text: 'digest off', shows: /The digest is off/ }],
    ways: [...sayingInChannel('digest on'), inSettings('on')],
  },
  {
    name: 'see what the chosen addons of a digest come to',
    needs: 'viewer',
    shows: /"callback_id":"digest_settings"/,
    ways: [{ surface: 'modal', actionId: ACTION.digestScope, value: 'shop-prod/*' }],
  },
  {
    name: 'turn off the digest of another channel',
    needs: 'operator',
    shows: /no digest is set up for/,
    ways: sayingInChannel('digest off C0GONE0001', 'digest off C0GONE0002'),
  },
  {
    name: 'save the digest’s settings',
    needs: 'operator',
    shows: /Saved|how it was already|meanwhile|changed/i,
    changes: true,
    ways: [{ surface: 'form', callbackId: CALLBACK.digestSettings, state: digestState() }],
  },
  {
    name: 'send the digest now',
    needs: 'operator',
    shows: /Posted in|Not posted/,
    changes: true,
    ways: [...sayingInChannel('digest now'), inSettings('now')],
  },
  {
    name: 'snooze an addon',
    needs: 'operator',
    shows: /snooze|last digest/i,
    changes: true,
    first: [POSTED],
    ways: sayingInChannel(`digest snooze ${BAD_ADDON} 7d`, `digest snooze ${NO_ADDON} 7d`),
  },
  {
    name: 'wake an addon',
    needs: 'operator',
    shows: /snoozed|awake/i,
    changes: true,
    first: [POSTED, { text: `digest snooze ${BAD_ADDON} 7d`, shows: /snoozed/i }],
    ways: [
      ...sayingInChannel(`digest wake ${BAD_ADDON}`, `digest wake ${NO_ADDON}`),
      inSettings(`wake ${BAD_ADDON}`),
    ],
  },
  {
    name: 'ask the doctor',
    needs: 'admin',
    shows: /token/i,
    ways: [...saying('doctor'), ...pressing(ACTION.doctor, '')],
  },
];
