import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { Editor, editorMissing } from '../support/editor.ts';
import { headerPackages } from '../support/header-packages.ts';
import { writeHello } from '../support/hello-module.ts';
import { needs } from '../support/needs.ts';
import { serveArchive } from '../support/package-archive.ts';

describe('a kernel set by name, in a real editor', needs(editorMissing()), () => {
  let editor: Editor;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'named-kernels-'));
    const cacheFolder = path.join(folder, 'cache');
    // The kernel of Debian 12 was downloaded in a terminal; that of Debian 11 was not.
    const architecture = execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();
    const archive = await serveArchive(folder, 'bookworm', architecture, headerPackages('6.1.0-50-amd64'));
    const words = ['kernels', 'get', 'debian-12', '--mirror', archive.address, '--keyring', archive.keyring];
    const got = await runCommandLine(words, { env: { DKMS_TOOLS_CACHE: cacheFolder } });
    await archive.close();
    expect(got.code, got.err).toBe(0);
    editor = await Editor.start({
      ...{ files: {}, copyOf: writeHello(path.join(folder, 'hello')) },
      settings: {
        'dkms.cacheFolder': cacheFolder,
        'dkms.kernels': ['debian-12', 'debian-11'],
        'dkms.buildOnNewKernel': 'never',
      },
    });
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(async () => {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const question = () =>
    editor.page
      .locator('.notification-list-item')
      .filter({ hasText: 'The kernels of debian-11 in dkms.kernels are not on this machine.' });

  test('has the kernel that a terminal got, and asks once about the other', async () => {
    await editor.run('DKMS: Focus on Kernels View');
    await question().waitFor();
    await editor.page.locator('.monaco-list-row').filter({ hasText: '6.1.0-50-amd64' }).first().waitFor();
    await editor.screenshot('named-kernels');
    await question().getByRole('button', { name: 'Not Now' }).click();
    await question().waitFor({ state: 'detached' });
    await editor.page.reload();
    await editor.run('DKMS: Focus on Kernels View');
    await editor.page.locator('.monaco-list-row').filter({ hasText: '6.1.0-50-amd64' }).first().waitFor();
    expect(await question().count()).toBe(0);
  });
});
