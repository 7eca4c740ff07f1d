// Draws media/icon.png from media/icon.svg. Run under Node 24, after scripts/setup.mjs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './files.mjs';
import { launchBrowser } from '../test/support/chromium.ts';

const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 128, height: 128 } });
await page.setContent(`<body style="margin:0">${readFileSync(join(root, 'media', 'icon.svg'), 'utf8')}</body>`);
await page.screenshot({ path: join(root, 'media', 'icon.png'), omitBackground: true });
await browser.close();
