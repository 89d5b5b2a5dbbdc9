import { SandboxApp } from './parts/app.ts';
import { restoreTheme } from './parts/theme.ts';

/** Whom one is at the first visit. */
const FIRST_PERSON = 'U0ADMIN001';

restoreTheme();
const app = document.querySelector('sandbox-app');
if (app instanceof SandboxApp) app.store.start(FIRST_PERSON);
