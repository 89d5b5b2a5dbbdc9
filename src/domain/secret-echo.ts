/** Shortest piece of a secret whose appearance is taken for the secret: shorter ones meet by chance. */
const PIECE = 6;
/** The same where single words are left out of a sentence that is otherwise shown: names have common words. */
const PIECE_OF_WORD = 12;

/** Fewer characters of base64 or hex hold no piece that is long enough. */
const ENCODED = /[\w+/=-]{8,}/g;
/** What AWS's own ids of keys look like; whoever refuses one likes to name it. */
const AWS_KEY_ID = /A[KS]IA[A-Z0-9]{16}/g;

/**
 * Whether a text repeats a secret or a piece of it.
 *
 * Letter case, punctuation, order and encoding (percent, escapes, base64, hex) make no difference, since
 * whoever echoes a secret may have quoted, encoded or cut it.
 */
export function repeatsSecret(text: string, secrets: readonly string[]): boolean {
  return holdsPiece(text, secrets, PIECE);
}

/** A text with every word left out that repeats a secret, as {@link repeatsSecret} has it, and every AWS key id. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  return text
    .replace(AWS_KEY_ID, '[hidden]')
    .replace(/[^\s"'`<>()[\]{},;]+/g, (word) =>
      holdsPiece(word, secrets, PIECE_OF_WORD) ? '[hidden]' : word,
    );
}

function holdsPiece(text: string, secrets: readonly string[], length: number): boolean {
  const haystacks = readingsOf(text).map(bare);
  return secrets.map(bare).some((secret) => {
    if (secret === '') return false;
    return [secret, reversed(secret)].some((needle) =>
      piecesOf(needle, length).some((piece) =>
        haystacks.some((haystack) => haystack.includes(piece)),
      ),
    );
  });
}

/** What is short is looked for only whole. */
function piecesOf(secret: string, length: number): string[] {
  if (secret.length <= length) return [secret];
  return Array.from({ length: secret.length - length + 1 }, (_, start) =>
    secret.slice(start, start + length),
  );
}

/** Everything that a text may say to whoever knows how it was written. */
function readingsOf(text: string): string[] {
  const runs = text.match(ENCODED) ?? [];
  return [
    text,
    fromCodes(text, /%([0-9a-f]{2})/gi),
    fromCodes(text, /\\+(?:u00|x)([0-9a-f]{2})/gi),
    ...runs.flatMap((run) => [
      // Where it began is not known: the first characters may belong to what stood before.
      ...[0, 1, 2, 3].map((skipped) => latin(run.slice(skipped), 'base64')),
      latin(run, 'hex'),
    ]),
  ];
}

function latin(run: string, encoding: 'base64' | 'hex'): string {
  return Buffer.from(run, encoding).toString('latin1');
}

function fromCodes(text: string, code: RegExp): string {
  return text.replace(code, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function reversed(text: string): string {
  return text.split('').toReversed().join('');
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
