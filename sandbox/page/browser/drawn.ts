import type { nothing, TemplateResult } from 'lit';

/** What a drawing function hands to lit, to stand in a template of its caller. */
export type Drawn = TemplateResult | typeof nothing | string;
