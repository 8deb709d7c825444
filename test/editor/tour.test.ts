import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { makeKernelFolder } from '../support/kernel-folder.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';

const kernels = testKernels();
const missing = editorMissing() ?? (kernels ? undefined : howToGetTestMaterial);

const conf = `PACKAGE_NAME="lamp"
PACKAGE_VERSION="1.0"
BUILT_MODUL_NAME[0]="lamp"
DEST_MODULE_LOCATION[0]="/updates/dkms"
AUTOINSTALL="yes"
`;
/** Builds for 6.1; in 6.12 class_create() takes one argument. */
const lamp = `// SPDX-License-Identifier: GPL-2.0
#include <linux/device.h>
#include <linux/module.h>
#include <linux/version.h>

static struct class *lamp_class;

static int __init lamp_init(void)
{
	lamp_class = class_create(THIS_MODULE, "lamp");
	return PTR_ERR_OR_ZERO(lamp_class);
}

static void __exit lamp_exit(void)
{
	class_destroy(lamp_class);
}

module_init(lamp_init);
module_exit(lamp_exit);

MODULE_DESCRIPTION("Lights up");
MODULE_LICENSE("GPL");
MODULE_VERSION("1.0");
`;

/**
 * The way from a mistake in dkms.conf to a module that builds for all kernels, in one go. Its pictures are those of the moving picture in
 * the README: `npm run moving-picture` puts them together.
 */
describe('the tour of the README in a real editor', needs(missing), () => {
  let editor: Editor;
  let folder: string;
  let pictures = 0;

  beforeAll(async () => {
    if (!kernels) return;
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-editor-tour-'));
    const modules = path.join(folder, 'modules');
    makeKernelFolder(modules, {
      modulesDir: kernels.modulesDir,
      releases: [kernels.release61, kernels.release612],
      withoutHeaders: [],
    });
    editor = await Editor.start({
      files: { 'dkms.conf': conf, Kbuild: 'obj-m := lamp.o\n', 'lamp.c': lamp },
      settings: {
        'dkms.kernelFolders': [modules],
        'dkms.cacheFolder': path.join(folder, 'cache'),
        'dkms.checkSources': false,
        'workbench.colorTheme': 'Default Dark Modern',
      },
    });
    await editor.page.setViewportSize({ width: 1120, height: 700 });
    await editor.open('dkms.conf');
    await editor.page.locator('.activitybar').getByRole('tab', { name: 'DKMS' }).click();
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(async () => {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const take = () => editor.screenshot(`tour-${String(++pictures).padStart(2, '0')}`);

  test('a directive that DKMS does not know is marked, and corrected by its fix', async () => {
    await editor.row('Module lamp, not built yet').waitFor();
    await (await editor.problem('BUILT_MODUL_NAME')).waitFor();
    await take();
    await editor.goTo(3, 3);
    const fix = await editor.quickFix('BUILT_MODULE_NAME');
    await take();
    await fix.click();
    await (await editor.problems()).getByText('No problems have been detected').waitFor();
    await editor.page.keyboard.press('Control+S');
    await take();
  });

  test('built for all kernels, one fails, and the problem says what changed in it', async () => {
    await editor.row('Module lamp').hover();
    await take();
    await editor.row('Module lamp').getByRole('button', { name: 'Build Module for All Kernels' }).click();
    await editor.row('Module lamp, building').waitFor();
    await take();
    await editor.row('Module lamp, 1 built, 1 failed').waitFor();
    await take();
    await (await editor.problem('class_create')).filter({ hasText: 'takes only the name' }).dblclick();
    await editor.tabOf('lamp.c').waitFor();
    await take();
  });

  test('the fix writes the new form, and both kernels succeed', async () => {
    const fix = editor.page.locator('.action-widget:visible').getByText('on Linux 6.4 and later').first();
    await editor.until(fix, async () => {
      await editor.goTo(10, 22);
      await editor.page.keyboard.press('Control+.');
    });
    await take();
    await fix.click();
    await editor.page.locator('.view-line').filter({ hasText: /^#if/ }).waitFor();
    await editor.page.keyboard.press('Control+S');
    await editor.page.locator('.tabs-container .tab.active:not(.dirty)').waitFor();
    await take();
    await editor.row('Module lamp').hover();
    await editor.row('Module lamp').getByRole('button', { name: 'Build Module for All Kernels' }).click();
    await editor.row('Module lamp, 2 built').waitFor();
    await (await editor.problems()).getByText('No problems have been detected').waitFor();
    await take();
  });
});
