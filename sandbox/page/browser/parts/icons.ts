import { html, svg, type TemplateResult } from 'lit';

const PATHS = {
  hash: svg`<path d="M8 3 6.500 17M13.500 3 12 17M3.500 7.500h13.500M3 12.500h13.500" />`,
  eye: svg`<path d="M1.500 10S4.500 4.500 10 4.500 18.500 10 18.500 10 15.500 15.500 10 15.500 1.500 10 1.500 10Z" /><circle cx="10" cy="10" r="2.500" />`,
  send: svg`<path d="M3 3.500 17.500 10 3 16.500l1.800-5.300L11 10 4.800 8.800Z" fill="currentColor" stroke="none" />`,
  thread: svg`<path d="M3 4.500h14v9H9l-4 3v-3H3Z" />`,
  code: svg`<path d="m7 5.500-4.500 4.500L7 14.500M13 5.500l4.500 4.500-4.500 4.500" />`,
  close: svg`<path d="m4.500 4.500 11 11M15.500 4.500l-11 11" />`,
  back: svg`<path d="M12.500 4 6.500 10l6 6" />`,
  menu: svg`<path d="M3 5.500h14M3 10h14M3 14.500h14" />`,
  clock: svg`<circle cx="10" cy="10" r="7" /><path d="M10 6v4l2.800 1.800" />`,
  bolt: svg`<path d="M11 2.500 4.500 11.500H10l-1 6 6.500-9H10Z" />`,
  lens: svg`<circle cx="8.700" cy="8.700" r="5.200" /><path d="m12.700 12.700 4.300 4.300" />`,
  moon: svg`<path d="M16.500 11.800A7 7 0 0 1 8.200 3.500a7 7 0 1 0 8.300 8.300Z" />`,
  people: svg`<circle cx="7.500" cy="7" r="2.700" /><path d="M2.500 16c.4-3 2.300-4.500 5-4.500s4.600 1.500 5 4.500M13 4.600a2.600 2.600 0 0 1 0 4.800M14.500 11.800c1.800.5 2.800 1.900 3 4.200" />`,
} as const;

/** A small drawing beside words; hidden from screen readers. */
export function icon(name: keyof typeof PATHS): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">${PATHS[name]}</svg>`;
}
