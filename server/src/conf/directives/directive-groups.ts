import type { DirectiveName } from './directive.ts';

/** The directives of which each element makes a record: a module of the package. */
export const recordDirectives = [
  'BUILT_MODULE_NAME',
  'BUILT_MODULE_LOCATION',
  'DEST_MODULE_NAME',
  'DEST_MODULE_LOCATION',
] as const satisfies readonly DirectiveName[];

/** The directives whose elements of one index describe one module. */
export const moduleDirectives = [...recordDirectives, 'STRIP'] as const satisfies readonly DirectiveName[];

/** The directives that restrict for which kernels and machines a package, or since 3.3.0 one of its modules, is built. */
export const exclusiveDirectives = [
  'BUILD_EXCLUSIVE_KERNEL',
  'BUILD_EXCLUSIVE_KERNEL_MIN',
  'BUILD_EXCLUSIVE_KERNEL_MAX',
  'BUILD_EXCLUSIVE_ARCH',
  'BUILD_EXCLUSIVE_CONFIG',
] as const satisfies readonly DirectiveName[];
