import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';

const missing = editorMissing();

describe.skipIf(missing)(`a workspace that is not trusted${missing ? `: ${missing}` : ''}`, () => {
  let editor: Editor;

  beforeAll(async () => {
    editor = await Editor.start({ files: { 'dkms.conf': 'PACKAGE_NAME="hello"\n' }, trusted: false });
    await editor.page.locator('.statusbar').getByText('Restricted Mode').waitFor();
  });
  afterEach(({ task }) => editor?.screenshotOfFailure(task));
  afterAll(() => editor?.stop());

  test('the language works', async () => {
    await editor.open('dkms.conf');
    await (await editor.problem('PACKAGE_VERSION')).waitFor();
    await editor.screenshot('untrusted');
  });

  test('a build is offered only when the workspace was trusted', async () => {
    expect(await editor.commandsFor('DKMS: ')).toContain('DKMS: Select Kernel');
    expect(await editor.commandsFor('DKMS: ')).not.toContain('DKMS: Build Module');
    await editor.run('Workspaces: Manage Workspace Trust');
    await editor.page
      .locator('.workspace-trust-editor')
      .getByRole('button', { name: 'Trust', exact: true })
      .click();
    await expect.poll(() => editor.commandsFor('DKMS: ')).toContain('DKMS: Build Module');
  });
});
