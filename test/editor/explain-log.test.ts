import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { needs } from '../support/needs.ts';

const conf = `PACKAGE_NAME="lamp"
PACKAGE_VERSION="1.0"
BUILT_MODULE_NAME[0]="lamp"
DEST_MODULE_LOCATION[0]="/updates/dkms"
AUTOINSTALL="yes"
`;
/** As it is quoted in a bug report. */
const log = `> DKMS make.log for lamp-1.0 for kernel 6.8.0-45-generic (x86_64)
> /var/lib/dkms/lamp/1.0/build/lamp.c:3:2: error: implicit declaration of function 'strlcpy'
> make[2]: *** [scripts/Makefile.build:243: /var/lib/dkms/lamp/1.0/build/lamp.o] Error 1
`;

describe('a log in a real editor', needs(editorMissing()), () => {
  let editor: Editor;

  beforeAll(async () => {
    const source = 'int lamp(void)\n{\n\tstrlcpy(a, b, 3);\n}\n';
    editor = await Editor.start({
      files: { 'dkms.conf': conf, 'lamp.c': source, Makefile: 'obj-m := lamp.o\n', 'report.log': log },
    });
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(() => editor?.stop());

  test('is explained on a page, and its problems stand in the files of the workspace', async () => {
    await editor.open('report.log');
    await editor.run('DKMS: Explain Log');
    await editor.choose('The file in the editor');
    const lines = editor.page.locator('.editor-instance .view-lines');
    await lines.filter({ hasText: 'lamp/1.0 for 6.8.0-45-generic: failed' }).first().waitFor();
    await lines.filter({ hasText: 'Likely cause:' }).first().waitFor();
    await (await editor.problem("implicit declaration of function 'strlcpy'")).waitFor();
    await (await editor.problems()).getByText('lamp.c').first().waitFor();
    await editor.screenshot('explain-log');
  });
});
