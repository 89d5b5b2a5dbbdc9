/** What became of something that a person typed: the value that was meant, or how to write it. */
export type Checked = { ok: true; value: string } | { ok: false; error: string };
