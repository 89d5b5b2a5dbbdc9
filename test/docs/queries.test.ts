import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import dashboard from '../../docs/grafana-dashboard.json' with { type: 'json' };
import { IDS } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { VERDICT_WORDS } from '../../src/domain/verdicts/verdict.ts';
import { isAnswer } from '../e2e/is-answer.ts';
import { SILENT } from '../fakes/log.ts';
import { patientDelay } from '../fakes/patient-delay.ts';
import { groupingOf, selectorsOf } from './promql.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const ALERTS = readFileSync('docs/alerts.yaml', 'utf8');
/** Labels that Prometheus itself puts on whatever it scrapes. */
const SCRAPED = ['instance', 'job'];

/** Every rule of the file: its name, its expression and the lines that belong to it. */
const RULES = ALERTS.split(/^ {6}- alert: /m)
  .slice(1)
  .map((text) => ({
    name: text.split('\n')[0] ?? '',
    expression: /^ {8}expr: (.+)$/m.exec(text)?.[1] ?? '',
    text,
  }));
const QUERIES = dashboard.panels.flatMap(({ title, targets }) =>
  targets.map(({ expr }) => ({ name: title, expression: expr })),
);
const ALL = [...RULES, ...QUERIES];

let sandbox: Sandbox;
/** Labels by the name of each series that is served. */
let served: Map<string, Set<string>>;

beforeAll(async () => {
  sandbox = await startSandbox({ now: () => NOW, log: SILENT, delay: patientDelay });
  await sandbox.slack.user(IDS.viewer).command('/backups', 'help', { until: isAnswer });
  await sandbox.bot.sendDigestsNow();
  const response = await fetch(`http://127.0.0.1:${sandbox.bot.port}/metrics`);
  served = labelsByName(await response.text());
});
afterAll(() => sandbox.close());

function labelsByName(body: string): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const [, name = '', labels = ''] of body.matchAll(/^([a-z]\w*)(?:\{(.*)\})? \S+$/gm)) {
    const known = names.get(name) ?? new Set();
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
    names.set(name, known);
  }
  return names;
}

describe('what the dashboard and the alerts ask for', () => {
  it('is found in both files', () => {
    expect(RULES.length).toBeGreaterThan(10);
    expect(QUERIES.length).toBeGreaterThan(15);
    for (const { expression } of ALL) expect(selectorsOf(expression)).not.toEqual([]);
  });

  it.each(ALL)('is served on /metrics: $name, $expression', ({ expression }) => {
    const names = selectorsOf(expression).map(({ metric }) => metric);

    expect(names.filter((name) => !served.has(name))).toEqual([]);
  });

  it.each(ALL)('is chosen and grouped by labels that there are: $name', ({ expression }) => {
    const selectors = selectorsOf(expression);
    const chosen = selectors.flatMap(({ metric, matchers }) =>
      matchers.filter(({ label }) => !served.get(metric)?.has(label)),
    );
    const known = selectors.flatMap(({ metric }) => [...(served.get(metric) ?? [])]);

    expect(chosen).toEqual([]);
    expect([...known, ...SCRAPED]).toEqual(expect.arrayContaining(groupingOf(expression)));
  });

  it('names verdicts and ends of digests as they are', () => {
    const digests = ['sent', 'quiet', 'missed', 'refused', 'doubtful'];
    const asked = (name: string) =>
      ALL.flatMap(({ expression }) => selectorsOf(expression))
        .filter(({ metric }) => metric === name)
        .flatMap(({ matchers }) => matchers.flatMap(({ values }) => values));

    expect(asked('backups_addons').length).toBeGreaterThan(1);
    expect(VERDICT_WORDS).toEqual(expect.arrayContaining(asked('backups_addons')));
    expect(digests).toEqual(expect.arrayContaining(asked('backups_digests_total')));
  });
});

describe('the dashboard', () => {
  it('shows every figure of our own but those that only serve alerts', () => {
    const shown = new Set(
      QUERIES.flatMap(({ expression }) => selectorsOf(expression)).map(({ metric }) => metric),
    );
    const ours = [...served.keys()]
      .filter((name) => name.startsWith('backups_'))
      .filter((name) => !/_(bucket|sum|count)$/.test(name));

    expect(ours.filter((name) => !shown.has(name))).toEqual([
      'backups_northflank_budget_reset_timestamp_seconds',
    ]);
  });

  it('lays no panel over another', () => {
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
    );

    expect(new Set(cells).size).toBe(cells.length);
    expect(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
});

describe('the alerts', () => {
  it.each(RULES)('$name says how urgent it is and what has happened', ({ text }) => {
    expect(text).toMatch(/^ {8}labels: \{ severity: (page|ticket) \}$/m);
    expect(text).toMatch(/^ {10}summary: .+\.?"?$/m);
  });

  it('leave a weekend alone that nothing is read on: digests on weekdays, each followed up for a day', () => {
    const rule = RULES.find(({ name }) => name === 'BackupsNotSurveyed');
    const bounds = [...(rule?.expression.matchAll(/> (\d+) \* 3600/g) ?? [])].map(([, hours]) =>
      Number(hours),
    );

    expect(bounds).toHaveLength(2);
    // Two days without a reading, and the last follow-up may have been six hours before.
    expect(Math.min(...bounds)).toBeGreaterThan(48 + 6);
  });

  it('are each explained in docs/running.md, which explains no other', () => {
    const explained = [...readFileSync('docs/running.md', 'utf8').matchAll(/^\| `(Backups\w+)`/gm)];

    expect(explained.map(([, name]) => name)).toEqual(RULES.map(({ name }) => name));
  });
});
