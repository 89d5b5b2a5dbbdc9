import { html, nothing, svg } from 'lit';
import type { Json } from '../../wire.ts';
import type { Drawn } from '../drawn.ts';
import { jsonList, jsonOf, textFrom } from '../state/json.ts';
import { place, type Scale, type Series, scaleFor, slicePath } from './chart-geometry.ts';

const WIDTH = 560;
const HEIGHT = 250;
const LEFT = 52;
const BOTTOM = 44;
const TOP = 10;
const RIGHT = 10;
/** Colors in `look/base.css`; after that they begin anew. */
const TONES = 12;

/** A chart with its title, its legend, and its figures as a table for those who cannot see it. */
export function drawChart(block: Json): Drawn {
  const chart = jsonOf(block['chart']);
  const title = textFrom(block['title']);
  const isPie = chart['type'] === 'pie';
  const series = isPie ? pieSeries(chart) : seriesOf(chart);
  const categories = isPie ? jsonList(chart['segments']).map(labelOf) : categoriesOf(chart);
  return html`<figure class="chart">
    <figcaption>${title}</figcaption>
    ${isPie ? pie(title, series, categories) : plot(title, String(chart['type']), series, chart)}
    ${legend(isPie ? categories : series.map(({ name }) => name))}
    ${figures(title, series, categories)}
  </figure>`;
}

function pieSeries(chart: Json): Series[] {
  return [
    { name: 'Share', values: jsonList(chart['segments']).map((one) => Number(one['value'])) },
  ];
}

function seriesOf(chart: Json): Series[] {
  const categories = categoriesOf(chart);
  return jsonList(chart['series']).map((one) => {
    const points = jsonList(one['data']);
    return {
      name: textFrom(one['name']),
      values: categories.map((category) =>
        Number(points.find((point) => labelOf(point) === category)?.['value'] ?? 0),
      ),
    };
  });
}

function categoriesOf(chart: Json): string[] {
  const categories = jsonOf(chart['axis_config'])['categories'];
  return Array.isArray(categories) ? categories.map(textFrom) : [];
}

function labelOf(point: Json): string {
  return textFrom(point['label']);
}

function pie(title: string, [series]: Series[], labels: string[]): Drawn {
  const values = series?.values ?? [];
  const total = values.reduce((sum, value) => sum + value, 0);
  let share = 0;
  return html`<svg class="pie" viewBox="-1.02 -1.02 2.04 2.04" role="img" aria-label=${title}>
    ${values.map((value, index) => {
      const from = share;
      share += value / total;
      return svg`<path d=${slicePath(from, share)} class="tone-${index % TONES}"><title>${labels[index]}: ${value}</title></path>`;
    })}
  </svg>`;
}

function plot(title: string, type: string, series: Series[], chart: Json): Drawn {
  const categories = categoriesOf(chart);
  const axes = jsonOf(chart['axis_config']);
  const scale = scaleFor(series.flatMap(({ values }) => values));
  const room = (WIDTH - LEFT - RIGHT) / Math.max(1, categories.length);
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${title}>
    ${scale.ticks.map(
      (
        tick,
      ) => svg`<line class="grid" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(scale, tick)} y2=${y(scale, tick)} />
        <text class="tick" x=${LEFT - 6} y=${y(scale, tick) + 4} text-anchor="end">${short(tick)}</text>`,
    )}
    ${series.map((one, index) =>
      type === 'bar'
        ? bars(one, index, series.length, scale, room)
        : line(one, index, scale, room, type === 'area'),
    )}
    ${categories.map((category, index) =>
      index % Math.ceil(categories.length / 8) === 0
        ? svg`<text class="tick" x=${LEFT + room * (index + 0.5)} y=${HEIGHT - BOTTOM + 17} text-anchor="middle">${category}</text>`
        : nothing,
    )}
    <text class="tick" x=${LEFT + (WIDTH - LEFT) / 2} y=${HEIGHT - 5} text-anchor="middle">
      ${textFrom(axes['x_label'])}
    </text>
    <text class="tick" transform="rotate(-90)" x=${-(HEIGHT - BOTTOM) / 2} y="11" text-anchor="middle">
      ${textFrom(axes['y_label'])}
    </text>
  </svg>`;
}

function bars(
  { name, values }: Series,
  index: number,
  count: number,
  scale: Scale,
  room: number,
): Drawn[] {
  const width = (room * 0.7) / count;
  const zero = y(scale, 0);
  return values.map((value, at) => {
    const top = Math.min(zero, y(scale, value));
    const x = LEFT + room * (at + 0.15) + width * index;
    return svg`<rect x=${x} y=${top} width=${width} height=${Math.abs(zero - y(scale, value))} rx="2" class="tone-${index % TONES}"><title>${name}: ${value}</title></rect>`;
  });
}

function line(
  { name, values }: Series,
  index: number,
  scale: Scale,
  room: number,
  filled: boolean,
): Drawn {
  const points = values.map((value, at) => `${LEFT + room * (at + 0.5)},${y(scale, value)}`);
  const ends = [LEFT + room * 0.5, LEFT + room * (values.length - 0.5)];
  const zero = y(scale, 0);
  const area = [`${ends[0]},${zero}`, ...points, `${ends[1]},${zero}`].join(' ');
  return svg`${filled ? svg`<polygon points=${area} class="area tone-${index % TONES}" />` : nothing}
    <polyline points=${points.join(' ')} class="line tone-${index % TONES}"><title>${name}</title></polyline>`;
}

function y(scale: Scale, value: number): number {
  return TOP + (1 - place(scale, value)) * (HEIGHT - TOP - BOTTOM);
}

function short(value: number): string {
  return new Intl.NumberFormat('en', { notation: 'compact' }).format(value);
}

function legend(names: string[]): Drawn {
  return html`<ul class="legend" aria-hidden="true">
    ${names.map((name, index) => html`<li><i class="tone-${index % TONES}"></i>${name}</li>`)}
  </ul>`;
}

function figures(title: string, series: Series[], categories: string[]): Drawn {
  // A table cannot be made as small as hidden things must be, but what holds it can.
  return html`<div class="sr-only">
    <table>
      <caption>
        ${title}
      </caption>
      <tr>
        <td></td>
        ${series.map(({ name }) => html`<th scope="col">${name}</th>`)}
      </tr>
      ${categories.map(
        (category, index) =>
          html`<tr>
            <th scope="row">${category}</th>
            ${series.map(({ values }) => html`<td>${values[index]}</td>`)}
          </tr>`,
      )}
    </table>
  </div>`;
}
