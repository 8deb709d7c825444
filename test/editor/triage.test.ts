import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { makeKernelFolder } from '../support/kernel-folder.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';

const kernels = testKernels();
const missing = editorMissing() ?? (kernels ? undefined : howToGetTestMaterial);

/** Builds for 6.1. In 6.12 class_create() takes one argument, and strlcpy() is gone. */
const blinker = `// SPDX-License-Identifier: GPL-2.0
#include <linux/device.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/version.h>

static struct class *blinker_class;
static char blinker_name[16];

static int __init blinker_init(void)
{
	strlcpy(blinker_name, "blinker", sizeof(blinker_name));
	blinker_class = class_create(THIS_MODULE, blinker_name);
	return PTR_ERR_OR_ZERO(blinker_class);
}

static void __exit blinker_exit(void)
{
	class_destroy(blinker_class);
}

module_init(blinker_init);
module_exit(blinker_exit);

MODULE_DESCRIPTION("Blinks");
MODULE_LICENSE("GPL");
MODULE_VERSION("1.0");
`;
const conf = `PACKAGE_NAME="blinker"
PACKAGE_VERSION="1.0"
BUILT_MODULE_NAME[0]="blinker"
DEST_MODULE_LOCATION[0]="/updates/dkms"
AUTOINSTALL="yes"
`;
const themes = [
  ['Default Dark Modern', 'vs-dark'],
  ['Default Light Modern', 'vs'],
] as const;
const lineOf = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;

describe('causes in a real editor', needs(missing), () => {
  let editor: Editor;
  let folder: string;
  const old = kernels?.release61 ?? '';
  const recent = kernels?.release612 ?? '';

  beforeAll(async () => {
    if (!kernels) return;
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-editor-triage-'));
    const modules = path.join(folder, 'modules');
    makeKernelFolder(modules, {
      modulesDir: kernels.modulesDir,
      releases: [old, recent],
      withoutHeaders: [],
    });
    editor = await Editor.start({
      files: { 'dkms.conf': conf, Kbuild: 'obj-m := blinker.o\n', 'blinker.c': blinker },
      settings: { 'dkms.kernelFolders': [modules], 'dkms.cacheFolder': path.join(folder, 'cache') },
    });
    // The list of problems draws only the rows that it has room for, and both declarations are among the last.
    await editor.page.setViewportSize({ width: 1280, height: 1100 });
    await editor.open('blinker.c');
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(async () => {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('what a kernel will not accept is a warning before anything is built', async () => {
    const gone = await editor.problem('strlcpy() is gone');
    await gone.waitFor();
    expect(await gone.textContent()).toContain(recent);
    await (await editor.problem('class_create')).waitFor();
    await editor.screenshot('triage-predicted');
  });

  test('a failed build shows the cause, and links to the declarations of both kernels', async () => {
    await editor.run('DKMS: Build Module for All Kernels');
    await editor.terminal.filter({ hasText: /1 built, 1 failed/ }).waitFor();
    // The second message about the call is only a consequence of the first, and has no row.
    const panel = await editor.problems();
    await (await editor.problem('passing argument 1')).filter({ hasText: 'takes only the name' }).waitFor();
    await (await editor.problem(`Before, in ${old}: #define class_create(owner, name)`)).waitFor();
    await (await editor.problem(`Now, in ${recent}: `)).waitFor();
    expect(await panel.getByText('too many arguments').count()).toBe(0);
    await editor.screenshot('triage-problems');
  });

  test('the hover shows both declarations', async () => {
    for (const [theme, background] of themes) {
      await editor.showTheme(theme, background);
      await editor.goTo(lineOf(blinker, 'class_create('), 22);
      await editor.hover();
      const both = editor.page.locator('.monaco-hover:visible').filter({ hasText: `Before, in ${old}` });
      await both.filter({ hasText: `Now, in ${recent}` }).waitFor();
      await both.getByText('include/linux/device/class.h').first().waitFor();
      await editor.screenshot(`triage-hover-${background}`);
      await editor.page.keyboard.press('Escape');
    }
  });

  test('the new form is offered, guarded if a kernel lacks it, and applied', async () => {
    const guarded = await editor.quickFix('Use class_create() on Linux 6.4 and later');
    await editor.screenshot('triage-quick-fix');
    await guarded.click();
    await editor.page.locator('.view-line').filter({ hasText: /^#if/ }).waitFor();
    await editor.goTo(lineOf(blinker, 'strlcpy('), 5);
    // All kernels of the set have this problem.
    await (await editor.quickFix('Use strscpy()')).click();
    await editor.page.locator('.view-line').filter({ hasText: 'strscpy(' }).waitFor();
    await editor.page.keyboard.press('Control+S');
    await editor.page.locator('.tabs-container .tab.active:not(.dirty)').waitFor();
    await expect
      .poll(() => readFileSync(editor.file('blinker.c'), 'utf8'))
      .toMatch(/strscpy\([\s\S]*#if LINUX_VERSION_CODE >= KERNEL_VERSION\(6, 4, 0\)/);
  });

  test('after a rebuild, the problems are gone', async () => {
    await editor.run('DKMS: Build Module for All Kernels');
    await editor.terminal.filter({ hasText: /2 built/ }).waitFor();
    await (await editor.problems()).getByText('No problems have been detected').waitFor();
    await editor.screenshot('triage-rebuilt');
  });

  test('a version guard says which kernels compile it', async () => {
    const text = readFileSync(editor.file('blinker.c'), 'utf8');
    await editor.goTo(lineOf(text, '#if LINUX_VERSION_CODE'), 8);
    await editor.hover();
    await editor.page
      .locator('.monaco-hover:visible')
      .filter({ hasText: `Compiled for ${recent}` })
      .waitFor();
    await editor.screenshot('triage-guard-hover');
  });
});
