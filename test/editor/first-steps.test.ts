import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { needs } from '../support/needs.ts';

const missing = editorMissing();
const themes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  contrast: 'Default High Contrast',
};

describe('a folder without a dkms.conf', needs(missing), () => {
  let editor: Editor;

  beforeAll(async () => {
    editor = await Editor.start({ files: { 'gadget.c': '// SPDX-License-Identifier: GPL-2.0\n' } });
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(() => editor?.stop());

  test('a command begins the file, and nothing is written before it is saved', async () => {
    await editor.run('DKMS: Create dkms.conf');
    const tab = editor.page.locator('.tabs-container .tab.active');
    await tab.filter({ hasText: 'dkms.conf' }).waitFor();
    const lines = editor.page.locator('.editor-instance .view-lines').first();
    await lines.filter({ hasText: 'PACKAGE_NAME="workspace"' }).waitFor();
    await lines.filter({ hasText: 'DEST_MODULE_LOCATION[0]="/updates/dkms"' }).waitFor();
    expect(existsSync(editor.file('dkms.conf'))).toBe(false);
    await editor.screenshot('create-conf');
  });

  test('the view says what is missing and offers it', async () => {
    await editor.run('DKMS: Focus on Results View');
    const welcome = editor.page.locator('.welcome-view-content').first();
    await welcome.filter({ hasText: 'No dkms.conf was found in this workspace' }).waitFor();
    await editor.page.getByRole('button', { name: 'Create dkms.conf' }).waitFor();
  });

  test('the walkthrough leads from the file to the results, in every kind of theme', async () => {
    await editor.page.locator('.welcome-view-content').getByText('Take the tour').click();
    const steps = editor.page.locator('.getting-started-step');
    await expect.poll(() => steps.count()).toBe(5);
    for (const [name, theme] of Object.entries(themes)) {
      editor.changeSettings({ 'workbench.colorTheme': theme });
      const kind = { light: '.vs', dark: '.vs-dark', contrast: '.hc-black' }[name];
      await editor.page.locator(`.monaco-workbench${kind}`).waitFor();
      await editor.screenshot(`walkthrough-${name}`);
    }
  });
});
