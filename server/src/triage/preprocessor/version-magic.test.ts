import { expect, test } from 'vitest';
import { parseKernelConfig } from '../../kernels/kernel-config.ts';
import { expandVersionMagic } from './version-magic.ts';

const headers = `#define UTS_RELEASE "6.1.0-57-amd64"
#ifndef _ASM_VERMAGIC_H
#define _ASM_VERMAGIC_H
#ifdef CONFIG_X86_64
/* X86_64 does not define MODULE_PROC_FAMILY */
#elif defined CONFIG_M686
#define MODULE_PROC_FAMILY "686 "
#endif
#ifdef CONFIG_X86_32
# define MODULE_ARCH_VERMAGIC MODULE_PROC_FAMILY
#else
# define MODULE_ARCH_VERMAGIC ""
#endif
#endif
#ifndef _LINUX_VERMAGIC_H
#define _LINUX_VERMAGIC_H
#ifndef INCLUDE_VERMAGIC
#error "from kernel/module.c or *.mod.c only"
#endif
#ifdef CONFIG_SMP
#define MODULE_VERMAGIC_SMP "SMP "
#else
#define MODULE_VERMAGIC_SMP ""
#endif
#ifdef RANDSTRUCT
#define MODULE_RANDSTRUCT "RANDSTRUCT_" RANDSTRUCT_HASHED_SEED
#else
#define MODULE_RANDSTRUCT
#endif
#define VERMAGIC_STRING \\
	UTS_RELEASE " " \\
	MODULE_VERMAGIC_SMP \\
	MODULE_ARCH_VERMAGIC \\
	MODULE_RANDSTRUCT
#endif
`;

const magicWith = (...symbols: readonly string[]) =>
  expandVersionMagic(
    headers,
    parseKernelConfig('/k/.config', symbols.map((symbol) => `CONFIG_${symbol}=y\n`).join('')),
  );

test('follows the conditions of the headers', () => {
  expect(magicWith('X86_64', 'SMP')).toBe('6.1.0-57-amd64 SMP ');
  expect(magicWith('X86_64')).toBe('6.1.0-57-amd64 ');
  expect(magicWith('X86_32', 'M686', 'SMP')).toBe('6.1.0-57-amd64 SMP 686 ');
});

test('is not known where a part of it is not in the headers', () => {
  expect(magicWith('X86_64', 'RANDSTRUCT')).toBeUndefined();
  expect(expandVersionMagic('', parseKernelConfig('/k/.config', ''))).toBeUndefined();
});
