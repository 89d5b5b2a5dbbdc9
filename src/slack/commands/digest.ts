import type { Act } from '../acts/act.ts';
import { answerWithNotice } from '../acts/answer-with-notice.ts';
import { inTime } from '../acts/in-time.ts';
import { openOrTell } from '../acts/open-or-tell.ts';
import type { UpdateView } from '../acts/view-updater.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { channelOf, type DigestDeeds } from '../digest-settings/deeds.ts';
import { type DigestPageDeps, readDigestPage } from '../digest-settings/page.ts';
import { READING, showSettings } from '../digest-settings/show-settings.ts';
import type { Snoozing } from '../digest-settings/snoozing.ts';
import type { DigestVerb } from '../ids.ts';
import { buildNotice } from '../messages/notice.ts';
import type { SnoozeAnswer } from '../messages/snooze-words.ts';
import { runButton } from '../run-button.ts';
import { buildDigestSettings, buildDigestWait } from '../views/digest-settings.ts';
import { parseDigestCommand } from './parse-digest.ts';

/** What the command takes. */
export interface DigestCommandDeps extends DigestPageDeps {
  deeds: DigestDeeds;
  snoozing: Snoozing;
  updateView: UpdateView;
  /** How long the form may take before a waiting one is opened; Slack gives 3 s from the command. */
  patienceMs?: number | undefined;
}

/** Leaves most of the 3 s to Slack itself and to the look-up of roles before. */
const PATIENCE_MS = 700;

/** `/backups digest`: opens the settings, or does at once what the word after it says. */
export function createDigestCommand(deps: DigestCommandDeps) {
  return async (act: Act, rest: string): Promise<void> => {
    const channelId = channelOf(act);
    const request = parseDigestCommand(rest);
    switch (request.kind) {
      case 'settings':
        await open(deps, act, channelId);
        break;
      case 'snooze':
      case 'wake': {
        const perform = deps.snoozing[request.kind];
        await answerWithNotice(act, buildNotice(CHANGING), async () =>
          snoozeNotice(await perform(act, channelId, request.words)),
        );
        break;
      }
      case 'offIn':
        await change(act, CHANGING, () =>
          request.channelId === channelId
            ? deps.deeds.perform(act, 'off', channelId)
            : deps.deeds.turnOffElsewhere(act, request.channelId),
        );
        break;
      case 'verb':
        await doVerb(deps, act, request.verb, channelId);
    }
  };
}

const CHANGING = 'Changing the digest…';

async function doVerb(
  deps: DigestCommandDeps,
  act: Act,
  verb: DigestVerb,
  channelId: string,
): Promise<void> {
  if (verb === 'preview') {
    await preview(deps, act, channelId);
    return;
  }
  const waiting = verb === 'now' ? 'Reading the backups for the digest…' : CHANGING;
  await change(act, waiting, () => deps.deeds.perform(act, verb, channelId));
}

/** Answers with the sentence that tells how a change ended. */
async function change(act: Act, waiting: string, perform: () => Promise<string>): Promise<void> {
  await answerWithNotice(act, buildNotice(waiting), async () =>
    buildNotice(await perform(), [settingsButton()]),
  );
}

async function preview(deps: DigestCommandDeps, act: Act, channelId: string): Promise<void> {
  await answerWithNotice(act, buildNotice('Reading the backups for the preview…'), async () => {
    const { draft } = await readDigestPage(deps, { channelId, userId: act.userId });
    return await deps.deeds.preview(draft);
  });
}

async function open(deps: DigestCommandDeps, act: Act, channelId: string): Promise<void> {
  const reading = readDigestPage(deps, { channelId, userId: act.userId });
  const page = await inTime(reading, deps.patienceMs ?? PATIENCE_MS);
  const first = page ? buildDigestSettings(page) : buildDigestWait(READING);
  const again = buildNotice('Slack did not open the settings in time. Nothing was changed.', [
    settingsButton('Open them again'),
  ]);
  const viewId = await openOrTell(act, first, again, deps.log);
  if (page || viewId === undefined) return;
  await showSettings(deps, act, { viewId, channelId }, reading);
}

function snoozeNotice({ text, snoozed }: SnoozeAnswer): SlackMessage {
  const wake = snoozed && runButton('wake', 'Wake', `digest wake ${snoozed}`);
  return buildNotice(text, [...(wake ? [wake] : []), settingsButton()]);
}

function settingsButton(label = 'Settings') {
  return runButton('digest', label, 'digest');
}
