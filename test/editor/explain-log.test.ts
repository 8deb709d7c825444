import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { needs } from '../support/needs.ts';

const conf = `PACKAGE_NAME="lamp"
PACKAGE_VERSION="1.0"
BUILT_MODULE_NAME[0]="lamp"
DEST_MODULE_LOCATION[0]="/updates/dkms"
AUTOINSTALL="yes"
`;
/** A log as quoted in a bug report. */
const log = `> DKMS make.log for lamp-1.0 for kernel 6.8.0-45-generic (x86_64)
> /var/lib/dkms/lamp/1.0/build/lamp.c:3:2: error: implicit declaration of function 'strlcpy'
> make[2]: *** [scripts/Makefile.build:243: /var/lib/dkms/lamp/1.0/build/lamp.o] Error 1
`;

/** Other logs of the same module, each with a different mistake. */
const copied = `/var/lib/dkms/lamp/1.0/build/lamp.c:1:5: error: conflicting types for 'lamp'\n`;
const mixed = `/var/lib/dkms/lamp/1.0/build/lamp.c:3:12: error: 'b' undeclared (first use in this function)
/var/lib/dkms/lamp/1.0/build/lamp.c:3:15: error: expected ';' before '}' token
`;
const letter = 'Dear maintainers, it does not work.\n';

describe('a log in a real editor', needs(editorMissing()), () => {
  let editor: Editor;

  beforeAll(async () => {
    const source = 'int lamp(void)\n{\n\tstrlcpy(a, b, 3);\n}\n';
    editor = await Editor.start({
      files: {
        ...{ 'dkms.conf': conf, 'lamp.c': source, Makefile: 'obj-m := lamp.o\n' },
        ...{ 'report.log': log, 'copied.txt': copied, 'mixed.txt': mixed, 'letter.txt': letter },
      },
    });
    await editor.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(() => editor?.stop());

  /** The page of the report, which is a document in a frame in a frame. */
  const page = () => editor.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

  test('is explained on a page, and its problems are shown in the files of the workspace', async () => {
    await editor.open('report.log');
    await editor.run('DKMS: Explain Log');
    await editor.choose('The file in the editor');
    await page().getByText('lamp/1.0 for 6.8.0-45-generic: failed').waitFor();
    await page().getByText('Likely cause:').waitFor();
    await (await editor.problem("implicit declaration of function 'strlcpy'")).waitFor();
    await (await editor.problems()).getByText('lamp.c').first().waitFor();
    await editor.screenshot('explain-log');
  });

  test('a copied log is explained instead, and its problems replace the earlier ones', async () => {
    await editor.open('copied.txt');
    await editor.page.locator('.editor-instance .view-line').first().click();
    await editor.page.keyboard.press('Control+a');
    await editor.page.keyboard.press('Control+c');
    await editor.run('DKMS: Explain Log');
    await editor.choose('The clipboard');
    await (await editor.problem("conflicting types for 'lamp'")).waitFor();
    await (await editor.problem("implicit declaration of function 'strlcpy'")).waitFor({ state: 'detached' });
    await editor.screenshot('explain-clipboard');
  });

  test('only the selection is explained', async () => {
    await editor.open('mixed.txt');
    await editor.goTo(1, 1);
    await editor.page.keyboard.press('Shift+ArrowDown');
    await editor.run('DKMS: Explain Log');
    await editor.choose('The selection');
    await (await editor.problem("'b' undeclared")).waitFor();
    await (await editor.problem("expected ';' before")).waitFor({ state: 'detached' });
    await editor.screenshot('explain-selection');
  });

  test('a text that is not a log is reported as such, with what to copy, and the earlier problems are gone', async () => {
    await editor.open('letter.txt');
    await editor.run('DKMS: Explain Log');
    await editor.choose('The file in the editor');
    const message = editor.notifications.filter({ hasText: 'No build output was recognised' });
    await message.filter({ hasText: 'Copy what make' }).waitFor();
    await (await editor.problem("'b' undeclared")).waitFor({ state: 'detached' });
    await editor.screenshot('explain-nothing');
  });
});
