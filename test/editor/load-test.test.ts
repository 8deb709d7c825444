import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { makeKernelFolder } from '../support/kernel-folder.ts';
import { testImage, testKernels } from '../support/kernels.ts';
import { askedLine, askedSource, machineMissing, noImage } from '../support/load-test.ts';
import { needs } from '../support/needs.ts';
import { processesAbout } from '../support/processes.ts';
import { hangMs, until } from '../support/waiting.ts';

const kernels = testKernels();
const sample = path.resolve(import.meta.dirname, '..', '..', 'samples', 'hello');
const release = kernels?.release61 ?? '';
const bootless = kernels?.release612 ?? '';
const image = testImage(release);

describe('a load test in a real editor', needs(editorMissing(), !image && noImage, machineMissing()), () => {
  let editor: Editor;
  let folder: string;

  beforeAll(async () => {
    if (!kernels || image === undefined) return;
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-editor-load-'));
    const modules = path.join(folder, 'modules');
    makeKernelFolder(modules, {
      modulesDir: kernels.modulesDir,
      releases: [release, bootless],
      withoutHeaders: [],
    });
    editor = await Editor.start({
      copyOf: sample,
      files: { 'hello.c': askedSource },
      settings: {
        'dkms.kernelFolders': [modules, image],
        'dkms.cacheFolder': path.join(folder, 'cache'),
        'dkms.loadTestTimeout': hangMs / 1000,
        'dkms.loadTestMachine': 'busybox',
      },
    });
    await editor.open('hello.c');
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(async () => {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const cell = (): Locator => editor.row(`hello for ${release}:`);
  const command = (text: string) => editor.page.locator('.quick-input-widget input[type="text"]').fill(text);

  test('a kernel without an image says what to install, and the command is typed, not run', async () => {
    await editor.run('DKMS: Load Test');
    await editor.quickInputRows.filter({ hasText: 'There is no image of kernel' }).waitFor();
    await editor.screenshot('load-kernels');
    await editor.choose(bootless);
    const missing = editor.notifications.filter({ hasText: `There is no image of kernel ${bootless}` });
    await missing.getByRole('button', { name: 'Type Command' }).click();
    await editor.terminal.filter({ hasText: `install linux-image-${bootless}` }).waitFor();
    await editor.run('Terminal: Kill the Active Terminal Instance');
  });

  test('a warning of the kernel is a problem on its line, and the row says that the test failed', async () => {
    await editor.page.locator('.activitybar').getByRole('tab', { name: 'DKMS' }).click();
    await editor.row('Module hello').waitFor();
    await editor.run('DKMS: Load Test');
    await editor.choose(release);
    await command('echo w >/sys/module/hello/parameters/do');
    await editor.screenshot('load-command');
    await editor.page.keyboard.press('Enter');
    const progress = editor.notifications.filter({ hasText: `Load test of hello for ${release}` });
    await progress.filter({ hasText: /starting the virtual machine|inserting|running/ }).waitFor();
    await editor.screenshot('load-running');
    const failed = editor.notifications.filter({
      hasText: `The load test of hello/1.0 for ${release} failed`,
    });
    await failed.waitFor();
    await editor.output.filter({ hasText: 'The load test of hello/1.0' }).first().waitFor();
    await cell().filter({ hasText: 'load test failed' }).waitFor();
    await editor.screenshot('load-failed');
    await failed.getByRole('button', { name: 'Show Problem' }).click();
    await editor.cursorAt(new RegExp(`Ln ${askedLine('WARN_ON')}, Col`)).waitFor();
    await (await editor.problem('WARNING in complain, while the test command ran')).waitFor();
    await editor.screenshot('load-problem');
  });

  test('the row of the load test opens its console, and a passed test replaces the failed one', async () => {
    await cell().locator('.monaco-tl-twistie').click();
    const load = editor.row('Load test: failed');
    await load.waitFor();
    await load.hover();
    await load.getByRole('button', { name: 'Open Console Log' }).click();
    await editor.page.locator('.tabs-container .tab.active').filter({ hasText: 'console.log' }).waitFor();
    await editor.screenshot('load-console');
    await load.hover();
    await load.getByRole('button', { name: 'Load Test' }).click();
    await command('true');
    await editor.page.keyboard.press('Enter');
    await editor.notifications
      .filter({ hasText: `hello/1.0 for ${release} was loaded and unloaded` })
      .waitFor();
    await editor.row('Load test: passed').waitFor();
    await (await editor.problem('WARNING in complain')).waitFor({ state: 'detached' });
    await editor.screenshot('load-passed');
  });

  test('the progress notification cancels it', async () => {
    await editor.open('dkms.conf');
    await editor.run('Testing: Focus on Test Explorer View');
    const item = editor.page.locator(`.test-explorer [role="treeitem"][aria-label^="${release}"]`);
    await editor.page.locator('.test-explorer [role="treeitem"][aria-label^="hello"]').click();
    await editor.page.keyboard.press('ArrowRight');
    const box = editor.page.locator('.quick-input-widget input[type="text"]');
    await editor.chooseInMenu(item, 'Load Test', box);
    await command('sleep 100000');
    await editor.page.keyboard.press('Enter');
    const cache = path.join(folder, 'cache');
    await until(() => processesAbout(cache).some(({ command }) => command.includes('qemu-system')));
    const progress = editor.notifications.filter({ hasText: `Load test of hello for ${release}` });
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await until(() => processesAbout(cache).length === 0);
    await editor.output.filter({ hasText: 'was cancelled' }).first().waitFor();
  });
});
