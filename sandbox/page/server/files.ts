import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file as it is served. */
export interface ServedFile {
  type: string;
  body: string | Buffer;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BROWSER = 'page/browser';

/** What the page takes from outside its own folder: rules without anything of Node in them. */
const SHARED = [
  'slack/input-state.ts',
  'slack/json.ts',
  'slack/render/dates.ts',
  'slack/render/emoji.ts',
];

/** Packages of the page, with the module that their bare name means. */
const PACKAGES = {
  lit: 'index.js',
  'lit-html': 'lit-html.js',
  'lit-element': 'index.js',
  '@lit/reactive-element': 'reactive-element.js',
} as const;

const TYPES: Record<string, string> = {
  '.ts': 'text/javascript; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const IMPORT_MAP = JSON.stringify({
  imports: Object.fromEntries(
    Object.entries(PACKAGES).flatMap(([name, main]) => [
      [name, `/lib/${name}/${main}`],
      [`${name}/`, `/lib/${name}/`],
    ]),
  ),
});

/** Nothing comes from outside, and nothing frames the page. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${createHash('sha256').update(IMPORT_MAP).digest('base64')}'`,
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const cache = new Map<string, { changed: number; file: ServedFile }>();

/** The file behind a path of the page's address; absent when there is none. */
export function readServedFile(path: string): ServedFile | undefined {
  if (path === '/') return { type: 'text/html; charset=utf-8', body: readIndex() };
  const library = /^\/lib\/((?:@lit\/)?[a-z-]+)\/([\w/-]+\.js)$/.exec(path);
  const file = library ? libraryPath(library[1] ?? '', library[2] ?? '') : ownPath(path.slice(1));
  if (file === undefined) return undefined;
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) return undefined;
  const changed = found.mtimeMs;
  const known = cache.get(file);
  if (known?.changed === changed) return known.file;
  const read = readTyped(file);
  cache.set(file, { changed, file: read });
  return read;
}

function ownPath(path: string): string | undefined {
  const inside = path.startsWith(`${BROWSER}/`) && !path.includes('..');
  return inside || SHARED.includes(path) ? join(ROOT, path) : undefined;
}

function libraryPath(name: string, module: string): string | undefined {
  if (!Object.hasOwn(PACKAGES, name)) return undefined;
  // What Node would load stands in a folder of its own: the browser's files are at the package's root.
  const [root = ''] = import.meta.resolve(name).split(`/${name}/`);
  return fileURLToPath(`${root}/${name}/${module}`);
}

function readTyped(file: string): ServedFile {
  const extension = extname(file);
  const type = TYPES[extension] ?? 'application/octet-stream';
  const body = readFileSync(file, 'utf8');
  return { type, body: extension === '.ts' ? stripTypeScriptTypes(body) : body };
}

/** The page's frame, which names every module at once: found one by one they would load one after the other. */
function readIndex(): string {
  const modules = [...globSync(`${BROWSER}/**/*.ts`, { cwd: ROOT }), ...SHARED].toSorted();
  const styles = globSync(`${BROWSER}/look/*.css`, { cwd: ROOT }).toSorted();
  return readFileSync(join(ROOT, BROWSER, 'index.html'), 'utf8')
    .replace('<!-- import map -->', () => `<script type="importmap">${IMPORT_MAP}</script>`)
    .replace('<!-- styles -->', () => styles.map((href) => link('stylesheet', href)).join('\n'))
    .replace('<!-- modules -->', () =>
      modules.map((href) => link('modulepreload', href)).join('\n'),
    );
}

function link(rel: string, href: string): string {
  return `<link rel="${rel}" href="/${href}" />`;
}
