import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { writeHello } from '../support/hello-module.ts';
import { makeKernelFolder } from '../support/kernel-folder.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
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

  test('a command creates the text of the file, and nothing is written until it is saved', async () => {
    await editor.run('DKMS: Create dkms.conf');
    const tab = editor.page.locator('.tabs-container .tab.active');
    await tab.filter({ hasText: 'dkms.conf' }).waitFor();
    const lines = editor.page.locator('.editor-instance .view-lines').first();
    await lines.filter({ hasText: 'PACKAGE_NAME="workspace"' }).waitFor();
    await lines.filter({ hasText: 'DEST_MODULE_LOCATION[0]="/updates/dkms"' }).waitFor();
    expect(existsSync(editor.file('dkms.conf'))).toBe(false);
    await editor.screenshot('create-conf');
  });

  test('the view says what is missing and offers to create it', async () => {
    await editor.run('DKMS: Focus on Results View');
    const welcome = editor.page.locator('.welcome-view-content').first();
    await welcome.filter({ hasText: 'No module was found in this workspace' }).waitFor();
    await editor.page.getByRole('button', { name: 'Create dkms.conf' }).waitFor();
  });

  test('the walkthrough goes from the file to the results, in every kind of theme', async () => {
    await editor.page.locator('.welcome-view-content').getByText('Take the tour').click();
    const steps = editor.page.locator('.getting-started-step');
    await expect.poll(() => steps.count()).toBe(5);
    for (const [name, theme] of Object.entries(themes)) {
      await editor.showTheme(theme, { light: 'vs', dark: 'vs-dark', contrast: 'hc-black' }[name] ?? '');
      await editor.screenshot(`walkthrough-${name}`);
    }
  });
});

const kernels = testKernels();

describe('a driver without a dkms.conf', needs(missing, !kernels && howToGetTestMaterial), () => {
  const { modulesDir = '', release61 = '', release612 = '' } = kernels ?? {};
  let editor: Editor;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-editor-bare-'));
    makeKernelFolder(path.join(folder, 'more'), {
      ...{ modulesDir, releases: [release612], withoutHeaders: [] },
    });
    makeKernelFolder(path.join(folder, 'modules'), {
      ...{ modulesDir, releases: [release61], withoutHeaders: [] },
    });
    const hello = readFileSync(path.join(writeHello(path.join(folder, 'hello')), 'hello.c'), 'utf8');
    editor = await Editor.start({
      files: {
        'gizmo/Makefile': 'obj-m := gizmo.o\n',
        'gizmo/gizmo.c': hello.replace('return 0', 'return zero'),
      },
      settings: {
        'dkms.kernelFolders': [path.join(folder, 'modules')],
        'dkms.systemKernels': false,
        'dkms.cacheFolder': path.join(folder, 'cache'),
      },
    });
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(async () => {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is built, and its results are shown', async () => {
    await editor.run('DKMS: Build Module for All Kernels');
    await editor.run('DKMS: Focus on Results View');
    const rows = editor.page.locator('.monaco-list-row');
    await rows.filter({ hasText: 'gizmo' }).first().waitFor();
    await editor.open('gizmo/gizmo.c');
    await editor.page.locator('.squiggly-error').first().waitFor();
    await rows.filter({ hasText: '1 failed' }).first().waitFor();
    await editor.screenshot('bare-module');
    expect(existsSync(editor.file('gizmo/gizmo.o'))).toBe(false);
  });

  test('is built by a button above its Makefile, and by none above another file', async () => {
    const button = editor.page.locator('.editor-actions [aria-label^="Build Module"]');
    await editor.open('gizmo/Makefile');
    await button.waitFor();
    await editor.screenshot('bare-module-makefile');
    await editor.open('gizmo/gizmo.c');
    await button.waitFor({ state: 'hidden' });
  });

  test('is built for a kernel of its own, whose folder is added', async () => {
    await editor.run('DKMS: Add Kernel Folder…');
    const input = editor.page.locator('.quick-input-widget input[type="text"]');
    // Once it has listed the folder that it begins with, the dialog writes that over what was typed before.
    await editor.quickInputRows.filter({ hasText: '..' }).first().waitFor();
    await input.fill(path.join(folder, 'more', release612, 'build'));
    await editor.screenshot('add-kernel-folder');
    await editor.page.keyboard.press('Enter');
    // The dialog looks at the folder first; the list of commands would close it unanswered.
    await editor.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await editor.run('DKMS: Focus on Kernels View');
    await editor.page.locator('.monaco-list-row').filter({ hasText: release612 }).first().waitFor();
    await editor.screenshot('added-kernel-folder');
  });

  test('gets a proposed dkms.conf, which is not written', async () => {
    await editor.run('DKMS: Create dkms.conf');
    const lines = editor.page.locator('.editor-instance .view-lines').first();
    await lines.filter({ hasText: 'BUILT_MODULE_NAME[0]="gizmo"' }).waitFor();
    await editor.notifications.filter({ hasText: 'No version was found' }).waitFor();
    expect(existsSync(editor.file('gizmo/dkms.conf'))).toBe(false);
    await editor.screenshot('create-conf-of-source');
  });
});
