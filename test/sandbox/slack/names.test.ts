import { afterEach, expect, it } from 'vitest';
import { namesOf } from '../../../sandbox/slack/names.ts';
import { IDS, type SandboxSlack } from '../../../sandbox/slack.ts';
import { startWorkspace } from '../sandbox-app.ts';

let slack: SandboxSlack;

afterEach(() => slack.close());

it('namesOf knows people, channels and groups, and nobody else', async () => {
  ({ slack } = await startWorkspace());

  const nameOf = namesOf(slack.workspace);

  expect([IDS.admin, IDS.backups, IDS.oncall, 'U404'].map(nameOf)).toEqual([
    'ada',
    'backups',
    'oncall',
    undefined,
  ]);
});
