import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CodeAction, Diagnostic, Hover, TextDocumentEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { BuildReport } from '../../server/src/lsp/messages.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels, testRelease } from '../support/kernels.ts';
import { LanguageClient } from '../support/language-client.ts';
import { needs } from '../support/needs.ts';

const kernels = testKernels();
const oldest = testRelease('5.10');
const newest = testRelease('7');

const source = `#include <linux/module.h>
#include <linux/timer.h>
#include <linux/version.h>

static struct timer_list hello_timer;

static void hello_expired(struct timer_list *timer)
{
}

static int __init hello_init(void)
{
	timer_setup(&hello_timer, hello_expired, 0);
	return 0;
}

static void __exit hello_exit(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)
	mod_timer(&hello_timer, jiffies);
#endif
	del_timer_sync(&hello_timer);
}

module_init(hello_init);
module_exit(hello_exit);
MODULE_DESCRIPTION("Sets a timer");
MODULE_LICENSE("GPL");
`;

describe('triage over the protocol', needs((!kernels || !oldest || !newest) && howToGetTestMaterial), () => {
  let folder = '';
  let client: LanguageClient;
  let uri = '';
  const newestRelease = newest ?? '';
  const older = oldest ?? '';

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-triage-'));
    writeHello(path.join(folder, 'hello'), { 'hello.c': source });
    uri = clientAddress(path.join(folder, 'hello', 'hello.c'));
    client = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
      folder,
      settings: {
        dkms: {
          kernelFolders: [kernels?.modulesDir],
          kernels: [older, newestRelease],
          cacheFolder: path.join(folder, 'cache'),
        },
      },
    });
  });
  afterAll(async () => {
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const place = (text: string, shift = 0) =>
    TextDocument.create(uri, 'c', 0, client.textOf(uri)).positionAt(client.textOf(uri).indexOf(text) + shift);
  const hover = (text: string) =>
    client.request<Hover | null>('textDocument/hover', { textDocument: { uri }, position: place(text, 1) });
  const actions = (diagnostics: readonly Diagnostic[]) =>
    client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: diagnostics[0]?.range,
      context: { diagnostics },
    });
  const build = (kernel: string) =>
    client.request<BuildReport>('dkms/build', {
      run: kernel,
      conf: clientAddress(path.join(folder, 'hello', 'dkms.conf')),
      kernel,
    });
  const warned = (all: readonly Diagnostic[]) => all.filter(({ code }) => code === 'del-timer-renamed');

  test('what a kernel of the set no longer has is a warning before anything is built', async () => {
    void client.open(uri, 'c', source).catch(() => {});
    // The first search has to index the headers of two kernels.
    const [found, ...more] = warned(await client.until(uri, (all) => warned(all).length > 0));
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      severity: 2,
      source: 'dkms',
      range: { start: place('del_timer_sync'), end: place('del_timer_sync', 'del_timer_sync'.length) },
    });
    expect(found?.message).toContain(newestRelease);
    expect(found?.message).not.toContain(older);
    expect(found?.codeDescription?.href).toMatch(/docs\/causes\/del-timer-renamed\.md$/);
  });

  test('a version guard says which kernels take it', async () => {
    const markdown = await hover('#if LINUX_VERSION_CODE');
    expect(markdown?.contents).toMatchObject({
      value: expect.stringContaining(`Compiled for ${newestRelease}  \nLeft out for ${older}`),
    });
  });

  test('a failed build has its cause, with both declarations', async () => {
    expect((await build(older)).status).toBe('ok');
    expect((await build(newestRelease)).status).toBe('failed');
    const all = await client.until(uri, (list) => warned(list).some(({ source: tool }) => tool === 'gcc'));
    // The compiler has reported it, so the server no longer predicts it.
    const [found, ...more] = warned(all);
    expect(more).toEqual([]);
    expect(found?.message).toMatch(/implicit declaration of function 'del_timer_sync'/);
    expect(found?.message).not.toMatch(/did you mean/);
    expect(found?.message).toContain('timer_delete_sync');
    const headers = found?.relatedInformation?.map(({ location }) => fileURLToPath(location.uri)) ?? [];
    expect(headers.filter((file) => file.endsWith('include/linux/timer.h')).length).toBeGreaterThanOrEqual(2);
    const markdown = await hover('del_timer_sync');
    expect(markdown?.contents).toMatchObject({ value: expect.stringMatching(/Before, in [\s\S]*Now, in /) });
  });

  test('the offered rewrite builds on every kernel of the set', async () => {
    const offered = await actions(warned(client.diagnostics(uri)));
    expect(offered.map(({ title }) => title)).toEqual([
      'Use timer_delete_sync() on Linux 6.2 and later',
      expect.stringContaining('HAVE_'),
    ]);
    const edit = offered[0]?.edit;
    const edits =
      edit?.changes?.[uri] ?? (edit?.documentChanges as TextDocumentEdit[] | undefined)?.[0]?.edits ?? [];
    const text = TextDocument.applyEdits(
      TextDocument.create(uri, 'c', 0, source),
      edits as Parameters<typeof TextDocument.applyEdits>[1],
    );
    writeFileSync(fileURLToPath(uri), text);
    expect((await build(older)).status).toBe('ok');
    expect((await build(newestRelease)).status).toBe('ok');
    expect(readFileSync(fileURLToPath(uri), 'utf8')).toBe(text);
  });

  test('imports of the built module are compared with the exports of the other kernels', async () => {
    const text = source
      .replace('#include <linux/timer.h>', '#include <linux/timer.h>\n#include <linux/blkdev.h>')
      .replace('\tdel_timer_sync(&hello_timer);', '\tblk_io_schedule();');
    writeFileSync(fileURLToPath(uri), text);
    await client.edit(uri, 0, text, client.textOf(uri).length);
    expect((await build(older)).status).toBe('ok');
    const unexported = (all: readonly Diagnostic[]) => all.filter(({ code }) => code === 'not-exported');
    const [found, ...more] = unexported(await client.until(uri, (all) => unexported(all).length > 0));
    expect(more).toEqual([]);
    expect(found?.range.start).toEqual(place('blk_io_schedule'));
    expect(found?.message).toContain(newestRelease);
    const failed = await build(newestRelease);
    expect(failed).toMatchObject({ status: 'failed', errors: 1 });
    // modpost gives no location; the problem is shown at the call.
    const ofModpost = (all: readonly Diagnostic[]) => all.filter(({ source: tool }) => tool === 'modpost');
    const [problem] = ofModpost(await client.until(uri, (all) => ofModpost(all).length > 0));
    expect(problem?.range.start).toEqual(place('blk_io_schedule'));
  });
});
