import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDockerfile, startOf } from './dockerfile.ts';

const SOURCE = readFileSync(join(import.meta.dirname, '../Dockerfile'), 'utf8');
const [, image = []] = readDockerfile(SOURCE);

/** How our image starts the bot, for whatever is to run as people run it. */
export const IMAGE_START = startOf(image);
