import { afterEach, describe, expect, it, vi } from 'vitest';
import { DENIED, digestBot } from '../../fakes/digest-settings.ts';

const WARSAW = { timeZoneOf: async () => 'Europe/Warsaw' };

function shown(
  options: readonly {
    text: { text: string };
    value?: string | undefined;
    description?: { text: string } | undefined;
  }[],
) {
  return options.map(({ text, value, description }) => [text.text, value, description?.text]);
}

afterEach(() => {
  vi.useRealTimers();
});

describe('every menu', () => {
  it('offers what it can while nobody answers, before Slack gives up', async () => {
    vi.useFakeTimers();
    const silent = () => new Promise<never>(() => {});
    const { settings } = digestBot({
      directory: silent,
      timeZoneOf: silent,
      usergroups: silent,
    });

    const offering = Promise.all([
      settings.suggestions.scope('U1', 'prod/*'),
      settings.suggestions.zone('U1', 'kolkata'),
      settings.suggestions.group('U1', 'S0ONCALL01'),
    ]);
    await vi.advanceTimersByTimeAsync(2_000);

    expect((await offering).map((options) => options.map(({ value }) => value))).toEqual([
      ['prod/*'],
      ['Asia/Kolkata'],
      ['S0ONCALL01'],
    ]);
  });
});

describe('the menu of zones', () => {
  it("offers the person's own first, each with what its clocks show", async () => {
    const { settings } = digestBot(WARSAW);

    const options = await settings.suggestions.zone('U1', '');

    expect(shown(options).slice(0, 2)).toEqual([
      ['Europe/Warsaw · 10:00', 'Europe/Warsaw', undefined],
      ['UTC · 09:00', 'UTC', undefined],
    ]);
    expect(options).toHaveLength(100);
  });

  it('finds what is typed, also when the profile cannot be read', async () => {
    const { settings } = digestBot({ timeZoneOf: () => Promise.reject(new Error('away')) });

    expect(shown(await settings.suggestions.zone('U1', 'kolkata'))).toEqual([
      ['Asia/Kolkata · 14:30', 'Asia/Kolkata', undefined],
    ]);
  });
});

describe('the menu of projects and addons', () => {
  it('says what each covers', async () => {
    const { settings } = digestBot();

    expect(shown(await settings.suggestions.scope('U1', ''))).toEqual([
      ['prod/*', 'prod/*', '2 addons'],
      ['staging/*', 'staging/*', '1 addon'],
      ['prod/cache', 'prod/cache', 'cache · redis'],
      ['prod/orders-db', 'prod/orders-db', 'orders-db · postgresql'],
      ['staging/orders-db', 'staging/orders-db', 'orders-db · postgresql'],
    ]);
  });

  it('offers a typed pattern, also one that covers nothing', async () => {
    const { settings } = digestBot();

    expect(shown(await settings.suggestions.scope('U1', '*/orders-*'))[0]).toEqual([
      '*/orders-*',
      '*/orders-*',
      '2 addons',
    ]);
    expect(shown(await settings.suggestions.scope('U1', 'test/*'))).toEqual([
      ['test/*', 'test/*', 'covers nothing now'],
    ]);
  });

  it('takes a typed pattern without saying what it covers while Northflank is away', async () => {
    const { settings } = digestBot({ directoryFails: true });

    expect(shown(await settings.suggestions.scope('U1', 'prod/*'))).toEqual([
      ['prod/*', 'prod/*', undefined],
    ]);
  });

  it('offers what is too long for Slack with * for its end', async () => {
    const { settings } = digestBot();

    const [option] = await settings.suggestions.scope('U1', `prod/${'x'.repeat(80)}`);

    expect(option?.value).toBe(`prod/${'x'.repeat(69)}*`);
  });

  it('shows nothing to whoever may not look', async () => {
    const { settings } = digestBot({ decision: DENIED });

    expect(await settings.suggestions.scope('U1', '')).toEqual([]);
  });
});

describe('the menu of groups', () => {
  it.each([
    ['', ['S0ONCALL01', 'S0DBADMINS']],
    ['@onc', ['S0ONCALL01']],
    ['database', ['S0DBADMINS']],
    ['S0DBADMINS', ['S0DBADMINS']],
    ['<!subteam^S0OTHER001|@other>', ['S0OTHER001']],
    ['nobody', []],
  ])('finds by %j %j', async (query, ids) => {
    const { settings } = digestBot();

    const options = await settings.suggestions.group('U1', query);

    expect(options.map(({ value }) => value)).toEqual(ids);
  });

  it('takes a pasted id where Slack does not tell the groups', async () => {
    const { settings } = digestBot({ usergroups: () => Promise.reject(new Error('no scope')) });

    expect(shown(await settings.suggestions.group('U1', 'S0ONCALL01'))).toEqual([
      ['@S0ONCALL01', 'S0ONCALL01', undefined],
    ]);
  });

  it('shows nothing to whoever may not look', async () => {
    const { settings } = digestBot({ decision: DENIED });

    expect(await settings.suggestions.group('U1', '')).toEqual([]);
    expect(await settings.suggestions.group('U1', 'S0ONCALL01')).toEqual([]);
  });
});
