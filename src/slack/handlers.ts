import { UserError } from '../domain/user-error.ts';
import type { Access, Action } from './access.ts';
import type { Act } from './acts/act.ts';
import type { ClickHandler, Handlers, SuggestionHandler } from './acts/handler.ts';
import { createBackupsCommand } from './commands/backups.ts';
import type { Destinations } from './commands/destinations.ts';
import type { Doctor } from './commands/doctor.ts';
import type { Show } from './commands/show.ts';
import type { Status } from './commands/status.ts';
import { type DenialDeps, recordDenial } from './denial.ts';
import type { DigestSettings } from './digest-settings/settings.ts';
import type { FirstContact } from './first-contact.ts';
import type { Home } from './home.ts';
import { ACTION, CALLBACK } from './ids.ts';
import type { createAddDestinationSubmission } from './submissions/add-destination.ts';
import { findPickErrors } from './views/pick-addon.ts';

/** What was denied at the door to a handler, as the audit has it: what was asked for is not known yet. */
const DEEDS: Readonly<Record<Action, string>> = {
  read: 'read',
  changeDigest: 'change-digest',
  setUp: 'set-up',
};

/** The parts that answer, each made with what it needs. */
export interface HandlerDeps extends DenialDeps {
  access: Access;
  show: Show;
  status: Status;
  home: Home;
  firstContact: Pick<FirstContact, 'joined'>;
  destinations: Destinations;
  /** Asks itself for the right to change something: everybody may look. */
  digest: DigestSettings;
  doctor: Doctor;
  /** Checks the right itself, since a denial is written down. */
  openAddDestination: (act: Act) => Promise<void>;
  submitAddDestination: ReturnType<typeof createAddDestinationSubmission>;
  /** Offers addons while a person is typing; asks itself for the right to read. */
  suggestAddons: SuggestionHandler;
}

/** Gives every name of `ids.ts` its handler, and asks for the right role before each. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { access, show, status, home, destinations, digest } = deps;

  async function allow(act: Act, action: Action): Promise<void> {
    const decision = await access.mayOpen(act.userId, action);
    if (decision.granted) return;
    await recordDenial(deps, act, DEEDS[action], decision);
    throw new UserError(decision.sentence);
  }
  const guarded =
    (needs: Action, handler: ClickHandler): ClickHandler =>
    async (act, value) => {
      await allow(act, needs);
      await handler(act, value);
    };

  const command = createBackupsCommand(
    {
      status: { needs: 'read', run: status.command },
      show: { needs: 'read', run: show.command },
      destinations: { needs: 'read', run: destinations.command },
      destination: { needs: 'read', run: destinations.command },
      'add-destination': { needs: 'read', run: deps.openAddDestination },
      digest: { needs: 'read', run: digest.command },
      doctor: { needs: 'setUp', run: deps.doctor.command },
    },
    allow,
  );

  return {
    command,
    clicks: {
      [ACTION.showAddon]: guarded('read', show.addon),
      [ACTION.showAddonPage]: guarded('read', show.page),
      [ACTION.statusPage]: guarded('read', status.page),
      // It says on the tab itself who may not read it.
      [ACTION.homePage]: home.page,
      // The menu of the Home tab reports at once; the one of the picker is read when it is submitted.
      [ACTION.pickAddon]: guarded('read', show.chosen),
      [ACTION.showDestinations]: guarded('read', destinations.listed),
      [ACTION.showDestination]: guarded('read', destinations.one),
      [ACTION.showDestinationPage]: guarded('read', destinations.page),
      [ACTION.openAddDestination]: deps.openAddDestination,
      [ACTION.doctor]: guarded('setUp', deps.doctor.again),
      [ACTION.digestVerb]: guarded('read', digest.clicks.verb),
      [ACTION.digestScope]: guarded('read', digest.clicks.scope),
      // Buttons and menu entries that carry the words of a command, which checks the right of its own verb.
      [ACTION.runVerb]: command,
      [ACTION.addonMenu]: command,
    },
    homeOpened: home.opened,
    joinedChannel: deps.firstContact.joined,
    suggestions: {
      [ACTION.pickAddon]: deps.suggestAddons,
      [ACTION.digestScope]: digest.suggestions.scope,
      [ACTION.digestZone]: digest.suggestions.zone,
      [ACTION.digestGroup]: digest.suggestions.group,
    },
    submissions: {
      [CALLBACK.addDestination]: deps.submitAddDestination,
      [CALLBACK.digestSettings]: digest.submit,
      [CALLBACK.pickAddon]: async (act, view) => {
        const errors = findPickErrors(view);
        if (errors !== undefined) return { response: { response_action: 'errors', errors } };
        return {
          work: async () => {
            await allow(act, 'read');
            await show.picked(act, view);
          },
        };
      },
    },
  };
}
