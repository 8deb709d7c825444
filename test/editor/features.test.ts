import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { needs } from '../support/needs.ts';

const missing = editorMissing();

const conf = `# Two modules, one patch.
PACKAGE_NAME="hello"
PACKAGE_VERSION="1.0"
build_dir="src"
BUILT_MODULE_NAME[0]="hello"
BUILT_MODULE_LOCATION[0]="\${build_dir}"
DEST_MODULE_LOCATION[0]="/extra"
BUILT_MODULE_NAME[1]="world"
BUILT_MODULE_LOCATION[1]="\${build_dir}"
DEST_MODULE_LOCATION[1]="/extra"
PATCH[0]="mend.patch"
if [[ "$kernelver" == 5.* ]]; then
  MAKE="make old"
fi
AUTOINSTALL="yes"
`;
const untidy = `${conf.replace('"hello"\nBUILT_MODULE_LOCATION', '"hello.ko"\nBUILT_MODULE_LOCATION')}if true; then\nSTRIP="no"\nfi\n`;

describe('each feature of the language once, in a real editor', needs(missing), () => {
  let editor: Editor;

  beforeAll(async () => {
    editor = await Editor.start({
      files: {
        'dkms.conf': conf,
        'untidy.dkms.conf': untidy,
        'patches/mend.patch': '',
        Makefile: 'obj-m := src/\n',
        'src/Makefile': 'obj-m := hello.o world.o\n',
      },
      settings: { '[dkms-conf]': { 'editor.codeActionsOnSave': { 'source.fixAll.dkms': 'explicit' } } },
    });
    await editor.open('dkms.conf');
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(() => editor?.stop());

  test('inlay hints, links and folds are shown in the text', async () => {
    await editor.page.locator('.editor-instance .detected-link').first().waitFor();
    await editor.screenshot('conf');
    await editor.run('Fold All');
    await editor.page.locator('.codicon-folding-collapsed').first().waitFor();
    await editor.screenshot('folded');
    await editor.run('Unfold All');
  });

  test('a variable links to its definition and its uses, which are highlighted', async () => {
    await editor.goTo(6, 31);
    await editor.page.locator('.wordHighlight, .wordHighlightStrong').first().waitFor();
    await editor.page.keyboard.press('Shift+F12');
    await editor.page.locator('.reference-zone-widget .monaco-list-row').first().waitFor();
    await editor.screenshot('references');
    await editor.page.keyboard.press('Escape');
    await editor.page.keyboard.press('F12');
    await editor.page
      .locator('.statusbar')
      .getByText(/^Ln 4, /)
      .waitFor();
  });

  test('signature help for an expansion shows the operators', async () => {
    await editor.goTo(16, 1);
    await editor.page.keyboard.type('x="${PACKAGE_NAME%');
    await editor.page.keyboard.press('Escape');
    await editor.page.keyboard.press('Control+Shift+Space');
    await editor.page.locator('.parameter-hints-widget.visible').waitFor();
    await editor.screenshot('signature-help');
    await editor.page.keyboard.press('Escape');
    await editor.replaceText(conf);
  });

  test('a variable is renamed everywhere', async () => {
    await editor.goTo(4, 3);
    await editor.page.keyboard.press('F2');
    const name = editor.page.locator('.rename-box:visible input');
    await name.waitFor();
    await editor.screenshot('rename');
    // The box is there a moment before it has the focus: typed into the page, the name would replace the text.
    await name.fill('where');
    await name.press('Enter');
    await editor.page
      .locator('.view-line')
      .filter({ hasText: /LOCATION\[1\]="\$\{where\}/ })
      .waitFor();
    await editor.page.keyboard.press('Control+Z');
  });

  test('the outline has the directives, grouped by module, and the workspace its modules', async () => {
    await editor.page.keyboard.press('Control+Shift+O');
    await editor.quickInputRows.filter({ hasText: 'BUILT_MODULE_NAME' }).first().waitFor();
    await editor.screenshot('symbols');
    await editor.page.keyboard.press('Escape');
    await editor.page.keyboard.press('Control+T');
    await editor.page.keyboard.type('hello');
    await editor.quickInputRows.filter({ hasText: 'hello' }).first().waitFor();
    await editor.page.keyboard.press('Escape');
  });

  test('a quick fix is offered at the mistake', async () => {
    await editor.open('untidy.dkms.conf');
    await (await editor.problem('ends in .ko')).waitFor();
    await editor.goTo(5, 25);
    await editor.quickFix('Delete .ko');
    await editor.screenshot('quick-fix');
    await editor.page.keyboard.press('Escape');
  });

  test('the file is formatted, and saving applies fixes', async () => {
    await editor.open('untidy.dkms.conf');
    await editor.run('Format Document');
    await editor.page
      .locator('.view-line')
      .filter({ hasText: /^\s+STRIP/ })
      .waitFor();
    await editor.page.keyboard.press('Control+S');
    await expect
      .poll(() => readFileSync(editor.file('untidy.dkms.conf'), 'utf8'))
      .toMatch(/BUILT_MODULE_NAME\[0\]="hello"[\s\S]*\n +STRIP="no"/);
    await editor.screenshot('fixed-on-save');
  });

  test('the colours also suit a dark background', async () => {
    await editor.run('Preferences: Toggle between Light/Dark Themes');
    await editor.page.locator('.monaco-workbench.vs-dark').waitFor();
    await editor.open('dkms.conf');
    await editor.screenshot('dark');
  });

  test('a module links to its Makefile', async () => {
    await editor.open('dkms.conf');
    await editor.replaceText(conf);
    await editor.goTo(5, 26);
    await editor.page.keyboard.press('F12');
    await editor.page.locator('.tabs-container .tab.active').filter({ hasText: 'Makefile' }).waitFor();
  });
});
