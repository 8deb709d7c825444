/** The place where a kernel's headers are or would be, as each locator returns it. */
export interface KernelLocation {
  /** The release in the name of the place. */
  readonly name: string;
  readonly buildDir: string;
  /** The folder of the kernel's own modules, if the place is in one. */
  readonly modulesDir?: string;
  /** Whether the user named the folder that it was found in, so that no package of the distribution is known to own it. */
  readonly isOwn?: boolean;
}
