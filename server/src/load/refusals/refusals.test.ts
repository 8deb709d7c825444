import { describe, expect, test } from 'vitest';
import type { ModuleBinary } from '../../elf/module-binary.ts';
import { parseKernelConfig } from '../../kernels/kernel-config.ts';
import { parseSymvers } from '../../triage/symvers.ts';
import type { LoadingKernel } from './loading-kernel.ts';
import { findRefusals } from './refusals.ts';

const versionMagic = '6.12.5 SMP preempt mod_unload modversions ';

const exported = [
  ['0x00000001', 'module_layout', 'vmlinux', 'EXPORT_SYMBOL'],
  ['0x00000002', 'kfree', 'vmlinux', 'EXPORT_SYMBOL'],
  ['0x00000003', 'ktime_get', 'vmlinux', 'EXPORT_SYMBOL_GPL'],
  ['0x00000004', 'dma_buf_put', 'drivers/dma-buf/dma-buf', 'EXPORT_SYMBOL_GPL', 'DMA_BUF'],
  ['0x00000005', 'kvm_own', 'vmlinux', 'EXPORT_SYMBOL_GPL', 'module:kvm,kvm-*'],
];

function kernelWith(config: string, magic: string | undefined = versionMagic): LoadingKernel {
  const lines = exported.map((line) => `${line.join('\t')}\n`).join('');
  return {
    ...{ name: '6.12.5', arch: 'x86_64', versionMagic: magic },
    config: parseKernelConfig('/k/.config', `CONFIG_MODVERSIONS=y\n${config}\n`),
    exports: parseSymvers('/k/Module.symvers', Buffer.from(lines)),
    isOwner: (module) => module === 'dma_buf',
    lacksModules: () => false,
  };
}

const kernel = kernelWith('');

function moduleOf(given: {
  readonly imports?: readonly string[];
  readonly optional?: readonly string[];
  readonly checksums?: Readonly<Record<string, number>> | 'none';
  readonly modinfo?: Readonly<Record<string, string>>;
  readonly namespaces?: readonly string[];
  readonly rest?: Partial<ModuleBinary>;
}): ModuleBinary {
  const { imports = [], optional = [], checksums = { module_layout: 1 }, namespaces = [] } = given;
  return {
    machine: 62,
    imports: [
      ...imports.map((name) => ({ name, isOptional: false })),
      ...optional.map((name) => ({ name, isOptional: true })),
    ],
    exports: new Set(),
    checksums: checksums === 'none' ? undefined : new Map(Object.entries(checksums)),
    hasPlainChecksums: checksums !== 'none',
    modinfo: new Map(Object.entries({ license: 'GPL', vermagic: versionMagic.trim(), ...given.modinfo })),
    namespaces: new Set(namespaces),
    ...given.rest,
  };
}

const kinds = (given: Parameters<typeof moduleOf>[0], of = kernel, name = 'mine') =>
  findRefusals({ name, binary: moduleOf(given) }, of, []).map(({ kind, severity, symbol = '' }) =>
    `${severity} ${kind} ${symbol}`.trim(),
  );

test('a module that the kernel can take has none', () => {
  const checksums = { module_layout: 1, kfree: 2 };
  expect(kinds({ imports: ['kfree', 'ktime_get'], checksums })).toEqual([]);
  expect(kinds({ imports: ['dma_buf_put'], namespaces: ['DMA_BUF'] })).toEqual([]);
  expect(kinds({ imports: ['_GLOBAL_OFFSET_TABLE_'], optional: ['not_there'] })).toEqual([]);
});

describe('symbols', () => {
  test.each([
    ['one that is not exported', { imports: ['gone'] }, 'error unknown-symbol gone'],
    [
      'one that another module of the package may export',
      { imports: ['ours'], modinfo: { depends: 'dma-buf,other' } },
      'warning unknown-symbol ours',
    ],
    [
      'one that no module of the kernel that it depends on exports',
      { imports: ['gone'], modinfo: { depends: 'dma-buf' } },
      'error unknown-symbol gone',
    ],
    [
      'one for the GPL, in a module of another licence',
      { imports: ['ktime_get'], modinfo: { license: 'GPL-ish' } },
      'error gpl-only ktime_get',
    ],
    ['one in a namespace that is not imported', { imports: ['dma_buf_put'] }, 'error namespace dma_buf_put'],
    [
      'one for other modules, whatever is imported',
      { imports: ['kvm_own'], namespaces: ['module:kvm,kvm-*'] },
      'error named-modules kvm_own',
    ],
    [
      'one of another form',
      { imports: ['kfree'], checksums: { module_layout: 1, kfree: 9 } },
      'error checksum kfree',
    ],
  ])('%s is refused', (_, given, expected) => {
    expect(kinds(given)).toEqual([expected]);
  });

  test('one that is not exported may be in a module where those of the kernel were not built', () => {
    expect(kinds({ imports: ['gone'] }, { ...kernel, lacksModules: () => true })).toEqual([
      'warning unknown-symbol gone',
    ]);
  });

  test('one for named modules is taken by these', () => {
    expect(kinds({ imports: ['kvm_own'] }, kernel, 'kvm_amd')).toEqual([]);
  });

  test('one that a module beside it exports is known', () => {
    const other = { name: 'ours', binary: moduleOf({ rest: { exports: new Set(['help']) } }) };
    expect(findRefusals({ name: 'mine', binary: moduleOf({ imports: ['help'] }) }, kernel, [other])).toEqual(
      [],
    );
  });

  test('a namespace that is not imported is only warned about where the kernel is lenient', () => {
    const lenient = kernelWith('CONFIG_MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS=y');
    expect(kinds({ imports: ['dma_buf_put'] }, lenient)).toEqual(['warning namespace dma_buf_put']);
  });
});

describe('version magic', () => {
  const other = { vermagic: '6.12.6 SMP preempt mod_unload modversions' };

  test('of another release is taken with checksums alone', () => {
    expect(kinds({ modinfo: other })).toEqual([]);
    expect(kinds({ modinfo: other, checksums: 'none' })).toEqual([
      'error version-magic',
      'error no-checksums',
    ]);
  });

  test('of a kernel that is configured otherwise is refused', () => {
    const modinfo = { vermagic: '6.12.5 SMP mod_unload modversions' };
    expect(kinds({ modinfo })).toEqual(['error version-magic']);
  });

  test('of a kernel whose headers do not tell it is not judged', () => {
    const modinfo = { vermagic: '4.4 nothing' };
    expect(kinds({ modinfo }, { ...kernel, versionMagic: undefined })).toEqual([]);
  });
});

test('another layout of modules is told once, with the number of other checksums', () => {
  const checksums = { module_layout: 7, kfree: 8, ktime_get: 3 };
  const found = findRefusals(
    { name: 'mine', binary: moduleOf({ imports: ['kfree', 'ktime_get', 'gone'], checksums }) },
    kernel,
    [],
  );
  expect(found.map(({ kind, symbol }) => [kind, symbol])).toEqual([
    ['checksum', undefined],
    ['unknown-symbol', 'gone'],
  ]);
  expect(found[1]?.message).toMatch(/A build for this kernel tells whether its headers have something else/);
  expect(found[0]?.message).toContain(
    'the checksums of module_layout and of 1 symbol that it uses differ in kernel 6.12.5',
  );
});

test('a module without checksums loads where modules can be forced', () => {
  expect(kinds({ checksums: 'none' }, kernelWith('CONFIG_MODULE_FORCE_LOAD=y'))).toEqual([
    'warning no-checksums',
  ]);
  expect(kinds({ checksums: 'none' })).toEqual(['error no-checksums']);
});

test('a module for another machine is refused', () => {
  expect(kinds({ rest: { machine: 183 } })).toEqual(['error architecture']);
  expect(kinds({ rest: { machine: 183 } }, { ...kernel, arch: 'aarch64' })).toEqual([]);
});

describe('signatures', () => {
  const signed = { rest: { signature: { signer: 'My Key' } } };
  const machine = 'CONFIG_SECONDARY_TRUSTED_KEYRING=y\nCONFIG_INTEGRITY_MACHINE_KEYRING=y';
  test.each([
    ['a kernel that does not look', 'CONFIG_MODULE_SIG_FORCE=y', {}, []],
    ['a kernel that only taints', 'CONFIG_MODULE_SIG=y', {}, []],
    ['a kernel that demands them', 'CONFIG_MODULE_SIG=y\nCONFIG_MODULE_SIG_FORCE=y', {}, ['error signature']],
    [
      'a kernel that is locked down',
      'CONFIG_MODULE_SIG=y\nCONFIG_LOCK_DOWN_KERNEL_FORCE_INTEGRITY=y',
      {},
      ['error signature'],
    ],
    [
      'a kernel that is locked down under Secure Boot',
      'CONFIG_MODULE_SIG=y\nCONFIG_LOCK_DOWN_IN_EFI_SECURE_BOOT=y',
      {},
      ['information signature'],
    ],
    [
      'a key, and a kernel that trusts enrolled ones',
      `CONFIG_MODULE_SIG=y\nCONFIG_MODULE_SIG_FORCE=y\n${machine}`,
      signed,
      ['information signature'],
    ],
    [
      'a key, and a kernel that trusts none but its own',
      'CONFIG_MODULE_SIG=y\nCONFIG_MODULE_SIG_FORCE=y',
      signed,
      ['warning signature'],
    ],
  ])('%s', (_, config, given, expected) => {
    expect(kinds(given, kernelWith(config))).toEqual(expected);
  });
});
