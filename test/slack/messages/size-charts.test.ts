import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../sandbox/slack/validate.ts';
import { sizeHistories } from '../../../src/domain/history/size-history.ts';
import { sizeCharts, sizeLines } from '../../../src/slack/messages/size-charts.ts';
import { fakeBackup, NOW } from '../../fakes/backups.ts';

const DUMPS = {
  type: 'dump' as const,
  points: [
    { day: '19 Nov', sizeBytes: 7_201_000_000 },
    { day: '20 Nov', sizeBytes: 7_356_400_000 },
    { day: '21 Nov', sizeBytes: 2_886_000_000 },
  ],
};
const SNAPSHOTS = { ...DUMPS, type: 'snapshot' as const };

describe('sizeCharts', () => {
  it('draw each type for itself, in the unit of its largest size', () => {
    expect(sizeCharts([DUMPS], 'Europe/Berlin')).toEqual([
      {
        type: 'data_visualization',
        title: 'Size of the last dump of each day',
        chart: {
          type: 'bar',
          series: [
            {
              name: 'dump',
              data: [
                { label: '19 Nov', value: 7.201 },
                { label: '20 Nov', value: 7.356 },
                { label: '21 Nov', value: 2.886 },
              ],
            },
          ],
          axis_config: {
            categories: ['19 Nov', '20 Nov', '21 Nov'],
            x_label: 'day (Europe/Berlin)',
            y_label: 'GB',
          },
        },
      },
    ]);
  });

  it('are two at most', () => {
    const unknown = { ...DUMPS, type: 'unknown' as const };

    expect(sizeCharts([DUMPS, SNAPSHOTS, unknown], 'UTC')).toHaveLength(2);
  });

  it('are charts that Slack takes, whatever the sizes and times', () => {
    const copy = fc.record({
      hours: fc.double({ min: 0, max: 20_000, noNaN: true }),
      sizeBytes: fc.double({ min: 0, max: 1e20, noNaN: true }),
      type: fc.constantFrom('dump' as const, 'snapshot' as const, 'unknown' as const),
    });
    fc.assert(
      fc.property(
        fc.array(copy, { maxLength: 60 }),
        fc.constantFrom('UTC', 'America/Argentina/ComodRivadavia', 'Pacific/Apia'),
        (copies, zone) => {
          const backups = copies
            .toSorted((a, b) => a.hours - b.hours)
            .map(({ hours, ...fields }) => fakeBackup(hours, fields));
          const charts = sizeCharts(sizeHistories(backups, zone, NOW), zone);

          expect(checkBlocks(charts, 'message', { oldWorkspace: false })).toEqual([]);
        },
      ),
    );
  });
});

describe('sizeLines', () => {
  it('say the same where no chart is taken', () => {
    expect(sizeLines([DUMPS, SNAPSHOTS])).toEqual([
      'dump sizes ██▄ · 7.2 GB on 19 Nov → 2.9 GB on 21 Nov',
      'snapshot sizes ██▄ · 7.2 GB on 19 Nov → 2.9 GB on 21 Nov',
    ]);
  });
});
