import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import type {
  BuildProgress,
  BuildReport,
  ClearCacheReport,
  KernelList,
  MatrixReport,
} from '../../server/src/lsp/messages.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels, testRelease } from '../support/kernels.ts';
import { LanguageClient } from '../support/language-client.ts';
import { needs } from '../support/needs.ts';
import { processesAbout } from '../support/processes.ts';
import { treeState } from '../support/tree-state.ts';
import { until } from '../support/waiting.ts';

const kernels = testKernels();

const greeting = [
  '#include <linux/module.h>',
  '#include "greeting.h"',
  '',
  'void greet(int times)',
  '{',
  '\tpr_info("%s %d\\n", GREETING, times);',
  '}',
  '',
].join('\n');

const files = {
  Makefile:
    'obj-m := hello.o\nhello-y := main.o sub/greeting.o\nccflags-y := -I$(src)/include -DWORD=\'"hey you"\'\n',
  'main.c': [
    '#include <linux/module.h>',
    '#include "sub/greeting.h"',
    '',
    'static int __init hello_init(void)',
    '{',
    '\tgreet(WIDTH);',
    '\treturn 0;',
    '}',
    'module_init(hello_init);',
    'MODULE_LICENSE("GPL");',
    '',
  ].join('\n'),
  'sub/greeting.c': greeting,
  'sub/greeting.h': '#include "width.h"\n#define GREETING WORD\nvoid greet(int times);\n',
  'include/width.h': '#define WIDTH 3\n',
};

describe(
  'saved sources are recompiled with the commands of the last build',
  needs(!kernels && howToGetTestMaterial),
  () => {
    let folder = '';
    let cacheFolder = '';
    let client: LanguageClient;
    // Two ways of naming a module's files, and two names of the saved command.
    const releases = [kernels?.release61 ?? '', testRelease('7') ?? kernels?.release612 ?? ''];
    const [release = ''] = releases;
    const file = (name: string) => path.join(folder, 'hello', name);
    const uri = (name: string) => clientAddress(file(name));
    const conf = () => uri('dkms.conf');

    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-saved-'));
      cacheFolder = path.join(folder, 'cache');
      client = await start('allKernels', true);
    });
    afterAll(async () => {
      await client.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    async function start(checkOnSave: string, trusted: boolean): Promise<LanguageClient> {
      const started = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
        folder,
        options: { trusted },
        settings: { dkms: { kernelFolders: [kernels?.modulesDir], cacheFolder, checkOnSave } },
      });
      for (;;) {
        const list = await started.request<KernelList>('dkms/kernels');
        if (releases.every((wanted) => list.kernels.some((one) => one.release === wanted))) return started;
      }
    }

    const opened = new Set<string>();
    const save = async (name: string, text: string) => {
      writeFileSync(file(name), text);
      const version = opened.size + 1;
      await (opened.has(name)
        ? client.notify('textDocument/didChange', {
            textDocument: { uri: uri(name), version },
            contentChanges: [{ text }],
          })
        : client.notify('textDocument/didOpen', {
            textDocument: { uri: uri(name), languageId: 'c', version, text },
          }));
      opened.add(name);
      await client.notify('textDocument/didSave', { textDocument: { uri: uri(name) } });
    };
    const openAndSave = async (other: LanguageClient, path: string) => {
      const textDocument = { uri: clientAddress(path), languageId: 'c', version: 1 };
      await other.notify('textDocument/didOpen', {
        textDocument: { ...textDocument, text: readFileSync(path, 'utf8') },
      });
      await other.notify('textDocument/didSave', { textDocument });
    };
    const build = () =>
      client.request<MatrixReport[]>('dkms/buildMatrix', { run: '1', confs: [conf()], kernels: releases });
    const kernelsOf = (message: Diagnostic['message'] | undefined) =>
      releases.filter((one) => String(message).includes(one));

    test('a mistake shows for every kernel when it is saved, and disappears when the corrected file is saved', async () => {
      writeHello(path.join(folder, 'hello'), files);
      expect((await build()).map(({ status }) => status)).toEqual(['ok', 'ok']);
      const before = treeState(path.join(folder, 'hello'));

      await save('sub/greeting.c', greeting.replace('pr_info("%s %d\\n", GREETING, times)', 'nosuch(times)'));
      const [found, ...others] = await client.until(uri('sub/greeting.c'), (all) =>
        all.some(({ message }) => kernelsOf(message).length === 2),
      );
      expect(others).toEqual([]);
      expect(found).toMatchObject({
        severity: 1,
        source: 'gcc',
        message: expect.stringContaining("implicit declaration of function 'nosuch'"),
        range: { start: { line: 5, character: 1 }, end: { line: 5, character: 7 } },
      });
      await save('sub/greeting.c', greeting.replace('pr_info(', 'print('));
      const [misspelt] = await client.until(uri('sub/greeting.c'), (all) =>
        String(all[0]?.message).includes('print'),
      );
      const [action] = await client.request<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri: uri('sub/greeting.c') },
        range: misspelt?.range,
        context: { diagnostics: [misspelt] },
      });
      expect(action).toMatchObject({
        title: "Change to 'printk', as the compiler proposes",
        kind: 'quickfix',
      });
      expect(action?.edit?.changes?.[uri('sub/greeting.c')]).toEqual([
        { range: { start: { line: 5, character: 1 }, end: { line: 5, character: 6 } }, newText: 'printk' },
      ]);
      await save('sub/greeting.c', greeting);
      await client.until(uri('sub/greeting.c'), (all) => all.length === 0);
      const names = (state: readonly string[]) => state.map((line) => line.split(' ')[0]);
      expect(names(treeState(path.join(folder, 'hello')))).toEqual(names(before));
    });

    test('a header is recompiled through every unit that includes it', async () => {
      await save('include/width.h', '#define WIDTH missing\n');
      const [found] = await client.until(
        uri('include/width.h'),
        (all) => kernelsOf(all[0]?.message).length === 2,
      );
      expect(found?.relatedInformation?.map(({ location }) => location.uri)).toContain(uri('main.c'));
      await save('include/width.h', '#define WIDTH 3\n');
      await client.until(uri('include/width.h'), (all) => all.length === 0);
    });

    test('a unit that never compiled is recompiled too, and loses the errors of its build', async () => {
      await save('main.c', files['main.c'].replace('return 0;', 'return 0'));
      // The other kernel's recompilation uses its copy until it has answered.
      await client.until(uri('main.c'), (all) => kernelsOf(all[0]?.message).length === 2);
      const removed = await client.request<ClearCacheReport>('dkms/clearCache', { kinds: ['staged-build'] });
      expect(removed).toMatchObject({ kept: [] });
      expect((await build()).map(({ status }) => status)).toEqual(['failed', 'failed']);
      await client.until(uri('main.c'), (all) => kernelsOf(all[0]?.message).length === 2);
      await save('main.c', files['main.c']);
      await client.until(uri('main.c'), (all) => all.length === 0);
    });

    test('of many saves the last one counts, and no process is left', async () => {
      const reports = await build();
      expect(
        reports.map(({ status }) => status),
        JSON.stringify(reports),
      ).toEqual(['ok', 'ok']);
      for (let at = 0; at < 20; at++) {
        const name = `missing${at}`;
        await save('sub/greeting.c', greeting.replace('times);', `${name});`));
        // Some saves follow each other directly, others follow an answer.
        if (at % 3 === 0) await client.request('dkms/compileFlags', { uri: uri('main.c') });
      }
      await client.until(
        uri('sub/greeting.c'),
        (all) => kernelsOf(all[0]?.message).length === 2 && String(all[0]?.message).includes('missing19'),
      );
      await save('sub/greeting.c', greeting);
      await client.until(uri('sub/greeting.c'), (all) => all.length === 0);
      expect(processesAbout(cacheFolder)).toEqual([]);
    });

    test('a build replaces recompilations, and a file saved meanwhile is recompiled afterwards', async () => {
      const building = build();
      await save('sub/greeting.c', greeting.replace('times);', 'later);'));
      expect((await building).map(({ status }) => status)).not.toContain('cancelled');
      await client.until(uri('sub/greeting.c'), (all) => kernelsOf(all[0]?.message).length === 2);
      await save('sub/greeting.c', greeting);
      await client.until(uri('sub/greeting.c'), (all) => all.length === 0);
    });

    test('a file that is saved during the first build of a module is recompiled afterwards', async () => {
      const module = path.join(folder, 'first');
      writeHello(module);
      const source = path.join(module, 'hello.c');
      const isBuilding = new Promise<void>((resolve) =>
        client.on('dkms/buildProgress', ({ run, phase }: BuildProgress) => {
          if (run === 'first' && phase === 'building') resolve();
        }),
      );
      const building = client.request<BuildReport>('dkms/build', {
        ...{ run: 'first', kernel: release },
        conf: clientAddress(path.join(module, 'dkms.conf')),
      });
      await isBuilding;
      appendFileSync(source, 'int x = nothing;\n');
      await openAndSave(client, source);
      expect((await building).status).toBe('ok');
      await client.until(clientAddress(source), (all) => String(all[0]?.message).includes("'nothing'"));
    });

    test('another server continues from the build of an earlier one, for the selected kernel', async () => {
      await build();
      const other = await start('selectedKernel', true);
      await other.notify('dkms/kernelSelected', { kernel: release });
      // Selecting reads the kernel's configuration, and it has its flags when that is done.
      await until(() => other.request('dkms/compileFlags', { uri: uri('main.c') }));
      appendFileSync(file('main.c'), 'int x = nothing;\n');
      await openAndSave(other, file('main.c'));
      const [found] = await other.until(uri('main.c'), (all) => all.length > 0);
      expect(kernelsOf(found?.message)).toEqual([release]);
      await other.stop();
    });

    test('nothing is recompiled before the workspace is trusted, and nothing without a build', async () => {
      const cautious = await start('allKernels', false);
      await openAndSave(cautious, file('main.c'));
      // The answer arrives after everything that was sent before has been handled.
      await cautious.request('dkms/compileFlags', { uri: uri('main.c') });
      expect(cautious.diagnostics(uri('main.c'))).toEqual([]);
      await cautious.notify('dkms/trustGranted');
      await cautious.notify('textDocument/didSave', { textDocument: { uri: uri('main.c') } });
      await cautious.until(uri('main.c'), (all) => all.length > 0);
      await cautious.stop();
      expect(readFileSync(file('main.c'), 'utf8')).toContain('nothing');
    });

    test('make reads the Makefiles again, and runs what they call, only in a trusted workspace', async () => {
      const called = path.join(folder, 'called');
      const asked = path.join(folder, 'asked');
      writeHello(asked, { Makefile: `obj-m := hello.o\nX := $(shell touch ${called})\n` });
      const source = path.join(asked, 'hello.c');
      writeFileSync(source, readFileSync(source, 'utf8').replace('pr_info', 'nosuch'));
      const at = clientAddress(source);
      const report = await client.request<BuildReport>('dkms/build', {
        ...{ run: '3', kernel: release },
        conf: clientAddress(path.join(asked, 'dkms.conf')),
      });
      expect(report.status).toBe('failed');
      // The server that built it asks at once; another one when it has to.
      await client.request('dkms/compileFlags', { uri: at });
      rmSync(called, { force: true });
      const cautious = await start('allKernels', false);
      await cautious.notify('dkms/kernelSelected', { kernel: release });
      await openAndSave(cautious, source);
      // The answer arrives after everything that was sent before has been handled.
      expect(await cautious.request('dkms/compileFlags', { uri: at })).toBeNull();
      expect(existsSync(called)).toBe(false);
      await cautious.notify('dkms/trustGranted');
      await cautious.notify('textDocument/didSave', { textDocument: { uri: at } });
      await expect.poll(() => existsSync(called)).toBe(true);
      await cautious.stop();
    });

    test('generated headers come from the build, the user’s files from the user', async () => {
      writeHello(path.join(folder, 'made'), {
        'dkms.conf': [
          'PACKAGE_NAME="made"',
          'PACKAGE_VERSION="1.0"',
          'PRE_BUILD="pre.sh"',
          'MAKE[0]="make -C $kernel_source_dir M=$dkms_tree/$PACKAGE_NAME/$PACKAGE_VERSION/build modules"',
          'BUILT_MODULE_NAME[0]="hello"',
          'DEST_MODULE_LOCATION[0]="/extra"',
          '',
        ].join('\n'),
        'pre.sh': '#!/bin/sh\necho "#define MADE 1" > made.h\n',
        'hello.c': '#include <linux/module.h>\n#include "made.h"\nint made = MADE;\nMODULE_LICENSE("GPL");\n',
      });
      chmodSync(path.join(folder, 'made', 'pre.sh'), 0o755);
      const source = path.join(folder, 'made', 'hello.c');
      const at = clientAddress(source);
      const report = await client.request<BuildReport>('dkms/build', {
        ...{ run: '2', kernel: release },
        conf: clientAddress(path.join(folder, 'made', 'dkms.conf')),
      });
      expect(report.status).toBe('ok');
      appendFileSync(source, 'int other = MADE + UNMADE;\n');
      await openAndSave(client, source);
      const found = await client.until(at, (all) => all.length > 0);
      expect(found.map(({ message, range }) => `${range.start.line}: ${message}`)).toEqual([
        expect.stringContaining("4: 'UNMADE' undeclared"),
      ]);
    });

    test.each([
      ['copies', '\tcp $< $@\n'],
      ['links', '\tln -sf $(abspath $<) $@\n'],
    ])('a file that the build %s before it compiles it is the user’s', async (name, recipe) => {
      const module = path.join(folder, name);
      writeHello(module, {
        Makefile: `obj-m := hello.o\nhello-y := main.o part.o\n$(obj)/part.c: $(src)/shared/part.c\n${recipe}`,
        'main.c': '#include <linux/module.h>\nMODULE_LICENSE("GPL");\n',
      });
      const source = path.join(module, 'shared', 'part.c');
      mkdirSync(path.dirname(source));
      writeFileSync(source, 'int part(void);\nint part(void) { return 1; }\n');
      const at = clientAddress(source);
      const report = await client.request<BuildReport>('dkms/build', {
        ...{ run: name, kernel: release },
        conf: clientAddress(path.join(module, 'dkms.conf')),
      });
      expect(report.status).toBe('ok');
      appendFileSync(source, 'int other = UNMADE;\n');
      await openAndSave(client, source);
      const found = await client.until(at, (all) => all.length > 0);
      expect(found.map(({ message, range }) => `${range.start.line}: ${message}`)).toEqual([
        expect.stringContaining("2: 'UNMADE' undeclared"),
      ]);
      writeFileSync(source, 'int part(void);\nint part(void) { return 2; }\n');
      await openAndSave(client, source);
      await client.until(at, (all) => all.length === 0);
    });
  },
);
