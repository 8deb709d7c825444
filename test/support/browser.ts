import { type Browser, chromium, type Page } from 'playwright-core';
import { testOption } from './surroundings.ts';

export const chromiumPath = testOption('CHROMIUM') ?? '/usr/bin/chromium';

const chromiumArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless Chromium with one page, in which nothing moves. */
export async function startBrowser(): Promise<{ readonly browser: Browser; readonly page: Page }> {
  const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArguments });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(stopMotion);
  return { browser, page };
}

/** Runs in each document: what moves without end (a spinner, a progress bar) is drawn without a GPU here, at the cost of the builds beside it. */
function stopMotion(): void {
  const still = new CSSStyleSheet();
  still.replaceSync('*, ::before, ::after { animation: none !important; transition: none !important; }');
  document.adoptedStyleSheets.push(still);
}
