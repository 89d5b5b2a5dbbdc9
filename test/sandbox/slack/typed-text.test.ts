import { describe, expect, it } from 'vitest';
import { EventLog } from '../../../sandbox/slack/events.ts';
import { readManifest } from '../../../sandbox/slack/manifest.ts';
import { IDS } from '../../../sandbox/slack/people.ts';
import { typedText } from '../../../sandbox/slack/typed-text.ts';
import { createWorkspace } from '../../../sandbox/slack/workspace.ts';
import { manualTime } from '../manual-timers.ts';

const { now, timers } = manualTime(new Date(0));
const workspace = createWorkspace({
  teamId: IDS.team,
  appId: IDS.app,
  now,
  log: new EventLog(now, timers),
  manifest: readManifest(undefined, []),
});

describe('typedText', () => {
  it.each([
    ['  show orders-db ', 'show orders-db'],
    ['a & b < c > d', 'a &amp; b &lt; c &gt; d'],
    ['to @ada in #backups', 'to @ada in #backups'],
    [`to <@${IDS.admin}> & co`, `to <@${IDS.admin}> &amp; co`],
  ])('sends %j as %j without should_escape', (typed, sent) => {
    expect(typedText(workspace, typed, false)).toBe(sent);
  });

  it.each([
    ['to @ada in #backups', `to <@${IDS.admin}> in <#${IDS.backups}|backups>`],
    ['to @nobody in #nowhere', 'to @nobody in #nowhere'],
    ['mail ada@example.com', 'mail ada@example.com'],
    ['see https://example.com/a?b=1', 'see <https://example.com/a?b=1>'],
    [`<#${IDS.backups}|backups>`, `<#${IDS.backups}|backups>`],
    ['<!channel>', '&lt;!channel&gt;'],
  ])('sends %j as %j with should_escape', (typed, sent) => {
    expect(typedText(workspace, typed, true)).toBe(sent);
  });
});
