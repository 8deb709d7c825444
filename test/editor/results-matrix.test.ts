import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { makeKernelFolder } from '../support/kernel-folder.ts';
import { howToGetTestMaterial, testKernels, testRelease } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';

const kernels = testKernels();
const oldest = testRelease('5.10');
const missing = editorMissing() ?? (kernels && oldest ? undefined : howToGetTestMaterial);
const source = readFileSync(
  path.resolve(import.meta.dirname, '..', '..', 'samples', 'hello', 'hello.c'),
  'utf8',
);

/** The picture of the results in the README. */
describe('modules and kernels with every outcome', needs(missing), () => {
  const { modulesDir = '', release61 = '', release612 = '' } = kernels ?? {};
  let editor: Editor;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-editor-matrix-'));
    const modules = path.join(folder, 'modules');
    makeKernelFolder(modules, {
      ...{ modulesDir, releases: [oldest ?? '', release61, release612], withoutHeaders: [] },
    });
    editor = await Editor.start({
      files: {
        ...moduleFiles('broken', source.replace('\treturn 0', '\tgone_call(whom);\n\treturn 0')),
        ...moduleFiles('greeter', source),
        ...moduleFiles(
          'picky',
          source.replace('\treturn 0', '\tint unused;\n\n\treturn 0'),
          'BUILD_EXCLUSIVE_KERNEL="^6\\."\n',
        ),
      },
      settings: {
        'dkms.kernelFolders': [modules],
        'dkms.systemKernels': false,
        'dkms.cacheFolder': path.join(folder, 'cache'),
        'dkms.kernels': ['*', { kernel: oldest, module: 'broken', knownFailure: 'only for 6.1 and later' }],
      },
    });
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(async () => {
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('each module sums up its kernels, and each kernel says how its build ended', async () => {
    await editor.open('greeter/dkms.conf');
    await editor.page.locator('.activitybar').getByRole('tab', { name: 'DKMS' }).click();
    await editor.row('Module broken, not built yet').waitFor();
    // All rows fit when this view is closed.
    await editor.page.locator('.pane-header').filter({ hasText: 'Registered Modules' }).click();
    await editor.run('DKMS: Build All Modules for All Kernels');
    await editor.row('Module broken, 2 failed, 1 known to fail').waitFor();
    await editor.row('Module greeter, 3 built').waitFor();
    await editor.row('Module picky, 2 built, 1 skipped').waitFor();
    await editor.row(`picky for ${oldest}: skipped`).waitFor();
    await editor.row(`broken for ${oldest}: known to fail`).waitFor();
    await (await editor.problem('gone_call')).first().dblclick();
    await editor.tabOf('hello.c').waitFor();
    await editor.notifications.first().waitFor();
    await editor.run('Notifications: Clear All Notifications');
    await editor.screenshot('results-matrix');
  });
});

function moduleFiles(name: string, text: string, more = ''): Record<string, string> {
  return {
    [`${name}/dkms.conf`]: `PACKAGE_NAME="${name}"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n${more}AUTOINSTALL="yes"\n`,
    [`${name}/Kbuild`]: 'obj-m := hello.o\n',
    [`${name}/hello.c`]: text,
  };
}
