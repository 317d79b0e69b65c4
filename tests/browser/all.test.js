// Every browser test of Parvis, in one process around one browser.
//
// `tests/run` starts a demo and names it in PARVIS_TEST_URL. `suites/` holds the tests, `support/` what they share.
// A suite also runs by itself: `node --test suites/search.js`. Nothing here knows how the program is built: only what
// a visitor can see is tested.

await import('./suites/accessibility.js');
await import('./suites/keyboard.js');
await import('./suites/search.js');
await import('./suites/suggestions.js');
await import('./suites/reading.js');
await import('./suites/article.js');
await import('./suites/reader.js');
await import('./suites/aloud.js');
await import('./suites/viewer.js');
await import('./suites/accounts.js');
await import('./suites/account.js');
await import('./suites/providers.js');
await import('./suites/review.js');
await import('./suites/deposit.js');
await import('./suites/life.js');
await import('./suites/imports.js');
await import('./suites/announcements.js');
await import('./suites/desks.js');
await import('./suites/desk.js');
await import('./suites/errors.js');
await import('./suites/layout.js');
await import('./suites/lighthouse.js');
await import('./suites/pictures.js');
