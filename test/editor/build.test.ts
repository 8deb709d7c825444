import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { makeKernelFolder } from '../support/kernel-folder.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs, noDkms } from '../support/needs.ts';
import { processesAbout } from '../support/processes.ts';

const hasDkms = spawnSync('dkms', ['--version']).status === 0;
const kernels = testKernels();
const missing = editorMissing() ?? (kernels ? undefined : howToGetTestMaterial);
const sample = path.resolve(import.meta.dirname, '..', '..', 'samples', 'hello');
const hello = readFileSync(path.join(sample, 'hello.c'), 'utf8');
const withoutHeaders = '6.99.0-1-amd64';

describe('building in a real editor', needs(missing), () => {
  let editor: Editor;
  let folder: string;
  let cache: string;

  beforeAll(async () => {
    if (!kernels) return;
    const { modulesDir, release61, release612 } = kernels;
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-editor-build-'));
    cache = path.join(folder, 'cache');
    makeKernelFolder(path.join(folder, 'modules'), {
      modulesDir,
      releases: [release61, release612],
      withoutHeaders: [withoutHeaders],
    });
    editor = await Editor.start({
      copyOf: sample,
      files: { 'hello.c': hello.replace('whom);\n\treturn 0', 'whom_else);\n\treturn 0') },
      settings: { 'dkms.kernelFolders': [path.join(folder, 'modules')], 'dkms.cacheFolder': cache },
    });
    await editor.open('dkms.conf');
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(async () => {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('the status bar opens the list of kernels, which shows what the others lack', async () => {
    const ready = editor.quickInputRows.filter({ hasText: kernels?.release61 ?? '' });
    const other = editor.quickInputRows.filter({ hasText: withoutHeaders });
    // The list has no kernel before they are found.
    await editor.until(ready, () => editor.kernelStatus.click());
    await other.filter({ hasText: `linux-headers-${withoutHeaders}` }).waitFor();
    await editor.screenshot('kernels');
    await other.click();
    const explanation = editor.notifications.filter({ hasText: `${withoutHeaders} can't be built against` });
    await explanation.getByText('Copy Command').waitFor();
    await editor.screenshot('kernel-without-headers');
    await explanation.getByText('Copy Command').click();
    const copied = editor.page.locator('.statusbar').getByText(`Copied: apt install`);
    await copied.waitFor();

    await editor.selectKernel(kernels?.release61 ?? '');
    await copied.waitFor({ state: 'hidden' });
    await editor.open('dkms.conf');
  });

  test('the conf offers a build for the selected kernel', async () => {
    const lens = editor.page.locator('.codelens-decoration a');
    await lens.filter({ hasText: `Build for ${kernels?.release61}` }).waitFor();
    await lens.filter({ hasText: /^Builds on \S+ to \S+ \(likely\)$/ }).waitFor();
    await editor.screenshot('code-lens');
  });

  test('the conf says on which kernels the module builds, and opens what is known of the others', async () => {
    await editor.page.locator('.codelens-decoration a').filter({ hasText: 'Builds on' }).click();
    const page = editor.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await page.getByText('Kernels for hello').waitFor();
    await page.getByText('no known obstacle').first().waitFor();
    await editor.screenshot('kernel-range');
    await editor.run('View: Close Editor');
    await editor.open('dkms.conf');
  });

  test(
    'the build is verified with the real dkms, and the result is shown',
    needs(!hasDkms && noDkms),
    async () => {
      await editor.run('DKMS: Verify with dkms');
      const notifications = editor.notifications.filter({ hasText: /dkms agrees on hello\/\S+ for/ });
      await notifications.getByText("dkms's Log").waitFor();
      expect(await notifications.textContent()).toContain('failed, exit code 10');
      await editor.screenshot('verify-with-dkms');
      await notifications.getByText("dkms's Log").click();
      await editor.page.locator('.tab.active', { hasText: 'make.log' }).waitFor();
      await editor.open('dkms.conf');
    },
  );

  test("a compiler error is in the Problems panel, in the user's own file", async () => {
    await editor.run('DKMS: Build Module');
    await editor.terminal.filter({ hasText: /Failed to build hello/ }).waitFor();
    await editor.screenshot('build-failed-terminal');
    const problem = await editor.problem('whom_else');
    await problem.waitFor();
    await problem.dblclick();
    await editor.tabOf('hello.c').waitFor();
    const line = hello.split('\n').findIndex((text) => text.includes('hello, %s')) + 1;
    await editor.page
      .locator('.statusbar')
      .getByText(new RegExp(`^Ln ${line}, Col \\d+ \\(9 selected\\)`))
      .waitFor();
    await editor.screenshot('build-failed');
  });

  test('the problem is gone after it is fixed and built again', async () => {
    await editor.replaceText(hello);
    // Started without saving: the build has to use the text that the user sees.
    await editor.page.keyboard.press('Control+Shift+B');
    // The editor lists the build tasks of the workspace; there is one.
    await editor.choose('build hello');
    await editor.terminal.filter({ hasText: /Built hello\/1\.0/ }).waitFor();
    await editor.screenshot('build-ok');
    await (await editor.problems()).getByText('No problems have been detected').waitFor();
    await editor.screenshot('problem-gone');
  });

  test("a mistake shows when its file is saved, without a build, and the compiler's suggestion fixes it", async () => {
    await editor.open('hello.c');
    await editor.replaceText(hello.replace('pr_info(', 'prntk('));
    await editor.page.keyboard.press('Control+s');
    const problem = await editor.problem('prntk');
    await problem.waitFor();
    await editor.screenshot('check-on-save');
    await problem.dblclick();
    await editor.tabOf('hello.c').waitFor();
    const proposal = editor.page
      .locator('.action-widget')
      .getByText("Change to 'printk', as the compiler proposes");
    // The double click leaves the focus in the panel for a moment, and a menu that opens then closes again.
    await editor.until(proposal, async () => {
      await editor.page.locator('.view-line').getByText('prntk').click();
      await editor.page.keyboard.press('Control+.');
    });
    await editor.screenshot('check-on-save-fix');
    await editor.page.keyboard.press('Enter');
    await proposal.waitFor({ state: 'hidden' });
    await editor.page.keyboard.press('Control+s');
    await (await editor.problems()).getByText('No problems have been detected').waitFor();
    expect(readFileSync(editor.file('hello.c'), 'utf8')).toBe(hello.replace('pr_info(', 'printk('));
  });

  test('a cancelled build leaves no process behind', async () => {
    await editor.open('Kbuild');
    // kbuild waits for a file that never appears; the waiting process is three levels below the build's own.
    await editor.replaceText(
      'obj-m := hello.o\n$(obj)/hello.o: $(obj)/never\n$(obj)/never: ; tail -c 0 -f $(src)/hello.c\n',
    );
    await editor.run('DKMS: Build Module');
    await expect.poll(() => commandsAbout(cache).join('\n')).toMatch(/^tail /m);
    const progress = editor.notifications.filter({ hasText: /Building hello for/ });
    await progress.waitFor();
    await editor.screenshot('build-running');
    await progress.getByText('Cancel').click();
    await editor.terminal.filter({ hasText: /Cancelled the build/ }).waitFor();
    await expect.poll(() => commandsAbout(cache)).toEqual([]);
    await editor.screenshot('build-cancelled');
  });
});

function commandsAbout(folder: string): readonly string[] {
  return processesAbout(folder).map(({ command }) => command);
}
