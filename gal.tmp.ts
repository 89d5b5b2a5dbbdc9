import { startGallery } from './test/sandbox/page/gallery.ts';
const g = await startGallery();
process.stdout.write(g.served.url);
