import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { needs } from '../support/needs.ts';
import { processesAbout } from '../support/processes.ts';
import { until } from '../support/waiting.ts';

const missing = editorMissing();

const broken = `# A driver that lacks its version.
PACKAGE_NAME="hello"
BUILT_MODULE_NAME[0]="hello"
DEST_MODULE_LOCATION[0]="/updates/dkms"
my_folder="src"
AUTOINSTALL="yes"
`;

describe('dkms.conf in a real editor', needs(missing), () => {
  let editor: Editor;

  beforeAll(async () => {
    editor = await Editor.start({ files: { 'dkms.conf': broken } });
    await editor.open('dkms.conf');
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(() => editor?.stop());

  test('the file is recognised by its name, and directives have a colour of their own', async () => {
    await editor.page.locator('.statusbar').getByText('DKMS configuration').waitFor();
    // Only the server's own tokens separate the word from its quotes; from then on, the colours are final.
    await tokenOf('yes').waitFor();
    // A line is redrawn when tokens arrive, and elements that are no longer drawn have no colour.
    const colours = async () => await Promise.all(['PACKAGE_NAME', 'AUTOINSTALL', 'my_folder'].map(colourOf));
    const [directive, other, variable] = await until(colours, (seen) => !seen.includes(''));
    expect(other).toBe(directive);
    expect(variable).not.toBe(directive);
  });

  test('mistakes are in the Problems panel', async () => {
    await (await editor.problem('PACKAGE_VERSION')).waitFor();
    await editor.page.locator('.squiggly-error').first().waitFor();
    await editor.screenshot('problems');
  });

  test('hover explains a directive', async () => {
    await editor.goTo(3, 4);
    await editor.hover();
    const hover = editor.page.locator('.monaco-hover:visible');
    await hover.filter({ hasText: 'BUILT_MODULE_NAME' }).first().waitFor();
    await editor.screenshot('hover');
    await editor.page.keyboard.press('Escape');
  });

  test('directives are completed, with documentation', async () => {
    await editor.goTo(7, 1);
    await editor.page.keyboard.type('PACKAGE_V');
    const suggestion = editor.page.locator('.suggest-widget.visible .monaco-list-row.focused');
    await suggestion.filter({ hasText: 'PACKAGE_VERSION' }).waitFor();
    await editor.page.keyboard.press('Control+Space');
    await editor.page.locator('.suggest-details').filter({ hasText: 'DKMS' }).waitFor();
    await editor.screenshot('completion');
    await editor.page.keyboard.press('Enter');
    await editor.page.keyboard.type('1.0');
    await (await editor.problem('PACKAGE_VERSION')).waitFor({ state: 'detached' });
  });

  test('a command in a dkms.conf is not run by opening, hovering or completing it', async () => {
    const canary = editor.file('canary/CANARY');
    mkdirSync(editor.file('canary'));
    const text = `PACKAGE_NAME="$(touch ${canary})"\nPACKAGE_VERSION=\`touch ${canary}\`\nBUILT_MODULE_NAME[0]="$(touch ${canary})"\n`;
    writeFileSync(editor.file('canary/dkms.conf'), text);
    await editor.open('canary/dkms.conf');
    for (const line of [1, 2, 3]) {
      await editor.goTo(line, 4);
      await editor.hover();
      await editor.page.keyboard.press('Escape');
    }
    await editor.goTo(4, 1);
    await editor.page.keyboard.type('MAKE');
    await editor.page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor();
    await editor.page.keyboard.press('Escape');
    expect(existsSync(canary)).toBe(false);
  });

  test('a crashed server is restarted', async () => {
    const [before] = processesAbout('dist/server.js').filter(({ command }) =>
      command.includes(editor.extensionsFolder),
    );
    expect(before).toBeDefined();
    process.kill(before?.pid ?? 0, 'SIGKILL');
    await editor.open('dkms.conf');
    await editor.goTo(3, 4);
    await editor.hover();
    await editor.page.keyboard.press('Escape');
    await editor.replaceText('PACKAGE_VERSION="1.0"\n');
    await (await editor.problem('PACKAGE_NAME')).waitFor();
  });

  function tokenOf(text: string): Locator {
    const tokens = editor.page.locator('.editor-instance .view-line span span');
    return tokens.getByText(text, { exact: true }).first();
  }

  async function colourOf(text: string): Promise<string> {
    return await tokenOf(text).evaluate((element) => getComputedStyle(element).color);
  }
});
