import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';

const missing = editorMissing();

// If the test material was fetched, Debian's archive is reachable.
describe(
  'kernels of an archive, in a real editor',
  needs(missing, !testKernels() && howToGetTestMaterial),
  () => {
    let editor: Editor;
    let folder: string;

    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'get-kernels-'));
      const cacheFolder = path.join(folder, 'cache');
      editor = await Editor.start({
        ...{ files: {}, copyOf: writeHello(path.join(folder, 'hello')) },
        settings: {
          'dkms.cacheFolder': cacheFolder,
          'dkms.kernelArchives': ['debian-12'],
          'dkms.buildOnNewKernel': 'never',
          'dkms.systemKernels': true,
        },
        machine: {},
      });
    });
    afterEach(({ task }) => editor?.screenshotOfFailure(task));
    afterAll(async () => {
      await editor?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const kernelRows = () => editor.page.locator('.monaco-list-row').filter({ hasText: 'downloaded' });

    test('are listed, and one is downloaded and built for', async () => {
      await editor.run('DKMS: Get Kernel Headers…');
      await editor.quickInputRows.filter({ hasText: 'debian-12' }).first().waitFor();
      await editor.page.keyboard.type('6.1.0 cloud');
      await editor.page.keyboard.press('Escape');
      await editor.run('DKMS: Get Kernel Headers…');
      await editor.quickInputRows.filter({ hasText: 'debian-12' }).first().waitFor();
      await editor.screenshot('get-kernels');
      await editor.quickInputRows
        .filter({ hasText: /^6\.1\.0-\d+-amd64/ })
        .first()
        .click();
      await editor.page.keyboard.press('Enter');
      await editor.run('DKMS: Focus on Kernels View');
      await kernelRows().first().waitFor();
      await editor.screenshot('downloaded-kernel');
      await editor.run('DKMS: Build Module for All Kernels');
      await editor.run('DKMS: Focus on Results View');
      await editor.row('Module hello, 1 built').waitFor();
    });

    test('are removed where they are listed', async () => {
      await editor.run('DKMS: Focus on Kernels View');
      const remove = editor.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Remove' });
      await editor.chooseInMenu(kernelRows().first(), 'Remove Downloaded Kernel Headers', remove);
      await remove.click();
      await kernelRows().first().waitFor({ state: 'detached' });
      expect(await kernelRows().count()).toBe(0);
    });
  },
);
