import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { makeKernelFolder } from '../support/kernel-folder.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { hangMs } from '../support/waiting.ts';

const kernels = testKernels();
const makefile = [
  'EXTRA_CFLAGS += -DLAMP=1',
  'obj-m := lamp.o',
  'KDIR := /lib/modules/$(shell uname -r)/build',
  '',
  'all:',
  '\t$(MAKE) -C $(KDIR) M=$(CURDIR) modules',
  '',
].join('\n');
const lamp = [
  '#include <linux/module.h>',
  '',
  'static int __init lamp_init(void)',
  '{',
  '\tpr_info("lamp %d\\n", LAMP);',
  '\treturn 0;',
  '}',
  '',
  'module_init(lamp_init);',
  'MODULE_LICENSE("GPL");',
  'MODULE_AUTHOR("Jane Doe <jane@example.org>");',
  'MODULE_DESCRIPTION("A lamp");',
  '',
].join('\n');

describe(
  'a folder with nothing but a Makefile',
  needs(editorMissing(), !kernels && howToGetTestMaterial),
  () => {
    const { modulesDir = '', release61 = '' } = kernels ?? {};
    let editor: Editor;
    let folder: string;

    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-editor-makefile-'));
      const modules = path.join(folder, 'modules');
      makeKernelFolder(modules, { ...{ modulesDir, releases: [release61], withoutHeaders: [] } });
      editor = await Editor.start({
        files: { Makefile: makefile, 'lamp.c': lamp },
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

    test('activates the extension, which lists the module and builds it', async () => {
      // Nothing was opened and no command was called.
      await editor.page.locator('.activitybar').getByRole('tab', { name: 'DKMS' }).first().waitFor();
      await editor.run('DKMS: Build Module for All Kernels');
      await editor.run('DKMS: Focus on Results View');
      const rows = editor.page.locator('.monaco-list-row');
      await rows.filter({ hasText: '1 built' }).first().waitFor();
      await editor.screenshot('makefile-only');
      expect(existsSync(editor.file('lamp.ko'))).toBe(false);
    });

    test('says above its list of modules on which kernels they build, and why', async () => {
      await editor.open('Makefile');
      const lens = editor.page.locator('.codelens-decoration').getByText('Builds on 5.10');
      await lens.waitFor();
      await editor.page.locator('.codelens-decoration').getByText(`Build for ${release61}`).waitFor();
      await editor.screenshot('makefile-range');
      const tab = editor.page.locator('.tabs-container .tab.active').filter({ hasText: 'Kernel Range' });
      await editor.until(tab, async () => {
        if (await lens.isVisible()) await lens.click({ timeout: hangMs / 100 }).catch(() => {});
      });
    });

    test('is modernised in one edit, of which the user ticks what is wanted', async () => {
      await editor.open('Makefile');
      await editor.run('DKMS: Modernise');
      const preview = editor.page.locator('.bulk-edit-panel');
      await preview.getByText('ccflags-y').first().waitFor();
      await preview.locator('.monaco-list-row').first().locator('.edit-checkbox').click();
      await editor.screenshot('modernise-preview');
      await preview.getByRole('button', { name: 'Apply' }).click();
      await preview.waitFor({ state: 'hidden' });
      const lines = editor.page.locator('.view-lines');
      await lines.filter({ hasText: 'ccflags-y' }).filter({ hasText: 'KERNELRELEASE' }).first().waitFor();
      // Also before it is saved.
      await editor.run('DKMS: Modernise');
      await editor.notifications.filter({ hasText: 'There is nothing to modernise in' }).first().waitFor();
    });

    test('is packaged, and the file to look at is opened', async () => {
      await editor.run('DKMS: Package Module');
      await editor.choose('Debian source package');
      await editor.page.locator('.tabs-container .tab').filter({ hasText: 'control' }).waitFor();
      await editor.page.locator('.view-lines').filter({ hasText: 'dh-sequence-dkms' }).first().waitFor();
      await editor.notifications.filter({ hasText: 'The package is in' }).first().waitFor();
      await editor.screenshot('package-module');
      const above = path.dirname(editor.workspace);
      expect(readdirSync(above).some((name) => name.endsWith('-debian'))).toBe(true);
    });
  },
);
