import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { makeKernelFolder } from '../support/kernel-folder.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';

const kernels = testKernels();

describe('a new driver', needs(editorMissing(), !kernels && howToGetTestMaterial), () => {
  const { modulesDir = '', release61 = '' } = kernels ?? {};
  let editor: Editor;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-editor-new-'));
    const modules = path.join(folder, 'modules');
    makeKernelFolder(modules, { ...{ modulesDir, releases: [release61], withoutHeaders: [] } });
    editor = await Editor.start({
      files: { 'notes.txt': 'nothing yet\n' },
      settings: {
        'dkms.kernelFolders': [modules],
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

  test('is made step by step, opened, and built', async () => {
    const input = editor.page.locator('.quick-input-widget input[type="text"]');
    const title = (step: number) => editor.page.getByText(`New Module (${step} of 5)`).waitFor();
    await editor.run('DKMS: New Module');
    await title(1);
    await editor.screenshot('new-module-kinds');
    await editor.choose('PCI driver');
    await title(2);
    await input.fill('pci');
    await editor.page.getByText('is a name of the kernel itself').waitFor();
    await input.fill('my-card');
    await editor.page.getByText('is a name of the kernel itself').waitFor({ state: 'hidden' });
    await editor.page.keyboard.press('Enter');
    await title(3);
    await editor.choose('GPL-2.0-or-later');
    await title(4);
    await input.fill('4.19');
    await editor.page.getByText('expected two numbers from 5.10 on').waitFor();
    await input.fill('6.1');
    await editor.page.getByText('expected two numbers from 5.10 on').waitFor({ state: 'hidden' });
    await editor.page.keyboard.press('Enter');
    await title(5);
    await editor.choose('my-card');

    await editor.page.locator('.tabs-container .tab').filter({ hasText: 'my-card.c' }).waitFor();
    await editor.page.locator('.xterm-rows').filter({ hasText: 'my-card.ko' }).first().waitFor();
    await editor.screenshot('new-module-built');
    const source = readFileSync(editor.file('my-card/my-card.c'), 'utf8');
    expect(source).toMatch(/^\/\/ SPDX-License-Identifier: GPL-2\.0-or-later\n/);
    expect(readFileSync(editor.file('my-card/dkms.conf'), 'utf8')).toContain('# Linux 6.1 and later.');
    expect(existsSync(editor.file('my-card/my-card.ko'))).toBe(false);
  });

  test('does not overwrite what exists', async () => {
    await editor.run('DKMS: New Module');
    await editor.choose('kernel module');
    await editor.page.locator('.quick-input-widget input[type="text"]').fill('my-card');
    await editor.page.keyboard.press('Enter');
    await editor.choose('GPL-2.0-only');
    await editor.page.getByText('New Module (4 of 5)').waitFor();
    await editor.page.keyboard.press('Enter');
    await editor.choose('my-card');
    await editor.page.getByText('is not empty. Name a folder').first().waitFor();
    expect(readFileSync(editor.file('my-card/my-card.c'), 'utf8')).toContain('PCI driver');
  });
});
