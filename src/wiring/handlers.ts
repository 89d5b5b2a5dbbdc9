import type { Config } from '../config.ts';
import {
  type DestinationKeys,
  NO_DESTINATION_KEYS,
  readDestinationKeys,
} from '../destination-keys.ts';
import { nextDue } from '../digest/slots/due.ts';
import type { Scope } from '../domain/addons/scope.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { Clock } from '../domain/clock.ts';
import type { Diagnosis } from '../domain/diagnosis.ts';
import { errorFields, type Log, type Tracing } from '../domain/log.ts';
import type { Survey } from '../domain/survey.ts';
import { judgeSurvey } from '../domain/verdicts/judge-survey.ts';
import { keepJudgements } from '../domain/verdicts/kept-judgements.ts';
import type { Northflank } from '../northflank/northflank.ts';
import { createAccess } from '../slack/access.ts';
import type { Handlers } from '../slack/acts/handler.ts';
import { createViewUpdater } from '../slack/acts/view-updater.ts';
import { createWaitingReplies } from '../slack/acts/waiting-replies.ts';
import { createAddonSuggestions } from '../slack/addons/suggestions.ts';
import { createPostNote } from '../slack/channel-note.ts';
import { openAddDestination } from '../slack/commands/add-destination.ts';
import { createDestinations } from '../slack/commands/destinations.ts';
import { createDoctor } from '../slack/commands/doctor.ts';
import { createShow } from '../slack/commands/show.ts';
import { createStatus } from '../slack/commands/status.ts';
import type { SlackClients } from '../slack/connection/clients.ts';
import type { Identity } from '../slack/door/gate.ts';
import { createFirstContact } from '../slack/first-contact.ts';
import { createHandlers } from '../slack/handlers.ts';
import { createHome } from '../slack/home.ts';
import { keepSurveys } from '../slack/kept-surveys.ts';
import type { People } from '../slack/people.ts';
import { createAddDestinationSubmission } from '../slack/submissions/add-destination.ts';
import type { Storage } from '../storage/open-storage.ts';
import { wireDigestSettings } from './digest-settings.ts';
import type { Digests } from './digests.ts';
import type { Reading } from './reading.ts';

const EVERYTHING: Scope = { patterns: [], types: [] };

/** What the Slack side is made of. */
export interface HandlerParts extends Reading {
  sendNow: Digests['sendNow'];
  /** Looks at everything that the bot needs. */
  examine: () => Promise<readonly Diagnosis[]>;
  northflank: Northflank;
  clients: SlackClients;
  identity: Identity;
  people: People;
  storage: Storage;
  now: Clock;
  wait: (ms: number) => Promise<void>;
  log: Log;
  tracing: Tracing;
}

/** Hands each part of the Slack side just the functions that it needs. */
export function wireHandlers(config: Config, parts: HandlerParts): Handlers {
  const { northflank, directory, clients, people, storage, now, log } = parts;
  const { scheduleTimeZone: scheduleZone } = config;
  const access = createAccess({
    roles: config.roles,
    usergroupMembers: people.usergroupMembers,
    isMember: async (userId, options) => (await people.person(userId, options)).isMember,
    onFailure: (error) => log.warn('access_not_known', errorFields(error)),
  });
  const keys = readKeys(config, log);
  const audit = (entry: AuditEntry) => storage.audit.append(entry, now());
  const judge = keepJudgements((survey: Survey, at: Date) =>
    judgeSurvey(survey, at, { zone: scheduleZone }),
  );
  const surveys = keepSurveys(
    (wish) => parts.surveyor.survey({ ...wish, priority: 'person' }),
    now,
  );
  const firstContact = createFirstContact({
    acquaintances: { meet: (name) => storage.settings.putNew(`met-${name}`, true) },
    subscriptionOf: storage.subscriptions.ofChannel,
    nextDue: (subscription, after) => nextDue(subscription, after)?.at,
    postNote: createPostNote(clients.interactive),
    now,
    log,
  });
  return createHandlers({
    access,
    audit,
    log,
    firstContact,
    suggestAddons: createAddonSuggestions({
      access,
      directory: () => directory.readAtOnce(),
      log,
    }),
    show: createShow({
      directory: () => directory.read(),
      getAddon: northflank.getAddon,
      listAddonBackups: northflank.listAddonBackups,
      listSchedules: northflank.listSchedules,
      destinationNames: parts.destinationNames,
      waiting: createWaitingReplies(now),
      scheduleZone,
      now,
      log,
    }),
    status: createStatus({
      surveys,
      judge,
      directory: () => directory.read(),
      scopeOf: async (channelId) =>
        (await storage.subscriptions.ofChannel(channelId))?.scope ?? EVERYTHING,
      now,
    }),
    home: createHome({
      surveys,
      judge,
      scopes: async () => {
        const subscriptions = await storage.subscriptions.list();
        return subscriptions.filter(({ enabled }) => enabled).map(({ scope }) => scope);
      },
      access,
      isFirstVisit: firstContact.isFirstVisit,
      publish: async (userId, view) => {
        await clients.interactive.views.publish({ user_id: userId, view });
      },
      now,
      log,
    }),
    destinations: createDestinations({
      listDestinations: northflank.listDestinations,
      listDestinationBackups: northflank.listDestinationBackups,
      mayAdd: async (userId) => (await access.mayOpen(userId, 'setUp')).granted,
      scheduleZone,
      now,
    }),
    doctor: createDoctor({ examine: parts.examine, now }),
    digest: wireDigestSettings(config, { ...parts, access }),
    openAddDestination: openAddDestination({ access, keyNames: keys.names, audit, log }),
    submitAddDestination: createAddDestinationSubmission({
      access,
      pickKeys: keys.pick,
      keyNames: keys.names,
      addDestination: northflank.addDestination,
      listDestinations: northflank.listDestinations,
      updateView: createViewUpdater(clients.interactive),
      claimOnce: (key) => storage.acts.firstTime(key, now()),
      audit,
      wait: parts.wait,
      log,
    }),
  });
}

function readKeys({ destinationKeysFile }: Config, log: Log): DestinationKeys {
  if (destinationKeysFile === undefined) return NO_DESTINATION_KEYS;
  return readDestinationKeys(destinationKeysFile, (message) =>
    log.warn('destination_keys', { message }),
  );
}
