import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProcessGroups } from '../../server/src/builds/process-group.ts';
import type { BuildResult } from '../../server/src/builds/result.ts';
import { readDistribution } from '../../server/src/kernels/distribution.ts';
import { findMachinePrograms } from '../../server/src/load/bootable.ts';
import { readConsoleLog } from '../../server/src/load/console-log.ts';
import { runMachine } from '../../server/src/load/virtual-machine.ts';
import type { LoadingVerdict } from '../../server/src/workspace/load/loading-check.ts';
import { runCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { testImage, testKernels } from '../support/kernels.ts';
import { machineMissing, noImage } from '../support/load-test.ts';
import { needs } from '../support/needs.ts';
import { plainEnvironment, searchPath } from '../support/surroundings.ts';
import { hangMs } from '../support/waiting.ts';

const kernels = testKernels();
const release = kernels?.release612 ?? '';
const image = testImage(release);
/** The files of the kernel of another line, with its own modules. */
const elder = testImage(kernels?.release61 ?? '');

/** The C file of a module; `what` stands in its init function. */
const module = (what: string, more = '') => `#include <linux/delay.h>
#include <linux/dma-buf.h>
#include <linux/ktime.h>
#include <linux/module.h>
${more}
static int __init start(void)
{
	${what}
	return 0;
}
static void __exit stop(void)
{
}
module_init(start);
module_exit(stop);
MODULE_DESCRIPTION("Tries the kernel");
MODULE_LICENSE("GPL");
`;

const sources: Readonly<Record<string, string>> = {
  'plain.c': module('pr_info("plain\\n");'),
  'absent.c': module('return not_there_at_all();', 'int not_there_at_all(void);'),
  'weak.c': module(
    'pr_info("%d\\n", not_there_weak != NULL);',
    'extern int not_there_weak(void) __attribute__((weak));',
  ),
  'space.c': module('dma_buf_put(NULL);', 'MODULE_IMPORT_NS(DMA_BUF);'),
  'licence.c': module('return ktime_get() == 1;'),
  'form.c': module('msleep(0);'),
  'flags.c': module(''),
  'unsummed.c': module(''),
  'younger.c': module(''),
};

let folder = '';
let modules = '';
/** By the name of each module. */
let verdicts: ReadonlyMap<string, LoadingVerdict>;
let built: BuildResult | undefined;

const dkmsTools = (...words: readonly string[]) =>
  runCommandLine([...words, '--modules', kernels?.modulesDir ?? ''], {
    env: { DKMS_TOOLS_CACHE: path.join(folder, 'cache') },
  });

/** Builds the modules, and copies them into the folder of all. */
async function build(): Promise<void> {
  const names = Object.keys(sources).map((file) => path.basename(file, '.c'));
  const list = (of: readonly string[]) => `(${of.join(' ')})`;
  const source = writeHello(path.join(folder, 'tries'), {
    ...sources,
    Makefile: `obj-m := ${names.map((one) => `${one}.o`).join(' ')}\n`,
    'dkms.conf': `PACKAGE_NAME=tries\nPACKAGE_VERSION=1
MAKE="make -C $kernel_source_dir M=$dkms_tree/tries/1/build KBUILD_MODPOST_WARN=1 modules"
BUILT_MODULE_NAME=${list(names)}\nDEST_MODULE_LOCATION=${list(names.map(() => '/extra'))}\n`,
  });
  rmSync(path.join(source, 'hello.c'));
  const { out, err } = await dkmsTools('build', source, '--kernel', release, '--format', 'json');
  built = (out === '' ? [] : JSON.parse(out).results)[0];
  expect(built?.status, err).toBe('ok');
  for (const one of built?.built ?? []) copyFileSync(one.path, path.join(modules, path.basename(one.path)));
}

/** Replaces a text in a built module by another of the same length, as no compiler would write it. */
function patch(name: string, from: string, to: string): void {
  const file = path.join(modules, `${name}.ko`);
  const bytes = readFileSync(file);
  // The names of sections are at the end.
  const at = bytes.lastIndexOf(from, bytes.length, 'latin1');
  expect(at, `${from} in ${name}`).toBeGreaterThan(0);
  bytes.write(to, at, 'latin1');
  writeFileSync(file, bytes);
}

describe('what is said of loading', needs((!kernels || !image || !elder) && noImage), () => {
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'loadable-'));
    modules = path.join(folder, 'modules');
    mkdirSync(modules);
    await build();
    copyFileSync(
      path.join(elder ?? '', 'lib/modules', kernels?.release61 ?? '', 'kernel/lib/crc-itu-t.ko'),
      path.join(modules, 'crc-itu-t.ko'),
    );
    patch('space', 'import_ns=DMA_BUF\0', 'import_xx=DMA_BUF\0');
    patch('licence', 'license=GPL\0', 'license=BSD\0');
    patch('flags', 'SMP preempt', 'SMP preempx');
    patch('unsummed', '__versions\0', '__wersions\0');
    patch('younger', '__versions\0', '__wersions\0');
    patch('younger', `vermagic=${release}`, `vermagic=9${release.slice(1)}`);
    // The checksum stands before the name, which fills its entry with zeros.
    const form = readFileSync(path.join(modules, 'form.ko'));
    const entry = form.indexOf(`msleep${'\0'.repeat(50)}`, 0, 'latin1') - 8;
    form.writeUInt32LE((form.readUInt32LE(entry) ^ 1) >>> 0, entry);
    writeFileSync(path.join(modules, 'form.ko'), form);

    const { out } = await dkmsTools(
      'loadable',
      modules,
      '--kernel',
      release,
      '--source',
      path.join(folder, 'tries'),
      '--format',
      'json',
    );
    const { results } = JSON.parse(out) as { readonly results: readonly LoadingVerdict[] };
    verdicts = new Map(results.map((one) => [one.module, one]));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('names the reason, and the line that uses the symbol', () => {
    const said = [...verdicts].map(([name, { status, problems }]) => [
      name,
      status,
      ...problems
        .filter(({ severity }) => severity !== 'information')
        .map(
          ({ file, line, severity, message }) => `${path.basename(file)}:${line}: ${severity}: ${message}`,
        ),
    ]);
    const refuses = `Kernel ${release} refuses`;
    const again = 'Build it for this kernel.';
    const magic = `${release} SMP preempt mod_unload modversions`;
    expect(said).toEqual([
      [
        'absent',
        'refused',
        `absent.c:8: error: Kernel ${release} does not export not_there_at_all, so that it does not load absent.`,
      ],
      [
        'crc_itu_t',
        'refused',
        `crc-itu-t.ko:1: error: crc_itu_t was built for a kernel with other data structures: the checksum of module_layout differs in kernel ${release}, which refuses it. ${again}`,
      ],
      [
        'flags',
        'refused',
        `flags.ko:1: error: ${refuses} flags because of its version magic "${magic.replace('preempt', 'preempx')}", which should be "${magic}". ${again}`,
      ],
      [
        'form',
        'refused',
        expect.stringMatching(
          /^form\.c:8: error: The module was built for another form of msleep than that of kernel \S+: the checksums differ \(0x\w{8} and 0x\w{8}\), so that the kernel refuses it\./,
        ),
      ],
      [
        'licence',
        'refused',
        `licence.c:8: error: Kernel ${release} exports ktime_get only to modules under the GPL, and licence is under "BSD", so that the kernel does not load it.`,
      ],
      ['plain', 'ok'],
      [
        'space',
        'refused',
        `space.c:8: error: Kernel ${release} exports dma_buf_put in the namespace DMA_BUF, which space does not import, so that it does not load it. Add MODULE_IMPORT_NS of DMA_BUF.`,
      ],
      [
        'unsummed',
        'unsure',
        `unsummed.ko:1: warning: unsummed has no checksums of the symbols that it uses (__versions), and kernel ${release} has them, so that the kernel loads it unchecked and is tainted (F). Build it with the Module.symvers of the kernel.`,
      ],
      ['weak', 'ok'],
      [
        'younger',
        'refused',
        `younger.ko:1: error: ${refuses} younger because of its version magic "9${magic.slice(1)}", which should be "${magic}". ${again}`,
        expect.stringContaining('warning: younger has no checksums'),
      ],
    ]);
  });

  test('a build warns of what its kernel refuses, at the line', () => {
    const warnings = (built?.problems ?? []).filter(({ tool }) => tool === 'kernel');
    expect(warnings.map(({ file, line, severity }) => `${path.basename(file)}:${line}: ${severity}`)).toEqual(
      ['absent.c:8: warning'],
    );
  });

  test('the modules of a kernel, compressed and signed, are not refused by it', async () => {
    const own = path.join(image ?? '', 'lib/modules', release, 'kernel');
    const all = (readdirSync(own, { recursive: true }) as string[]).filter((file) => file.endsWith('.ko.xz'));
    const some = all.sort().filter((_, at) => at % 150 === 0);
    expect(some.length).toBeGreaterThan(20);
    const files = some.map((file) => path.join(own, file));
    const { code, out } = await dkmsTools('loadable', ...files, '--kernel', release, '--format', 'json');
    const { results } = JSON.parse(out) as { readonly results: readonly LoadingVerdict[] };
    expect(results.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(code).toBe(0);
    // Debian's kernels trust the key with which their own modules were signed.
    expect(results[0]?.problems.map(({ severity }) => severity)).toEqual(['information']);
    expect(results[0]?.problems[0]?.message).toMatch(/only if the key of "[^"]+" was built into the kernel/);
  });

  test('a kernel that is not here is judged by the history', async () => {
    const { out } = await dkmsTools(
      ...['loadable', path.join(modules, 'licence.ko'), path.join(modules, 'plain.ko')],
      ...['--kernel', '6.9', '--format', 'json'],
    );
    const { results } = JSON.parse(out) as { readonly results: readonly LoadingVerdict[] };
    expect(results.map(({ module: name, certainty }) => [name, certainty])).toEqual([
      ['licence', 'likely'],
      ['plain', 'likely'],
    ]);
    expect(results[0]?.notes).toEqual([
      'The headers of 6.9 are not on this machine: only what it exports was judged, by the history of the kernel.',
    ]);
  });

  test('a source of a kernel that nobody prepared is judged by the version in its Makefile', async () => {
    const tree = path.join(folder, 'linux');
    mkdirSync(path.join(tree, 'init'), { recursive: true });
    mkdirSync(path.join(tree, 'include'));
    writeFileSync(path.join(tree, 'init/main.c'), '');
    writeFileSync(path.join(tree, 'Makefile'), 'VERSION = 6\nPATCHLEVEL = 9\nSUBLEVEL = 0\nEXTRAVERSION =\n');
    const { out } = await runCommandLine([
      ...['loadable', path.join(modules, 'plain.ko'), '--modules', tree, '--kernel', 'linux'],
      ...['--format', 'json'],
    ]);
    const { results } = JSON.parse(out) as { readonly results: readonly LoadingVerdict[] };
    expect(results[0]?.certainty).toBe('likely');
    expect(results[0]?.notes).toEqual([
      'The tree of linux has no configuration: only what it exports was judged, by the history of the kernel.',
      expect.stringMatching(
        /Copy the configuration of the kernel to .*, then run make .* modules_prepare\.$/,
      ),
    ]);
  });

  test('is what the kernel itself does', needs(machineMissing()), async () => {
    const programs = await findMachinePrograms({
      distribution: await readDistribution(),
      searchPath: searchPath(),
      kernelFolders: [],
    });
    if ('reason' in programs) throw new Error(programs.reason);
    const machine = path.join(folder, 'machine');
    mkdirSync(machine);
    const vmlinuz = path.join(image ?? '', 'boot', `vmlinuz-${release}`);
    expect(existsSync(vmlinuz)).toBe(true);
    const names = [...verdicts.keys()];
    let text = '';
    const end = await runMachine(
      {
        ...programs,
        ...{ image: vmlinuz, folder: machine, needed: [] },
        modules: [...verdicts.values()].map((verdict) => verdict.path),
      },
      {
        groups: new ProcessGroups(),
        env: plainEnvironment() as Record<string, string>,
        timeoutMs: hangMs,
        onText: (more) => {
          text += more;
        },
        onRestart: () => {
          text = '';
        },
      },
    );
    expect(end).toEqual({ kind: 'ended' });
    const { steps, complaints } = readConsoleLog(text);
    const refused = steps.filter(({ what }) => what === 'not-inserted').map(({ name }) => name);
    const loaded = steps.filter(({ what }) => what === 'inserted').map(({ name }) => name);
    expect({ refused, loaded }).toEqual({
      refused: names.filter((name) => verdicts.get(name)?.status === 'refused'),
      loaded: names.filter((name) => verdicts.get(name)?.status !== 'refused'),
    });
    const reasons = complaints.filter(({ severity }) => severity === 'error').map(({ message }) => message);
    for (const [name, reason] of [
      ['absent', 'Unknown symbol not_there_at_all (err -2)'],
      ['flags', 'version magic '],
      ['form', 'disagrees about version of symbol msleep'],
      ['licence', 'Unknown symbol ktime_get (err -2)'],
      ['space', 'module uses symbol (dma_buf_put) from namespace DMA_BUF, but does not import it'],
      ['younger', 'version magic '],
    ])
      expect(reasons).toContainEqual(expect.stringContaining(`${name}: ${reason}`));
    expect(reasons).toContainEqual(
      expect.stringMatching(/crc_itu_t: (?:\.gnu\.linkonce|disagrees about version of symbol module_layout)/),
    );
  });
});
