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
const sample = path.resolve(import.meta.dirname, '..', '..', 'samples', 'hello');
const source = readFileSync(path.join(sample, 'hello.c'), 'utf8');
const names = Array.from({ length: 30 }, (_, index) => `driver${String(index + 1).padStart(2, '0')}`);
const broken = 'driver17';

describe('thirty modules in a real editor', needs(missing), () => {
  let editor: Editor;
  let folder: string;

  beforeAll(async () => {
    if (!kernels) return;
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-editor-many-'));
    const modules = path.join(folder, 'modules');
    makeKernelFolder(modules, {
      modulesDir: kernels.modulesDir,
      releases: [kernels.release61],
      withoutHeaders: [],
    });
    editor = await Editor.start({
      files: Object.assign({}, ...names.map(filesOf)) as Record<string, string>,
      settings: { 'dkms.kernelFolders': [modules], 'dkms.cacheFolder': path.join(folder, 'cache') },
    });
    await editor.open(`${broken}/dkms.conf`);
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(async () => {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('their rows are collapsed at first', async () => {
    await editor.page.locator('.activitybar').getByRole('tab', { name: 'DKMS' }).click();
    await editor.row(`Module ${names[0]}, not built yet`).waitFor();
    expect(await editor.row(`Module ${names[0]}`).getAttribute('aria-expanded')).toBe('false');
    expect(await editor.row(`${names[0]} for `).count()).toBe(0);
    await editor.screenshot('many-modules');
  });

  test('the list of build tasks has one for each module, and one for all', async () => {
    const task = editor.quickInputRows.filter({ hasText: 'build driver01' });
    await editor.until(task.first(), async () => {
      await editor.page.keyboard.press('Escape');
      await editor.page.keyboard.press('Control+Shift+B');
    });
    expect(await task.count()).toBe(1);
    await editor.screenshot('many-modules-tasks');
    await editor.page.keyboard.press('Escape');
  });

  test('while all are built, only the status bar shows it; one message gives the result', async () => {
    await editor.run('DKMS: Build All Modules for All Kernels');
    await editor.buildStatus.getByText(/Building \d+\/30/).waitFor();
    await editor.screenshot('many-modules-building');
    const messages = editor.notifications.filter({ hasText: /\bbuil(?:d|ding|t)/i });
    expect(await messages.count()).toBe(0);
    await messages.filter({ hasText: '30 builds ended: 29 built, 1 failed.' }).waitFor();
    expect(await messages.count()).toBe(1);
    await editor.screenshot('many-modules-built');
    await messages.getByRole('button', { name: 'Show Results' }).click();
  });

  test('the failed one is found at once', async () => {
    await editor.run('DKMS: Show Failed Builds Only');
    await editor.row(`Module ${broken}, 1 failed`).waitFor();
    await editor.row(`Module ${names[0]}`).waitFor({ state: 'detached' });
    await editor.screenshot('many-modules-failed');
  });
});

/** A module in a folder of its own; one of them does not compile. */
function filesOf(name: string): Record<string, string> {
  return {
    [`${name}/dkms.conf`]: [
      `PACKAGE_NAME="${name}"`,
      'PACKAGE_VERSION="1.0"',
      `BUILT_MODULE_NAME[0]="${name}"`,
      'DEST_MODULE_LOCATION[0]="/updates/dkms"',
      'AUTOINSTALL="yes"',
      '',
    ].join('\n'),
    [`${name}/Kbuild`]: `obj-m := ${name}.o\n`,
    [`${name}/${name}.c`]: name === broken ? source.replace('return 0', 'return missing') : source,
  };
}
