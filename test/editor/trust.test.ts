import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { makeKernelFolder } from '../support/kernel-folder.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';

const kernels = testKernels();
const missing = editorMissing();
const task = {
  type: 'dkms',
  label: 'hello for 6.1',
  conf: 'dkms.conf',
  kernel: kernels?.release61,
  group: { kind: 'build', isDefault: true },
};
const sample = path.resolve(import.meta.dirname, '..', '..', 'samples', 'hello');

describe('a workspace that is not trusted', needs(missing), () => {
  let editor: Editor;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-editor-trust-'));
    const modules = path.join(folder, 'modules');
    const [modulesDir, releases] = kernels ? [kernels.modulesDir, [kernels.release61]] : ['', []];
    makeKernelFolder(modules, { modulesDir, releases, withoutHeaders: [] });
    editor = await Editor.start({
      copyOf: sample,
      files: {
        'broken.dkms.conf': 'PACKAGE_NAME="hello"\n',
        '.vscode/tasks.json': JSON.stringify({ version: '2.0.0', tasks: [task] }),
      },
      settings: { 'dkms.kernelFolders': [modules], 'dkms.cacheFolder': path.join(folder, 'cache') },
      trusted: false,
    });
    await editor.page.locator('.statusbar').getByText('Restricted Mode').waitFor();
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(async () => {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('the language works', async () => {
    await editor.open('broken.dkms.conf');
    await (await editor.problem('PACKAGE_VERSION')).waitFor();
    await editor.screenshot('untrusted');
  });

  test('a build is offered only once the workspace is trusted', async () => {
    // The list shows its first rows only.
    expect(await editor.commandsFor('DKMS: Select Kernel')).toContain('DKMS: Select Kernel');
    expect(await editor.commandsFor('DKMS: Build Module')).not.toContain('DKMS: Build Module');
    await editor.run('Workspaces: Manage Workspace Trust');
    const trust = editor.page.locator('.workspace-trust-editor');
    await trust.getByRole('button', { name: 'Trust', exact: true }).click();
    await expect.poll(() => editor.commandsFor('DKMS: Build Module')).toContain('DKMS: Build Module');
  });

  test('its own build task runs once it is trusted', needs(!kernels && howToGetTestMaterial), async () => {
    await editor.page.keyboard.press('Control+Shift+B');
    await editor.terminal.filter({ hasText: /Built hello\/1\.0/ }).waitFor();
    await editor.page.locator('.single-terminal-tab').filter({ hasText: task.label }).waitFor();
    await editor.run('DKMS: Open Build Log');
    await editor.page.locator('.tabs-container .tab.active').filter({ hasText: 'make.log' }).waitFor();
  });
});
