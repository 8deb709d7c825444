import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { makeKernelFolder } from '../support/kernel-folder.ts';
import { howToGetTestMaterial, testKernels, testRelease } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { processesAbout } from '../support/processes.ts';

const kernels = testKernels();
const missing = editorMissing() ?? (kernels ? undefined : howToGetTestMaterial);
const sample = path.resolve(import.meta.dirname, '..', '..', 'samples', 'hello');
const hello = readFileSync(path.join(sample, 'hello.c'), 'utf8');
/** A source that builds only for old kernels. */
const halfBroken = hello
  .replace(
    '\treturn 0',
    '#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)\n\tgone_since_long(whom);\n#endif\n\treturn 0',
  )
  .replace('#include <linux/module.h>', '#include <linux/module.h>\n#include <linux/version.h>');
const withoutHeaders = '6.99.0-1-amd64';

describe('results in a real editor', needs(missing), () => {
  let editor: Editor;
  let folder: string;
  let modules: string;
  let cache: string;
  const old = kernels?.release61 ?? '';
  const recent = kernels?.release612 ?? '';

  beforeAll(async () => {
    if (!kernels) return;
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-editor-results-'));
    modules = path.join(folder, 'modules');
    cache = path.join(folder, 'cache');
    makeKernelFolder(modules, {
      modulesDir: kernels.modulesDir,
      releases: [old, recent],
      withoutHeaders: [withoutHeaders],
    });
    editor = await Editor.start({
      copyOf: sample,
      files: { 'hello.c': halfBroken },
      settings: { 'dkms.kernelFolders': [modules], 'dkms.cacheFolder': cache },
    });
    await editor.open('dkms.conf');
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(async () => {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A row of the Test Explorer. */
  const item = (name: string): Locator =>
    editor.page.locator(`.test-explorer [role="treeitem"][aria-label^="${name}"]`);

  test('the views show the module with its kernels, and what a kernel lacks', async () => {
    await editor.page.locator('.activitybar').getByRole('tab', { name: 'DKMS' }).click();
    await editor.row('Module hello, not built yet').waitFor();
    await editor.row(`hello for ${recent}: not built yet`).waitFor();
    await editor.row(`Kernel ${withoutHeaders}, headers are missing`).waitFor();
    expect(await editor.row(`hello for ${withoutHeaders}`).count()).toBe(0);
    await editor.screenshot('views');
  });

  test('the command that installs headers is typed into a terminal, and not run', async () => {
    const lacking = editor.row(`Kernel ${withoutHeaders}`);
    await lacking.hover();
    await lacking.getByRole('button', { name: 'Install Kernel Headers in Terminal' }).click();
    await editor.terminal.filter({ hasText: `install linux-headers-${withoutHeaders}` }).waitFor();
    await editor.screenshot('kernel-install');
    await editor.run('Terminal: Kill the Active Terminal Instance');
  });

  test('a kernel is selected by its row, which is then marked', async () => {
    await editor.row(`Kernel ${old}`).hover();
    await editor.row(`Kernel ${old}`).getByRole('button', { name: 'Build Against This Kernel' }).click();
    await editor.row(`Kernel ${old}, selected`).waitFor();
    await editor.kernelStatus.getByText(old).waitFor();
  });

  test('a module is built for all kernels with one click, and each row shows its result', async () => {
    await editor.row('Module hello').hover();
    await editor.row('Module hello').getByRole('button', { name: 'Build Module for All Kernels' }).click();
    await editor.row('Module hello, building').waitFor();
    await editor
      .row(`hello for ${old}: compiling`)
      .or(editor.row(`hello for ${old}: 1 object`))
      .first()
      .waitFor();
    await editor.screenshot('views-building');
    await editor.row(`hello for ${recent}: failed, 1 error`).waitFor();
    await editor.row(`hello for ${old}: built`).waitFor();
    await editor.row('Module hello, 1 built, 1 failed').waitFor();
    await editor.terminal.filter({ hasText: /1 built, 1 failed/ }).waitFor();
    await editor.buildStatus.getByText('1 built, 1 failed').waitFor();
    await editor.screenshot('views-built');
  });

  test('one message gives the result of several builds, and there is none while they run', async () => {
    const messages = editor.notifications.filter({ hasText: /\bbuil(?:d|ding|t)\b/i });
    await messages.filter({ hasText: '2 builds ended: 1 built, 1 failed.' }).waitFor();
    expect(await messages.count()).toBe(1);
    await messages.getByRole('button', { name: 'Show Results' }).click();
  });

  test('rows of builds that did not fail can be hidden', async () => {
    await editor.run('DKMS: Show Failed Builds Only');
    await editor.row(`hello for ${old}`).waitFor({ state: 'detached' });
    await editor.row(`hello for ${recent}: failed`).waitFor();
    await editor.screenshot('views-failed-only');
    await editor.run('DKMS: Show All Results');
    await editor.row(`hello for ${old}: built`).waitFor();
  });

  test('the Test Explorer shows the same, although the builds were not started there', async () => {
    await editor.run('View: Show Testing');
    await item('hello').click();
    await editor.page.keyboard.press('ArrowRight');
    await item(`${recent} (Failed)`).waitFor();
    await item(`${old} (Passed)`).waitFor();
    await editor.screenshot('test-explorer-mirrored');
  });

  test("using only the keyboard, a failed row leads to the error on the user's line", async () => {
    await editor.run('DKMS: Focus on Results View');
    await editor.page.keyboard.press('Home');
    await editor.page.keyboard.press('ArrowDown');
    await editor.row(`hello for ${recent}`).and(editor.page.locator('.focused')).waitFor();
    await editor.page.keyboard.press('Enter');
    await editor.page.locator('.tabs-container .tab.active').filter({ hasText: 'hello.c' }).waitFor();
    const line = halfBroken.split('\n').findIndex((text) => text.includes('gone_since_long')) + 1;
    await editor.cursorAt(new RegExp(`^Ln ${line}, Col \\d+ \\(15 selected\\)`)).waitFor();
    await editor.run('DKMS: Focus on Results View');
    await editor.page.keyboard.press('ArrowRight');
    await editor.row('First error: ').waitFor();
    await editor.page.keyboard.press('ArrowDown');
    await editor.page.keyboard.press('ArrowDown');
    await editor.page.keyboard.press('ArrowRight');
    await editor.row('Module file hello.ko').waitFor();
    await editor.screenshot('views-first-error');
  });

  test('a module that is built can be asked whether other kernels load it', async () => {
    const file = editor.row('Module file hello.ko');
    await file.hover();
    await file.getByRole('button', { name: 'Will It Load?' }).click();
    await editor.quickInputRows.filter({ hasText: 'it was built for this kernel' }).waitFor();
    await editor.page.keyboard.press('Enter');
    const page = editor.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await page.getByText('1 of 2 kernels would refuse it.').waitFor();
    await page.getByText(/the checksums? of module_layout .* in kernel/).waitFor();
    await editor.screenshot('will-it-load');
    await editor.run('View: Close Editor');
  });

  test('an edit above moves the problem, an edit of its line makes it stale, and the rows say so', async () => {
    await editor.open('hello.c');
    const problem = await editor.problem('gone_since_long');
    const line = halfBroken.split('\n').findIndex((text) => text.includes('gone_since_long')) + 1;
    await problem.filter({ hasText: `Ln ${line}` }).waitFor();
    await editor.goTo(1, 1);
    await editor.page.keyboard.type('\n\n');
    await problem.filter({ hasText: `Ln ${line + 2}` }).waitFor();
    await editor.row(`hello for ${recent}: edited since, failed`).waitFor();
    await editor.row(`hello for ${old}: built, edited since`).waitFor();
    await editor.goTo(line + 2, 1);
    await editor.page.keyboard.type('//');
    await problem.filter({ hasText: `edited since the build for ${recent}` }).waitFor();
    await editor.screenshot('views-stale');
    await editor.showTheme('Default Dark Modern', 'vs-dark');
    await editor.screenshot('views-stale-dark');
    await editor.run('View: Show Testing');
    for (const state of [`${recent} (Failed)`, `${old} (Passed)`])
      await item(state).locator('.computed-state.retired').waitFor();
    await editor.screenshot('test-explorer-outdated');
    await editor.run('View: Show DKMS');
  });

  test('one command saves and rebuilds what failed', async () => {
    await editor.run('DKMS: Rebuild Failed');
    await editor.row(`hello for ${recent}: built`).waitFor();
    await editor.row(`hello for ${old}: built, edited since`).waitFor();
    await (await editor.problems()).getByText('No problems have been detected').waitFor();
    await editor.screenshot('views-rebuilt-dark');
  });

  test('a build that is cancelled by its row leaves no process behind', async () => {
    // kbuild waits for a file that never appears.
    writeFileSync(
      editor.file('Kbuild'),
      'obj-m := hello.o\n$(obj)/hello.o: $(obj)/never\n$(obj)/never: ; tail -c 0 -f $(src)/hello.c\n',
    );
    await editor.run('DKMS: Build Module for All Kernels');
    const cell = editor.row(`hello for ${recent}`);
    await expect
      .poll(() => processesAbout(cache).filter(({ command }) => command.startsWith('tail ')).length)
      .toBe(2);
    await cell.hover();
    await cell.getByRole('button', { name: 'Cancel Build' }).click();
    await editor.row(`hello for ${recent}: cancelled`).waitFor();
    await expect
      .poll(() => processesAbout(cache).filter(({ command }) => command.startsWith('tail ')).length)
      .toBe(1);
    await editor.run('DKMS: Cancel All Builds');
    await editor.row(`hello for ${old}: cancelled`).waitFor();
    await expect.poll(() => processesAbout(cache)).toEqual([]);
    await editor.screenshot('views-cancelled');
  });

  test('in the Test Explorer a kernel is a test, and its failure links to the line', async () => {
    writeFileSync(editor.file('Kbuild'), readFileSync(path.join(sample, 'Kbuild')));
    await editor.open('hello.c');
    await editor.replaceText(halfBroken);
    await editor.page.keyboard.press('Control+S');
    await editor.run('Test: Run All Tests');
    await editor.run('View: Show Testing');
    await item(`${recent} (Failed)`).waitFor();
    await item(`${old} (Passed)`).waitFor();
    await editor.screenshot('test-explorer');
    await item(`${recent} (Failed)`).dblclick();
    await editor.page.locator('.test-output-peek, .zone-widget').first().waitFor();
    await editor.screenshot('test-explorer-failure');
    await editor.page.keyboard.press('Escape');
  });

  test('a kernel whose headers appear is offered, and its build is shown in the rows', async () => {
    await editor.run('View: Show DKMS');
    const appeared = testRelease('5.10') ?? '';
    symlinkSync(path.join(kernels?.modulesDir ?? '', appeared), path.join(modules, appeared));
    const offer = editor.notifications.filter({ hasText: `The headers of ${appeared} were installed` });
    await offer.waitFor();
    await editor.screenshot('new-kernel');
    await offer.getByRole('button', { name: 'Build', exact: true }).click();
    await editor.row(`hello for ${appeared}: built`).waitFor();
    rmSync(path.join(modules, appeared));
    await editor.row(`hello for ${appeared}`).waitFor({ state: 'detached' });
  });
});
