import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DigestInput } from '../../../src/domain/digests/compose-digest.ts';
import type { Survey } from '../../../src/domain/survey.ts';
import type { JudgedAddon } from '../../../src/domain/verdicts/urgency.ts';
import type { DigestMessageOptions } from '../../../src/slack/messages/digest.ts';
import { buildDigestMessages } from '../../../src/slack/messages/digest.ts';
import { dueLine } from '../../../src/slack/messages/digest-text.ts';
import { fakeBackup, fakeSchedule, hoursAgo } from '../../fakes/backups.ts';
import { COVERS_ALL, composed } from '../../fakes/composed.ts';
import { project } from '../../fakes/directories.ts';
import { judged, unread } from '../../fakes/judged.ts';
import { anySnoozed, snoozeOf } from '../../fakes/snoozes.ts';
import { buttonsOf, menusOf, wordsOf } from './block-parts.ts';
import { refusals } from './block-rules.ts';

const AT_NINE = '<!date^1795251600^{time}|2026-11-21 09:00 UTC>';
const TOMORROW = '<!date^1795338000^{date_short_pretty} {time}|2026-11-22 09:00 UTC>';

describe('the digest', () => {
  it('is one line when all is well', () => {
    const { main, replies } = build([judged('prod/a'), judged('prod/b')], {
      nextAt: hoursAgo(-24),
    });

    expect(main.blocks).toEqual([
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: `✔ Backups · Sat 21 Nov: 2 of 2 fresh · oldest copy 6 h · next ${TOMORROW}`,
        },
        expand: true,
      },
    ]);
    expect(main.text).toBe(
      `Backups on Sat 21 Nov: 2 of 2 fresh.\nOldest copy 6 h · next ${TOMORROW}`,
    );
    expect(replies).toEqual([]);
  });

  it('says in its first line whether somebody must act', () => {
    const addons = [
      judged('prod/a', 'failed'),
      judged('prod/b', 'failed'),
      judged('prod/c', 'late'),
      judged('prod/d'),
      unread('prod/e'),
    ];

    expect(headerOf(addons)).toBe(
      '🔴 Backups · Sat 21 Nov: cannot tell for 1 of 5, 2 failed, 1 late, 1 fresh',
    );
    expect(headerOf(addons.slice(2))).toBe(
      '◌ Backups · Sat 21 Nov: cannot tell for 1 of 3, 1 late, 1 fresh',
    );
    expect(headerOf(addons.slice(2, 4))).toBe('◔ Backups · Sat 21 Nov: 1 late, 1 fresh');
    expect(headerOf([unread('prod/e')])).toBe('◌ Backups · Sat 21 Nov: cannot tell for 1 of 1');
  });

  it('writes its dates in the language of the channel, in its replies too', () => {
    const schedules = [
      fakeSchedule({ interval: 'weekly', minutes: [30], hours: [2], days: [0, 5] }),
    ];
    const { main, replies } = build([judged('prod/a', 'failed', { schedules })], {
      subscription: { ...COVERS_ALL, language: 'de' },
      previous: { localDate: '2026-11-18', words: { 'prod/a': 'fresh' } },
    });

    expect(headerIn(main)).toContain('Backups · Sa., 21. Nov.: 1 failed');
    expect(main.text).toMatch(/^Backups on Sa\., 21\. Nov\.: 1 failed/);
    expect(wordsOf(main)).toContain('1 new since Mi., 18. Nov.');
    expect(wordsOf(main)).toContain('Mo and Sa 02:30 UTC');
    expect(wordsOf(replies[0] ?? main)).toContain('Mo and Sa 02:30 UTC');
  });

  it('says that it saw nothing at all, and not that it missed something', () => {
    const failure = { kind: 'unauthorized', reason: 'Northflank refused the token' } as const;

    expect(headerIn(build([], {}, { failure }).main)).toBe(
      '◌ Backups · Sat 21 Nov: no addon could be read',
    );
  });

  it('offers what to do about it when it saw nothing at all', () => {
    const failure = { kind: 'unauthorized', reason: 'Northflank refused the token' } as const;
    const values = ({ main }: ReturnType<typeof build>) =>
      buttonsOf(main).map(({ value }) => value);

    expect(values(build([], {}, { failure }))).toContain('doctor');
    expect(values(build([unread('prod/e')]))).toContain('doctor');
    expect(values(build([unread('prod/e'), judged('prod/a')]))).not.toContain('doctor');
    expect(values(build([]))).not.toContain('doctor');
  });

  it('never comforts when something could not be read', () => {
    const gaps: Partial<Survey> = {
      unreadProjects: [
        {
          project: project('vault'),
          failure: { kind: 'forbidden', reason: "the token's role lacks a permission" },
        },
      ],
    };
    const { main } = build([judged('prod/a')], {}, gaps);

    expect(headerIn(main)).toBe('◌ Backups · Sat 21 Nov: not everything could be read, 1 fresh');
    expect(wordsOf(main)).toContain(
      "◌ *Project vault* could not be listed: the token's role lacks a permission",
    );
    expect(main.text).toContain(
      "\nProject vault could not be listed: the token's role lacks a permission.",
    );
  });

  it('says of a project whose list broke off that there may be more in it', () => {
    const failure = { kind: 'timeout', reason: 'Northflank took too long to answer' } as const;
    const gaps = { unreadProjects: [{ project: project('prod'), failure }] };

    expect(wordsOf(build([judged('prod/a')], {}, gaps).main)).toContain(
      '◌ *Project prod* could not be listed to its end: Northflank took too long to answer',
    );
  });

  it('names an alarm of the digest before whose addon is not listed any more', () => {
    const previous = { localDate: '2026-11-20', words: { 'prod/b': 'failed' } } as const;
    const { main } = build([judged('prod/a')], { previous });
    const alone = build([], { previous }).main;

    expect(headerIn(main)).toBe('◌ Backups · Sat 21 Nov: 1 of 1 fresh, 1 no longer listed');
    expect(wordsOf(main)).toContain(
      '◌ `prod/b` is no longer listed by Northflank; it was FAILED when it was last read',
    );
    expect(headerIn(alone)).toBe(
      '◌ Backups · Sat 21 Nov: no addon matches what this digest covers, 1 no longer listed',
    );
    expect(buttonsOf(main).map(({ text, value }) => `${text}: ${value}`)).toEqual([
      'Look for its copies: destinations',
      'All addons: status',
      'Settings: digest',
    ]);
  });

  it('does not send anybody to look for copies where an alarm is only out of sight', () => {
    const previous = { localDate: '2026-11-20', words: { 'vault/b': 'failed' } } as const;
    const failure = { kind: 'forbidden', reason: 'no right' } as const;
    const gaps = { unreadProjects: [{ project: project('vault'), failure }] };
    const { main } = build([judged('prod/a')], { previous }, gaps);

    expect(wordsOf(main)).toContain('◌ `vault/b` was FAILED when it was last read');
    expect(buttonsOf(main).map(({ value }) => value)).not.toContain('destinations');
  });

  it('says so when it covers nothing', () => {
    const { main } = build([]);

    expect(headerIn(main)).toBe('○ Backups · Sat 21 Nov: no addon matches what this digest covers');
  });

  it('gives each bad addon a row with its reason, what it is about, and its acts', () => {
    const backups = [fakeBackup(6.5, { status: 'failed' }), fakeBackup(30.5)];
    const { main } = build([
      judged('prod/orders-db', 'failed', {
        backups,
        verdict: { reason: 'the run of 02:30 UTC (21 Nov) failed; last good 30 h ago' },
      }),
    ]);

    expect(wordsOf(main)).toContain(
      [
        '✖ FAILED  *prod / orders-db*',
        'the run of 02:30 UTC (21 Nov) failed; last good 30 h ago',
        'last good 100 MB · daily 02:30 UTC, kept 7 days · 1 failed run since the last digest',
      ].join('\n'),
    );
    expect(buttonsOf(main).map(({ text, value }) => `${text}: ${value}`)).toEqual([
      'Show: prod/orders-db',
      'All addons: status',
      'Settings: digest',
    ]);
    expect(JSON.stringify(main.blocks)).toContain('"value":"show prod/orders-db failed"');
  });

  it('leaves out a menu that Slack would have to cut', () => {
    const { main } = build([judged(`${'p'.repeat(60)}/${'a'.repeat(60)}`, 'failed')]);

    expect(refusals(main)).toEqual([]);
    expect(JSON.stringify(main.blocks)).not.toContain('"show p');
    expect(buttonsOf(main)[0]).toMatchObject({ text: 'Show' });
  });

  it('counts the rows that nobody would read', () => {
    const addons = Array.from({ length: 12 }, (_, index) => judged(`prod/db-${index}`, 'missed'));

    const { main, replies } = build(addons);

    expect(wordsOf(main)).toContain('and *4 more*: 4 missed');
    expect(replies).toHaveLength(8);
  });

  it('names what most of the bad have in common', () => {
    const inVault = (index: number) =>
      judged(`prod/db-${index}`, 'failed', {
        schedules: [fakeSchedule(undefined, { destinationIds: ['vault'] })],
      });
    const { main } = build([inVault(1), inVault(2), inVault(3), judged('prod/ok')]);

    expect(wordsOf(main)).toContain('*All 3 bad ones go to destination Vault EU*');
  });

  it('counts gaps that nobody would read one by one', () => {
    const gaps = (count: number) => {
      const unreadProjects = Array.from({ length: count }, (_, index) => ({
        project: project(`p-${index}`),
        failure: { kind: 'timeout' as const, reason: 'Northflank took too long to answer' },
      }));
      return wordsOf(build([judged('prod/a')], {}, { unreadProjects }).main);
    };

    expect(gaps(7).match(/^◌ \*Project p-/gm)).toHaveLength(7);
    expect(gaps(8).match(/^◌ \*Project p-/gm)).toHaveLength(6);
    expect(gaps(8)).toContain('\nand 2 more gaps');
  });

  it('warns of what will need somebody', () => {
    const { main } = build([
      judged('prod/ledger', 'expiring', { verdict: { reason: 'last good copy expires in 2 d' } }),
      judged('prod/x', 'unprotected'),
      judged('prod/y', 'unprotected'),
    ]);

    expect(wordsOf(main)).toContain(
      '▲ *prod / ledger* last good copy expires in 2 d\n○ *2 unprotected*: *prod / x*, *prod / y*',
    );
  });

  describe('with something snoozed', () => {
    const UNTIL = '<!date^1795338000^{date_short_pretty} {time}|2026-11-22 09:00 UTC>';

    it('says so in its first line, which calls nobody', () => {
      const snoozes = [snoozeOf('prod/a')];
      const addons = [judged('prod/a', 'failed'), judged('prod/b')];

      expect(headerIn(build(addons, { snoozes }).main)).toBe(
        '☾ Backups · Sat 21 Nov: 1 snoozed, 1 fresh',
      );
      expect(headerIn(build([...addons, judged('prod/c', 'missed')], { snoozes }).main)).toBe(
        '🔴 Backups · Sat 21 Nov: 1 missed, 1 snoozed, 1 fresh',
      );
    });

    it('names it in one line, with what it is, until when and by whom', () => {
      const { main, replies } = build([judged('prod/a', 'failed'), judged('prod/b')], {
        snoozes: [snoozeOf('prod/a')],
      });

      const line = `Snoozed: *prod / a* (failed, until ${UNTIL} by Ola)`;
      expect(wordsOf(main)).toContain(`☾ ${line}`);
      expect(main.text).toContain(`\n${line.replaceAll('*', '')}.`);
      expect(wordsOf(main)).not.toContain('FAILED');
      expect(replies).toEqual([]);
    });

    it('calls nobody who snoozed it, and does without a name that Slack did not tell', () => {
      const [hostile, nameless] = ['<!channel>', undefined].map((userName) =>
        wordsOf(
          build([judged('prod/a', 'failed')], {
            snoozes: [snoozeOf('prod/a', 'failed', { userName })],
          }).main,
        ),
      );

      expect(hostile).toContain('by &lt;!channel&gt;)');
      expect(nameless).toContain(`until ${UNTIL})`);
    });

    it('names the worst three and counts the rest', () => {
      const addons = Array.from({ length: 5 }, (_, index) =>
        judged(`prod/db-${index}`, 'late', { verdict: { ageRatio: index } }),
      );
      const { main } = build([judged('prod/x', 'missed'), ...addons], {
        snoozes: [
          ...addons.map((_, index) => snoozeOf(`prod/db-${index}`, 'late')),
          snoozeOf('prod/x', 'missed'),
        ],
      });

      expect(wordsOf(main)).toMatch(
        /^☾ Snoozed: \*prod \/ x\* \(missed.*\*prod \/ db-4\*.*\*prod \/ db-3\*.* and 3 more$/m,
      );
    });

    it('says why it is a row again before its time', () => {
      const worse = build([judged('prod/a', 'failed')], { snoozes: [snoozeOf('prod/a', 'late')] });
      const runningOut = build(
        [judged('prod/a', 'failed', { verdict: { lastGoodExpiresAt: hoursAgo(-71) } })],
        { snoozes: [snoozeOf('prod/a')] },
      );

      expect(wordsOf(worse.main)).toContain('✖ FAILED  *prod / a* · was snoozed as late\n');
      expect(wordsOf(runningOut.main)).toContain(
        '✖ FAILED  *prod / a* · was snoozed, but its last good copy expires <!date^1795507200^',
      );
    });

    it('lets each row be snoozed from its menu, as a command that can be typed', () => {
      const { main } = build([judged('prod/a', 'failed')]);

      expect(menusOf(main)).toEqual([
        'Failed runs: show prod/a failed',
        'Last 7 days: show prod/a 7d',
        'All of this project: status prod',
        'Snooze until the next digest: digest snooze prod/a',
        'Snooze 7 days: digest snooze prod/a 7d',
      ]);
    });
  });

  it('tells of a failure that a later run made good', () => {
    const backups = [fakeBackup(3), fakeBackup(6, { status: 'failed' })];
    const { main } = build([judged('prod/a', 'fresh', { backups })]);

    expect(headerIn(main)).toBe('✔ Backups · Sat 21 Nov: 1 of 1 fresh, 1 recovered');
    expect(wordsOf(main)).toMatch(
      /✔ \*prod \/ a\* failed at <!date.*03:00 UTC>, good again since <!date.*06:04 UTC> \(after 3 h 4 min\)/,
    );
  });

  it('counts, also in its one line, what nothing is scheduled for', () => {
    const manual = judged('prod/a', 'fresh', { schedules: [] });

    expect(wordsOf(build([manual]).main)).toContain('oldest copy 6 h · 1 without a schedule');
    expect(wordsOf(build([manual, judged('prod/b', 'failed')]).main)).toContain(
      '○ Nothing is scheduled for *prod / a*',
    );
  });

  describe('that is edited', () => {
    const told = {
      at: hoursAgo(2),
      first: { 'prod/a': 'failed' },
      bad: { 'prod/a': { word: 'failed', since: hoursAgo(2) } },
      alarmed: ['prod/a'],
      snoozed: [],
    } as const;

    it('says so, and not that it is late', () => {
      const input = { told, dueAt: hoursAgo(2) };
      const bad = wordsOf(build([judged('prod/a', 'failed')], input).main);
      const clear = wordsOf(
        build([judged('prod/b')], { ...input, told: { ...told, alarmed: [] } }).main,
      );

      expect(bad).toContain(`updated, 1 of 1 read at ${AT_NINE}`);
      expect(clear).toContain(`1 of 1 fresh · oldest copy 6 h · updated ${AT_NINE}`);
      expect(bad + clear).not.toContain('due <');
    });

    it('marks what is new, and says what it knew of an alarm that is out of sight', () => {
      const { main } = build([unread('prod/a'), judged('prod/b', 'failed')], { told });

      expect(wordsOf(main)).toContain(
        '✖ FAILED  *prod / b* · new since <!date^1795244400^{time}|2026-11-21 07:00 UTC>\n',
      );
      expect(wordsOf(main)).toContain('◌ `prod/a` was FAILED when it was last read');
      expect(main.text).toContain('\n`prod/a` was FAILED when it was last read.');
    });

    it('says what was fixed since, when, after how many failures and how long without a copy', () => {
      const backups = [
        fakeBackup(1),
        ...[6, 20, 30].map((hours) => fakeBackup(hours, { status: 'failed' })),
        fakeBackup(32),
      ];
      const { main } = build([judged('prod/a', 'fresh', { backups })], { told });

      const line =
        'fixed since <!date^1795244400^{time}|2026-11-21 07:00 UTC>: *prod / a* good again at ' +
        '<!date^1795248240^{time}|2026-11-21 08:04 UTC> (failed 3 times, 31 h without a good copy)';
      expect(wordsOf(main)).toContain(`✔ ${line}`);
      expect(main.text).toContain(`\n${line.replaceAll('*', '')}.`);
    });

    it.each([
      { was: 'missed', hours: [1, 30], words: '(was missed, 29 h without a good copy)' },
      { was: 'stuck', hours: [1], words: '(was stuck, its first good copy)' },
      { was: 'odd', hours: [1, 30], words: '(the copy before it had an odd size)' },
      { was: 'odd', hours: [1, 30], failed: 3, words: '(failed once, 29 h without a good copy)' },
    ] as const)('says of what it called $was: $words', ({ was, hours, words, ...others }) => {
      const backups = hours.map((each) => fakeBackup(each));
      if ('failed' in others) backups.push(fakeBackup(others.failed, { status: 'failed' }));
      const bad = { 'prod/a': { word: was, since: told.at } };
      const input = { told: { ...told, bad } };

      expect(wordsOf(build([judged('prod/a', 'fresh', { backups })], input).main)).toContain(words);
    });
  });

  it.each([
    {
      previous: { 'prod/b': 'failed' },
      since: '2026-11-20',
      words: '1 new, 1 fixed since yesterday',
    },
    { previous: { 'prod/a': 'late' }, since: '2026-11-17', words: 'no change since Tue 17 Nov' },
  ] as const)('says "$words"', ({ previous, since, words }) => {
    const { main } = build([judged('prod/a', 'failed'), judged('prod/b')], {
      previous: { localDate: since, words: previous },
    });

    expect(wordsOf(main)).toContain(`2 addons in prod · ${words}`);
  });

  it('says how much was read and when', () => {
    const { main } = build([judged('prod/a', 'failed'), unread('prod/b')]);

    expect(wordsOf(main)).toContain(`details in the thread · 1 of 2 read at ${AT_NINE}`);
  });

  it('says when it was due only when it is late, and what did not come before it', () => {
    const due = (minutes: number) =>
      wordsOf(build([judged('prod/a')], { dueAt: hoursAgo(minutes / 60), missedDigests: 2 }).main);

    expect(due(5)).not.toContain('due <');
    expect(due(6)).toContain('due <!date^1795251240^');
    expect(due(6)).toContain(
      '2 digests before this one not sent or in doubt, so this covers everything since <!',
    );
  });

  it('has a line of its own for when it was due, where it was written in time and comes late', () => {
    expect(dueLine(hoursAgo(-24))).toBe(`Due ${TOMORROW}`);
  });

  it('lists the healthy ones by project where they are wanted', () => {
    const { main } = build([judged('prod/a'), judged('lab/b', 'paused')], {
      subscription: { ...COVERS_ALL, detail: 'all' },
    });

    expect(wordsOf(main)).toContain('*lab*: b (paused, 6 h)\n*prod*: a (6 h)');
  });

  it('mentions whom the subscription names, and nobody by a forged id', () => {
    const mention = (id: string) =>
      build([judged('prod/a', 'failed')], {
        subscription: { ...COVERS_ALL, mention: { id, kind: 'usergroup', from: 'failed' } },
      }).main;

    expect(wordsOf(mention('S012'))).toContain('<!subteam^S012>');
    expect(mention('S012').text).toMatch(/^<!subteam\^S012> Backups on/);
    expect(JSON.stringify(mention('S1> <!channel'))).not.toContain('channel');
  });

  it('stays within Slack limits whatever it is about', () => {
    fc.assert(
      fc.property(
        fc.oneof(anySnoozed(5), anySnoozed(200)),
        fc.constantFrom<'all' | 'problems'>('all', 'problems'),
        ({ addons, snoozes }, detail) => {
          const { main, replies } = build(addons, {
            subscription: { ...COVERS_ALL, detail },
            snoozes,
          });

          expect([main, ...replies].flatMap(refusals)).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('stays within them for two thousand addons', () => {
    fc.assert(
      fc.property(anySnoozed(2000), ({ addons, snoozes }) => {
        const { main, replies } = build(addons, {
          subscription: { ...COVERS_ALL, detail: 'all' },
          snoozes,
        });

        expect([main, ...replies].flatMap(refusals)).toEqual([]);
      }),
      { numRuns: 5 },
    );
  });
});

const OPTIONS: DigestMessageOptions = {
  scheduleZone: 'UTC',
  nameOf: (id) => (id === 'vault' ? 'Vault EU' : id),
};

function build(
  addons: JudgedAddon[],
  input: Partial<DigestInput> = {},
  survey: Partial<Survey> = {},
) {
  return buildDigestMessages(composed(addons, input, survey), OPTIONS);
}

function headerOf(addons: JudgedAddon[]): string {
  return headerIn(build(addons).main);
}

function headerIn({ blocks }: ReturnType<typeof build>['main']): string {
  const [first] = blocks;
  return first?.type === 'header' && 'text' in first ? first.text.text : '';
}
