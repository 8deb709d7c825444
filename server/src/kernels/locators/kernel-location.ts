/** Where a kernel's headers are, or would be: what each way of finding kernels yields. */
export interface KernelLocation {
  /** The release that the place is named by. */
  readonly name: string;
  readonly buildDir: string;
  /** The folder of the kernel's own modules, where the place is in one. */
  readonly modulesDir?: string;
}
