import assert from 'node:assert/strict';
import type { CaseContext, Result } from '../case.ts';
import { assertNowhere, outputOf } from './places.ts';
import type { Place } from './search.ts';
import { setStage } from './stage.ts';

/** Whoever stands between wants a name and a password, which some write into the address. */
export async function passwordsInAddresses(context: CaseContext): Promise<Result> {
  const stage = await setStage(context);
  const { canaries, settings } = stage;
  const addresses = {
    SLACK_API_URL: withPassword(settings.slackApiUrl, canaries['password in SLACK_API_URL']),
    NORTHFLANK_API_URL: withPassword(
      settings.northflankUrl,
      canaries['password in NORTHFLANK_API_URL'],
    ),
  };
  const places: Place[] = [];
  for (const [name, address] of Object.entries(addresses)) {
    for (const flags of [[], ['--check'], ['--digest-now']]) {
      const bot = stage.start({ environment: { [name]: address }, flags });
      assert.equal(await bot.exited, 1, `started with a password in ${name}`);
      assert.match(`${bot.stdout}${bot.stderr}`, new RegExp(`${name}: expected a URL without`));
      places.push(...outputOf(bot));
    }
  }
  return { outcome: 'held', figure: assertNowhere(stage, [...places, ...stage.sent()]) };
}

function withPassword(address: string, password: string): string {
  const url = new URL(address);
  url.username = 'proxy';
  url.password = password;
  return url.href;
}
