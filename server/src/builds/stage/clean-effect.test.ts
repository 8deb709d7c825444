import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cleanActs } from './clean-effect.ts';

let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'clean-effect-'));
});

afterEach(() => rmSync(copy, { recursive: true, force: true }));

const kernelDir = '/usr/src/headers';
const buildDir = '/tree/hello/1.0/build';

function acts(command: string, files: Readonly<Record<string, string>> = {}): Promise<boolean> {
  for (const [name, text] of Object.entries({ 'hello.c': '', ...files })) {
    mkdirSync(join(copy, name, '..'), { recursive: true });
    writeFileSync(join(copy, name), text);
  }
  return cleanActs({ command, buildDir, copy, kernelDir });
}

const kernels = `make -C ${kernelDir} M=${buildDir} clean`;
const own = 'make clean';
const viaKernel = '\t$(MAKE) -C $(KDIR) M=$(PWD) clean\n';

test.each<[string, string, Record<string, string>, boolean]>([
  ['nothing', 'true', {}, false],
  ['nothing, by its path', '/bin/true', {}, false],
  ['the kernel’s', kernels, { Makefile: 'obj-m := hello.o\n' }, false],
  ['the kernel’s, where the Makefile names more', kernels, { Makefile: 'clean-files := config.h\n' }, true],
  ['the kernel’s, where a folder’s Kbuild does', kernels, { 'sub/Kbuild': 'extra-y += x.h\n' }, true],
  ['the kernel’s, of another folder', `make -C ${kernelDir} M=/home/me clean`, {}, true],
  ['another make', 'make -C /elsewhere clean', {}, true],
  ['more than a make', `${kernels}; rm x`, {}, true],
  ['a file', 'rm -f config.h', {}, true],
  ['no Makefile', own, {}, true],
  ['the Makefile’s, which calls the kernel’s', own, { Makefile: `all:\n\nclean:\n${viaKernel}\n` }, false],
  ['with an rm of nothing', own, { Makefile: `clean:\n\trm -f *~ x.h\n\t@rm -rf tmp*\n${viaKernel}` }, false],
  ['with an rm of a file', own, { 'x.h': '', Makefile: `clean:\n\trm -f x.h\n${viaKernel}` }, true],
  ['with an rm by a pattern', own, { 'x.h': '', Makefile: `clean:\n\t@rm -f *.h\n` }, true],
  ['with an rm of a variable', own, { Makefile: 'clean:\n\trm -f $(FILES)\n' }, true],
  ['with an rm in a folder', own, { Makefile: 'clean:\n\trm -f sub/x\n' }, true],
  ['with something else', own, { Makefile: `clean:\n${viaKernel}\t./configure\n` }, true],
  ['with a make of its own', own, { Makefile: 'clean:\n\t$(MAKE) -C tools clean\n' }, true],
  ['which needs others', own, { Makefile: `clean: tidy\n${viaKernel}` }, true],
  ['twice', own, { Makefile: `clean::\n${viaKernel}clean::\n\trm hello.c\n` }, true],
  ['in a folder', `make -C ${buildDir}/src clean`, { 'src/Makefile': `clean:\n${viaKernel}` }, false],
  ['with variables', 'make KVER=6.1 clean', { Makefile: `clean:\n${viaKernel}` }, false],
])('the effect of a clean of %s', async (_what, command, files, expected) => {
  expect(await acts(command, files)).toBe(expected);
});
