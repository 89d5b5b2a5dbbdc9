import type { types } from '@slack/bolt';
import { nounOf } from '../../domain/backup.ts';
import { byteScale, formatBytes } from '../../domain/format.ts';
import type { SizeHistory } from '../../domain/history/size-history.ts';
import { sparkline } from '../../domain/history/sparkline.ts';
import { LIMIT } from '../block-kit/limits.ts';

/**
 * Slack's chart, which its types do not know yet.
 *
 * @see https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
 */
interface ChartBlock extends types.Block {
  type: 'data_visualization';
  title: string;
  chart: {
    type: 'bar';
    series: { name: string; data: { label: string; value: number }[] }[];
    axis_config: { categories: string[]; x_label: string; y_label: string };
  };
}

/**
 * Sizes over time, a chart for each type: in a common one the smaller type would lie on the ground.
 *
 * @param zone in which the days of the histories begin.
 */
export function sizeCharts(histories: readonly SizeHistory[], zone: string): ChartBlock[] {
  return histories.slice(0, LIMIT.chartsPerMessage).map(({ type, points }) => {
    const shown = points.slice(-LIMIT.chartPoints);
    const { unit, divisor } = byteScale(Math.max(...shown.map(({ sizeBytes }) => sizeBytes)));
    const data = shown.map(({ day, sizeBytes }) => ({
      label: day,
      value: Number((sizeBytes / divisor).toPrecision(4)),
    }));
    return {
      type: 'data_visualization',
      title: `Size of the last ${nounOf(type)} of each day`,
      chart: {
        type: 'bar',
        series: [{ name: nounOf(type), data }],
        axis_config: {
          categories: data.map(({ label }) => label),
          x_label: `day (${zone})`,
          y_label: unit,
        },
      },
    };
  });
}

/** The same in a line for each type: `dump sizes ▇▇█▄ · 7.2 GB on 8 Nov → 2.9 GB on 21 Nov`. */
export function sizeLines(histories: readonly SizeHistory[]): string[] {
  return histories.flatMap(({ type, points }) => {
    const [first, last] = [points.at(0), points.at(-1)];
    if (first === undefined || last === undefined) return [];
    const bars = sparkline(points.map(({ sizeBytes }) => sizeBytes));
    return `${nounOf(type)} sizes ${bars} · ${sizeWords(first)} → ${sizeWords(last)}`;
  });
}

function sizeWords({ day, sizeBytes }: SizeHistory['points'][number]): string {
  return `${formatBytes(sizeBytes)} on ${day}`;
}
