import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { clangdExtension, clangdPath } from '../support/clangd.ts';
import { Editor, editorMissing } from '../support/editor.ts';
import { makeKernelFolder } from '../support/kernel-folder.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs, noClangd } from '../support/needs.ts';

const kernels = testKernels();
const missing = editorMissing() ?? (kernels ? undefined : howToGetTestMaterial);
const sample = path.resolve(import.meta.dirname, '..', '..', 'samples', 'hello');
const hello = readFileSync(path.join(sample, 'hello.c'), 'utf8');

describe('next to the clangd extension', needs(missing, !clangdPath() && noClangd), () => {
  const { modulesDir = '', release61 = '', release612 = '' } = kernels ?? {};
  let editor: Editor;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-editor-clangd-'));
    makeKernelFolder(path.join(folder, 'modules'), {
      modulesDir,
      releases: [release61, release612],
      withoutHeaders: [],
    });
    editor = await Editor.start({
      copyOf: sample,
      files: { 'hello.c': hello.replace('\treturn 0;', '\n\treturn 0;') },
      settings: {
        'dkms.kernelFolders': [path.join(folder, 'modules')],
        'dkms.cacheFolder': path.join(folder, 'cache'),
        // Only what clangd proposes.
        'editor.wordBasedSuggestions': 'off',
      },
      others: [await clangdExtension(clangdPath() ?? '')],
    });
    await editor.open('hello.c');
    await editor.selectKernel(release61);
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(async () => {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('names that some kernels lack are marked in its proposals, and others are not', async () => {
    await editor.run('DKMS: Build Module');
    await editor.buildStatus.getByText('1').first().waitFor();
    await editor.run('DKMS: Use the Selected Kernel in clangd');
    await editor.notifications.filter({ hasText: 'clangd now uses' }).waitFor();
    await editor.open('hello.c');
    await editor.goTo(14, 1);
    await editor.page.keyboard.insertText('strlc');
    const proposal = editor.page.locator('.suggest-widget .monaco-list-row');
    const gone = proposal.filter({ hasText: 'strlcpy' }).filter({ hasText: 'not 6.12' }).first();
    // clangd proposes nothing before it has read the kernel's headers.
    await editor.until(gone, async () => {
      await editor.page.keyboard.press('Escape');
      await editor.page.keyboard.press('Control+Space');
    });
    await gone.locator('.deprecated').first().waitFor();
    await editor.screenshot('clangd-proposals');
    const kept = proposal.filter({ hasText: 'strlcat' }).first();
    expect(await kept.textContent()).not.toContain('not 6.12');
    expect(await kept.locator('.deprecated').count()).toBe(0);
  });
});
