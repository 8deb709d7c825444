import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Editor, editorMissing } from '../support/editor.ts';
import { makeKernelFolder } from '../support/kernel-folder.ts';
import { howToGetTestMaterial, testKernels, testRelease } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { until } from '../support/waiting.ts';

const kernels = testKernels();
const newest = testRelease('7') ?? '';
const lamp = [
  '#include <linux/module.h>',
  '#include <linux/string.h>',
  '#include <linux/timer.h>',
  '',
  'static char lamp_name[8];',
  'static void lamp_off(struct timer_list *timer) { }',
  'static DEFINE_TIMER(lamp_timer, lamp_off);',
  '',
  'static int __init lamp_init(void)',
  '{',
  '\tstrncpy(lamp_name, "lamp", sizeof(lamp_name));',
  '\treturn 0;',
  '}',
  '',
  'static void __exit lamp_exit(void)',
  '{',
  '\tdel_timer_sync(&lamp_timer);',
  '}',
  '',
  'module_init(lamp_init);',
  'module_exit(lamp_exit);',
  'MODULE_LICENSE("GPL");',
  'MODULE_DESCRIPTION("A lamp");',
  '',
].join('\n');

describe(
  'a driver that does not build for a newer kernel',
  needs(editorMissing(), (!kernels || newest === '') && howToGetTestMaterial),
  () => {
    const { modulesDir = '', release61 = '' } = kernels ?? {};
    let editor: Editor;
    let folder: string;

    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-editor-port-'));
      const modules = path.join(folder, 'modules');
      makeKernelFolder(modules, { ...{ modulesDir, releases: [release61, newest], withoutHeaders: [] } });
      editor = await Editor.start({
        files: { Makefile: 'obj-m := lamp.o\n', 'lamp.c': lamp },
        settings: {
          'dkms.kernelFolders': [modules],
          'dkms.systemKernels': false,
          'dkms.cacheFolder': path.join(folder, 'cache'),
        },
      });
    });
    afterEach(({ task }) => editor?.screenshotOfFailure(task));
    afterAll(async () => {
      await editor?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    /** Whether each row of the preview is ticked: `true`, `false` or `mixed`. */
    const ticked = () =>
      editor.page
        .locator('.bulk-edit-panel')
        .getByRole('checkbox')
        .evaluateAll((all) => all.flatMap((box) => box.getAttribute('aria-checked') ?? []));

    test('is ported in one edit to review, in which what is only likely right is not ticked; nothing is written before', async () => {
      await editor.run('DKMS: Focus on Kernels View');
      await editor.page.locator('.monaco-list-row').filter({ hasText: newest }).first().waitFor();
      await editor.run('DKMS: Port Module');
      const pick = editor.page.locator('.quick-input-widget');
      await pick.getByText(newest).first().waitFor();
      await editor.screenshot('port-kernels');
      await pick.getByRole('button', { name: 'OK' }).click();
      const preview = editor.page.locator('.bulk-edit-panel');
      await preview.getByText('timer_delete_sync').first().waitFor();
      await editor.screenshot('port-preview');
      // The file, then its hunks in the order of the text: strncpy() is only likely right, with the header of its condition.
      const states = await until(ticked, (all) => all.length >= 4);
      expect(states.slice(1)).toEqual(['false', 'false', 'true']);
      expect(readFileSync(editor.file('lamp.c'), 'utf8')).toBe(lamp);
    });

    test('is written when the user applies the edits, and then builds for both kernels', async () => {
      const preview = editor.page.locator('.bulk-edit-panel');
      // The rows of the list are in no particular order in the document.
      for (const text of ['linux/version.h', 'strncpy']) {
        await preview
          .locator('.monaco-list-row')
          .filter({ hasText: text })
          .first()
          .locator('.edit-checkbox')
          .click();
      }
      await until(ticked, (states) => states.length >= 4 && states.every((state) => state === 'true'));
      await preview.getByRole('button', { name: 'Apply' }).click();
      await preview.waitFor({ state: 'hidden' });
      await editor.open('lamp.c');
      await editor.page.locator('.view-line').filter({ hasText: 'timer_delete_sync' }).first().waitFor();
      await editor.run('File: Save All Files');
      await until(
        async () => readFileSync(editor.file('lamp.c'), 'utf8'),
        (text) =>
          /#if .*\n\tstrscpy_pad\(.*\n#else\n\tstrncpy\(/.test(text) &&
          text.includes('timer_delete_sync(&lamp_timer)'),
      );
      await editor.screenshot('port-applied');
      await editor.run('DKMS: Build Module for All Kernels');
      await editor.terminal.filter({ hasText: /2 built/ }).waitFor();
      await (await editor.problems()).getByText('No problems have been detected').waitFor();
      await editor.screenshot('port-built');
    });
  },
);
