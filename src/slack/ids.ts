/** The one slash command; its verbs are in {@link VERBS}. `manifest.json` names the same. */
export const COMMAND = '/backups';

/** What can follow the command. */
export const VERBS = [
  'help',
  'status',
  'show',
  'destinations',
  'destination',
  'add-destination',
  'digest',
  'doctor',
] as const;
/** One of {@link VERBS}, none of the other words that people try for it. */
export type Verb = (typeof VERBS)[number];

/** What can be done with a digest beside changing its settings, typed after its verb or by a button. */
export const DIGEST_VERBS = ['preview', 'now', 'on', 'off'] as const;
/** One of {@link DIGEST_VERBS}; `snooze` and `wake`, which take an addon, are none of them. */
export type DigestVerb = (typeof DIGEST_VERBS)[number];

/** Ids of buttons, menus and selects (`action_id`). A message may append `:n` where Slack wants them unique. */
export const ACTION = {
  showAddon: 'show_addon',
  showAddonPage: 'show_addon_page',
  showDestinations: 'show_destinations',
  showDestination: 'show_destination',
  showDestinationPage: 'show_destination_page',
  openAddDestination: 'open_add_destination',
  runVerb: 'run_verb',
  addonMenu: 'addon_menu',
  statusPage: 'status_page',
  pickAddon: 'pick_addon',
  digestVerb: 'digest_verb',
  digestScope: 'digest_scope',
  digestZone: 'digest_zone',
  digestGroup: 'digest_group',
  homePage: 'home_page',
  doctor: 'doctor',
} as const;

/** Ids of modals (`callback_id`). */
export const CALLBACK = {
  pickAddon: 'pick_addon',
  addDestination: 'add_destination',
  digestSettings: 'digest_settings',
} as const;
