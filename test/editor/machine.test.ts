import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeDkmsTrees } from '../support/dkms-trees.ts';
import { Editor, editorMissing } from '../support/editor.ts';
import { needs, noDkms, noMounts } from '../support/needs.ts';
import { plainEnvironment, privateMounts } from '../support/surroundings.ts';
import { hangMs } from '../support/waiting.ts';

const dkms = spawnSync('dkms', ['--version'], { env: plainEnvironment() });

const conf = `PACKAGE_NAME="other"
PACKAGE_VERSION="1.0"
BUILT_MODULE_NAME[0]="other"
DEST_MODULE_LOCATION[0]="/updates/dkms"
AUTOINSTALL="yes"
`;
const kernel = '6.8.0-45-generic';
const log = `DKMS make.log for lamp-1.0 for kernel ${kernel} (x86_64)
/var/lib/dkms/lamp/1.0/build/lamp.c:3:2: error: implicit declaration of function 'strlcpy'
make[2]: *** [scripts/Makefile.build:243: /var/lib/dkms/lamp/1.0/build/lamp.o] Error 1
`;

describe(
  'DKMS on this machine, in a real editor',
  needs(editorMissing(), dkms.status !== 0 && noDkms, !privateMounts() && noMounts),
  () => {
    let folder: string;
    let editor: Editor;

    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-machine-'));
      const old = '6.1.0-1-amd64';
      const trees = makeDkmsTrees(
        folder,
        {
          bell: {
            modules: ['bell', 'bell_core'],
            builds: [{ kernel: old, installed: true, different: ['bell'] }, { kernel }],
          },
          gone: { source: 'dangling' },
          lamp: { builds: [{ kernel: old, installed: true }], failed: kernel },
        },
        '/',
      );
      for (const release of [old, kernel])
        mkdirSync(path.join(trees.installTree, release, 'kernel'), { recursive: true });
      writeFileSync(path.join(trees.dkmsTree, 'lamp/1.0/build/make.log'), log);
      writeFileSync(
        path.join(trees.sourceTree, 'lamp-1.0/lamp.c'),
        'int lamp(void)\n{\n\tstrlcpy(a, b, 3);\n}\n',
      );
      mkdirSync(path.join(folder, 'etc'));
      writeFileSync(path.join(folder, 'etc/other.conf'), 'MAKE="make other"\n');
      editor = await Editor.start({
        files: { 'dkms.conf': conf, 'other.c': '', Makefile: 'obj-m := other.o\n' },
        machine: {
          ...{ modules: trees.installTree, sources: trees.sourceTree, state: trees.dkmsTree },
          overrides: path.join(folder, 'etc'),
        },
      });
    });
    afterEach(({ task }) => editor?.screenshotOfFailure(task));
    afterAll(async () => {
      await editor?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const row = (label: string) =>
      editor.page.locator(`.pane-body [role="treeitem"][aria-label*="${label}"]`).first();
    const page = () => editor.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

    test('an override is named above the dkms.conf, and opens from there', async () => {
      await editor.open('dkms.conf');
      const lens = editor.page
        .locator('.codelens-decoration')
        .getByText('Overridden by /etc/dkms/other.conf');
      await lens.waitFor();
      const tab = editor.page.locator('.tabs-container .tab.active').filter({ hasText: 'other.conf' });
      // The editor redraws its lenses when others of the file arrive: a click in between misses them, and one on a lens that is gone by
      // then, because an earlier click has opened the file, would wait for it to come back.
      await editor.until(tab, async () => {
        if (await lens.isVisible()) await lens.click({ timeout: hangMs / 100 }).catch(() => {});
      });
      await editor.screenshot('machine-override');
      await editor.run('DKMS: Create Override for This Kernel');
      await editor.notifications.filter({ hasText: 'No kernel was found' }).waitFor();
    });

    test('each module is listed with its kernels, and what is wrong is flagged', async () => {
      await editor.open('dkms.conf');
      await editor.run('DKMS: Focus on Registered Modules View');
      await row(`lamp 1.0 for ${kernel}: build failed`).waitFor();
      await row('lamp 1.0 for 6.1.0-1-amd64: installed').waitFor();
      await row('Module bell 1.0, 1.0, installed for 1 of 2 kernels, 1 problem').waitFor();
      await row('Module gone 1.0, 1.0, broken, 1 problem').waitFor();
      await editor.screenshot('machine-view');
    });

    test('a module that is added shows up by itself, and a removed one disappears', async () => {
      makeDkmsTrees(folder, { added: {} }, '/');
      await row('Module added 1.0').waitFor();
      rmSync(path.join(folder, 'var/lib/dkms/added'), { recursive: true });
      await row('Module added 1.0').waitFor({ state: 'detached' });
    });

    test('a failed build is explained on its source, outside of the workspace', async () => {
      await row(`lamp 1.0 for ${kernel}: build failed`).click();
      await page().getByText(`lamp/1.0 for ${kernel}: failed`).waitFor();
      await page().getByText('Likely cause:').waitFor();
      const problem = await editor.problem("implicit declaration of function 'strlcpy'");
      await problem.waitFor();
      await (await editor.problems()).getByText('lamp.c').first().waitFor();
      await editor.screenshot('machine-log');
    });

    test('its dkms.conf opens from its row', async () => {
      const module = row('Module lamp 1.0');
      await module.hover();
      await module.locator('.action-label[aria-label="Open dkms.conf"]').click();
      await editor.page.locator('.tabs-container .tab.active').filter({ hasText: 'lamp-1.0' }).waitFor();
    });

    test('the machine is checked, and the command that mends it is typed, not run', async () => {
      await editor.run('DKMS: Check This Machine');
      await page().getByText('To fix').waitFor();
      await page().getByText('its source /usr/src/gone-1.0 is gone').first().waitFor();
      await editor.screenshot('machine-check');
      await editor.notifications.getByText('Show Commands').click();
      await editor.choose('rm -r /var/lib/dkms/gone/1.0');
      await editor.terminal.getByText('rm -r /var/lib/dkms/gone/1.0').waitFor();
      await row('Module gone 1.0, 1.0, broken, 1 problem').waitFor();
      await editor.screenshot('machine-remedy');
    });

    test('a module of the workspace is added by a command that is shown first, and not run', async () => {
      await editor.run('DKMS: Add to DKMS');
      await editor.terminal.getByText('dkms add /').last().waitFor();
      await editor.screenshot('machine-add');
    });

    test('what dkms would refuse is refused before root is asked for', async () => {
      writeFileSync(editor.file('dkms.conf'), conf.replace('PACKAGE_NAME="other"', 'PACKAGE_NAME="lamp"'));
      await editor.run('DKMS: Add to DKMS');
      await editor.notifications.filter({ hasText: 'lamp/1.0 is registered with DKMS already' }).waitFor();
      // The command that the previous test had typed was not run.
      expect(readdirSync(path.join(folder, 'var/lib/dkms'))).toEqual(['bell', 'gone', 'lamp']);
    });
  },
);
