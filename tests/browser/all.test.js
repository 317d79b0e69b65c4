// Every browser test of Parvis, in one process around one browser.
//
// `tests/run` starts a demo and names it in PARVIS_TEST_URL. `suites/` holds the tests, `support/` what they share.
// Nothing here knows how the program is built: only what a visitor can see is tested.

import { after } from 'node:test';

import { closeBrowser } from './support/browser.js';

await import('./suites/accessibility.js');
await import('./suites/keyboard.js');
await import('./suites/search.js');
await import('./suites/reading.js');
await import('./suites/accounts.js');
await import('./suites/errors.js');
await import('./suites/layout.js');
await import('./suites/pictures.js');

after(closeBrowser);
