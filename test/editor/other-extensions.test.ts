import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { needs } from '../support/needs.ts';

/** An extension with the id of Microsoft's C/C++ extension that fails to activate. */
const brokenCpptools = {
  'package.json': JSON.stringify({
    ...{ name: 'cpptools', publisher: 'ms-vscode', version: '1.0.0', license: 'MIT' },
    ...{ displayName: 'C/C++', description: 'Fails', engines: { vscode: '^1.101.0' } },
    ...{ main: './main.js', activationEvents: [] },
  }),
  // Without the places in the editor, whose lines would push the first one out of the panel.
  'main.js': `exports.activate = () => {
  throw Object.assign(new Error('no language server for this processor'), { stack: 'Error: no language server' });
};
`,
  'README.md': 'It fails.\n',
};

describe('next to a C/C++ extension that fails to activate', needs(editorMissing()), () => {
  let editor: Editor;
  beforeAll(async () => {
    editor = await Editor.start({
      files: { 'dkms.conf': 'PACKAGE_NAME="lamp"\n' },
      others: [brokenCpptools],
    });
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(() => editor?.stop());

  test('ours activates, and its log says what failed', async () => {
    await editor.open('dkms.conf');
    await (await editor.problem('PACKAGE_VERSION')).waitFor();
    const failure = editor.output.filter({ hasText: '[error] telling the C/C++ extension how' });
    // The editor does not show a log that it has not yet heard of, and says nothing.
    await editor.until(failure, () => editor.run('DKMS: Show Extension Log'));
    expect(await editor.notifications.allInnerTexts()).toEqual([]);
    // Commands that need the server still work.
    expect(await editor.commandsFor('DKMS: Select Kernel')).toContain('DKMS: Select Kernel');
  });
});
