import { isGplCompatible } from '../../elf/modinfo.ts';
import type { ModuleBinary } from '../../elf/module-binary.ts';
import { plural } from '../../plural.ts';
import { isReservedForOthers } from '../../triage/module-namespace.ts';
import type { ExportedSymbol } from '../../triage/symvers.ts';
import type { LoadingKernel } from './loading-kernel.ts';
import type { LoadedBinary, LoadRefusal } from './refusal.ts';
import { signatureRefusal } from './signature-refusal.ts';

/** The numbers of architectures in ELF files. Source: elf(5), include/uapi/linux/elf-em.h. */
const machines: Readonly<Record<string, number>> = {
  ...{ x86_64: 62, i686: 3, aarch64: 183, armv7l: 40, ppc64: 21, ppc64le: 21, ppc: 20 },
  ...{ riscv64: 243, riscv32: 243, s390x: 22, loongarch64: 258, mips: 8, mips64: 8 },
};

/** What compilers leave undefined and no kernel defines. Source: ignore_undef_symbol in scripts/mod/modpost.c of Linux 6.12. */
const ofCompilers = /^(?:_GLOBAL_OFFSET_TABLE_|\.TOC\.|_(?:rest|save)(?:gpr|fpr|vr)\w*)$/;

/**
 * Why a kernel refuses to load a module, in the order in which it looks. `others` are modules that are loaded before. Source: kernel/module/main.c and
 * version.c of Linux 5.10 to 6.14.
 */
export function findRefusals(
  { name, binary }: LoadedBinary,
  kernel: LoadingKernel,
  others: readonly LoadedBinary[],
): readonly LoadRefusal[] {
  const layout = kernel.exports?.find('module_layout');
  const sums = checksumRefusals(binary, kernel);
  const hasOtherLayout = layout !== undefined && differs(binary, layout);
  const otherMagic = versionMagicRefusal(name, binary, kernel);
  const symbols = symbolRefusals({ name, binary }, kernel, others);
  const isForeign = hasOtherLayout || otherMagic.length > 0;
  return [
    ...signatureRefusal(name, binary, kernel),
    ...architectureRefusal(name, binary, kernel),
    // It then refuses the module before it looks at any other, and a new build mends them all.
    ...(hasOtherLayout ? [otherLayout(name, sums.length, kernel)] : []),
    ...otherMagic,
    ...missingChecksums(name, binary, kernel, layout),
    ...(isForeign ? symbols.map(asOfAnotherKernel) : symbols),
    ...(hasOtherLayout ? [] : sums),
  ];
}

/** Headers may make another symbol of what the source names: a module that was built with others says nothing of the source. */
function asOfAnotherKernel(refusal: LoadRefusal): LoadRefusal {
  if (refusal.kind !== 'unknown-symbol') return refusal;
  const message = `${refusal.message} A build for this kernel tells whether its headers have something else for it.`;
  return { ...refusal, message };
}

function architectureRefusal(name: string, { machine }: ModuleBinary, kernel: LoadingKernel): LoadRefusal[] {
  const expected = machines[kernel.arch];
  if (expected === undefined || expected === machine) return [];
  const own = Object.keys(machines).find((arch) => machines[arch] === machine) ?? `machine ${machine}`;
  const message = `${name} was built for ${own}, and kernel ${kernel.name} is one for ${kernel.arch}. Build it for this kernel.`;
  return [{ kind: 'architecture', severity: 'error', message }];
}

function versionMagicRefusal(name: string, binary: ModuleBinary, kernel: LoadingKernel): LoadRefusal[] {
  const own = binary.modinfo.get('vermagic');
  const { versionMagic } = kernel;
  if (own === undefined || versionMagic === undefined) return [];
  // With checksums, the kernel compares only what follows the release.
  const isReleaseFree = binary.hasPlainChecksums && isSet(kernel, 'MODVERSIONS');
  const compared = (magic: string) => (isReleaseFree ? magic.replace(/^\S*/, '') : magic).trim();
  if (compared(own) === compared(versionMagic)) return [];
  const message = `Kernel ${kernel.name} refuses ${name} because of its version magic "${own}", which should be "${versionMagic.trim()}". Build it for this kernel.`;
  return [{ kind: 'version-magic', severity: 'error', message }];
}

/** A module without checksums loads only where the kernel allows modules to be forced. */
function missingChecksums(
  name: string,
  { checksums }: ModuleBinary,
  kernel: LoadingKernel,
  layout: ExportedSymbol | undefined,
): LoadRefusal[] {
  if (checksums !== undefined || layout === undefined || !hasChecksum(layout, kernel)) return [];
  const why = `${name} has no checksums of the symbols that it uses (__versions), and kernel ${kernel.name} has them`;
  const what = 'Build it with the Module.symvers of the kernel.';
  return [
    isSet(kernel, 'MODULE_FORCE_LOAD')
      ? {
          ...{ kind: 'no-checksums', severity: 'warning' },
          message: `${why}, so that the kernel loads it unchecked and is tainted (F). ${what}`,
        }
      : {
          kind: 'no-checksums',
          severity: 'error',
          message: `${why}, so that the kernel refuses it. ${what}`,
        },
  ];
}

function otherLayout(name: string, count: number, kernel: LoadingKernel): LoadRefusal {
  const differ = count > 0 ? ` and of ${plural(count, 'symbol')} that it uses differ` : ' differs';
  const message = `${name} was built for a kernel with other data structures: ${count > 0 ? 'the checksums' : 'the checksum'} of module_layout${differ} in kernel ${kernel.name}, which refuses it. Build it for this kernel.`;
  return { kind: 'checksum', severity: 'error', message };
}

function checksumRefusals({ imports, checksums }: ModuleBinary, kernel: LoadingKernel): LoadRefusal[] {
  if (checksums === undefined) return [];
  return imports.flatMap(({ name: symbol }): LoadRefusal[] => {
    const exported = kernel.exports?.find(symbol);
    if (!exported || !hasChecksum(exported, kernel)) return [];
    const own = checksums.get(symbol);
    if (own === undefined || own === Number(exported.crc)) return [];
    const message = `The module was built for another form of ${symbol} than that of kernel ${kernel.name}: the checksums differ (0x${own.toString(16).padStart(8, '0')} and ${exported.crc}), so that the kernel refuses it. Build it for this kernel.`;
    return [{ kind: 'checksum', severity: 'error', message, symbol }];
  });
}

function symbolRefusals(
  { name, binary }: LoadedBinary,
  kernel: LoadingKernel,
  others: readonly LoadedBinary[],
): LoadRefusal[] {
  const { exports } = kernel;
  if (!exports) return [];
  const isGpl = isGplCompatible(binary.modinfo.get('license') ?? '');
  return binary.imports.flatMap(({ name: symbol, isOptional }): LoadRefusal[] => {
    if (ofCompilers.test(symbol) || others.some((other) => other.binary.exports.has(symbol))) return [];
    const exported = exports.find(symbol);
    if (!exported) return isOptional ? [] : [unknownSymbol(symbol, { name, binary }, kernel)];
    const { namespace, gplOnly } = exported;
    if (gplOnly && !isGpl) {
      if (isOptional) return [];
      const licence = binary.modinfo.get('license');
      const message = `Kernel ${kernel.name} exports ${symbol} only to modules under the GPL, and ${name} is ${licence === undefined ? 'without MODULE_LICENSE' : `under "${licence}"`}, so that the kernel does not load it.`;
      return [{ kind: 'gpl-only', severity: 'error', message, symbol }];
    }
    if (isReservedForOthers(namespace, name)) {
      const message = `Kernel ${kernel.name} exports ${symbol} only for ${namespace?.slice('module:'.length).replaceAll(',', ', ')}, so that it does not load ${name}.`;
      return [{ kind: 'named-modules', severity: 'error', message, symbol }];
    }
    if (namespace === undefined || namespace.startsWith('module:') || binary.namespaces.has(namespace))
      return [];
    const isAllowed = isSet(kernel, 'MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS');
    const message = `Kernel ${kernel.name} exports ${symbol} in the namespace ${namespace}, which ${name} does not import, ${isAllowed ? 'and warns' : 'so that it does not load it'}. Add MODULE_IMPORT_NS of ${namespace}.`;
    return [{ kind: 'namespace', severity: isAllowed ? 'warning' : 'error', message, symbol }];
  });
}

/** No symbol of the kernel: another module that is not the kernel's may export it, if the module says that it depends on one. */
function unknownSymbol(symbol: string, { name, binary }: LoadedBinary, kernel: LoadingKernel): LoadRefusal {
  const depends = binary.modinfo.get('depends')?.split(',').filter(Boolean) ?? [];
  const foreign = depends.filter((module) => !kernel.isOwner(module.replaceAll('-', '_')));
  const base = { kind: 'unknown-symbol', symbol } as const;
  const absent = `Kernel ${kernel.name} does not export ${symbol}`;
  if (foreign.length === 0 && kernel.lacksModules()) {
    const message = `${absent}, as far as its Module.symvers tells, which lacks the kernel's modules. If none of them exports it, the kernel does not load ${name}.`;
    return { ...base, severity: 'warning', message };
  }
  if (foreign.length === 0)
    return { ...base, severity: 'error', message: `${absent}, so that it does not load ${name}.` };
  const message = `${absent}: ${name} loads only after another module that does. It depends on ${foreign.join(', ')}, which no module of this kernel is called; name the file of that module as well.`;
  return { ...base, severity: 'warning', message };
}

function differs({ checksums }: ModuleBinary, exported: ExportedSymbol): boolean {
  const own = checksums?.get(exported.name);
  return own !== undefined && Number(exported.crc) !== 0 && own !== Number(exported.crc);
}

/** Without CONFIG_MODVERSIONS, each checksum is 0. */
function hasChecksum({ crc }: ExportedSymbol, kernel: LoadingKernel): boolean {
  return Number(crc) !== 0 && isSet(kernel, 'MODVERSIONS');
}

function isSet({ config }: LoadingKernel, symbol: string): boolean {
  return config.lookup(symbol) === 'y';
}
