import { type DkmsVersion, isSince } from '../conf/directives/dkms-version.ts';
import { shellWord } from '../shell-words.ts';

/** An operation on modules that dkms can perform. */
export type DkmsAction =
  | { readonly action: 'add'; readonly folder: string }
  /** For one kernel. */
  | ({ readonly action: 'build' | 'install' | 'uninstall' | 'unbuild' } & OneModule & OneKernel)
  /** All of a version. */
  | ({ readonly action: 'remove' } & OneModule)
  /** Every module with AUTOINSTALL, for a kernel. */
  | ({ readonly action: 'autoinstall' } & OneKernel)
  /** Whatever is installed for the template is installed for the kernel. */
  | ({ readonly action: 'match'; readonly template: string } & OneKernel)
  /** Of what is built for the kernels; without one, of the source alone. `archive` is where to put it. */
  | ({
      readonly action: 'mktarball';
      readonly kernels: readonly OneKernel[];
      readonly archive: string;
    } & OneModule)
  | { readonly action: 'ldtarball'; readonly archive: string };

interface OneModule {
  readonly module: string;
  readonly version: string;
}

interface OneKernel {
  readonly kernel: string;
  readonly arch?: string;
}

/** The user who would run the command. */
export interface DkmsUser {
  /** Whether this user may write to dkms's tree. */
  readonly canWriteTree: boolean;
}

/** The words of a command, or a sentence that says why this dkms can't do it. */
export type DkmsCommand =
  | { readonly words: readonly string[]; readonly needsRoot: boolean }
  | { readonly refused: string };

/**
 * The command with which a version of dkms performs an action, and whether it has to be run as root. Source: check_root,
 * check_rw_dkms_tree and the dispatch at the end of the dkms script, 2.8.1 to 3.4.3.
 */
export function dkmsCommand(given: DkmsAction, dkms: DkmsVersion, user: DkmsUser): DkmsCommand {
  const refused = refusalOf(given, dkms);
  if (refused !== undefined) return { refused };
  switch (given.action) {
    case 'add':
      // dkms copies the folder to the source tree, and insists on root for that even if this user may write there.
      return { words: ['dkms', 'add', given.folder], needsRoot: true };
    case 'build':
    case 'unbuild':
      return {
        words: ['dkms', given.action, ...moduleWords(given), ...kernelWords(given)],
        needsRoot: !user.canWriteTree,
      };
    case 'install':
    case 'uninstall':
      return { words: ['dkms', given.action, ...moduleWords(given), ...kernelWords(given)], needsRoot: true };
    case 'remove':
      return { words: ['dkms', 'remove', ...moduleWords(given), '--all'], needsRoot: !user.canWriteTree };
    case 'autoinstall':
      return { words: ['dkms', 'autoinstall', ...kernelWords(given)], needsRoot: true };
    case 'match':
      return {
        words: ['dkms', 'match', '--templatekernel', given.template, ...kernelWords(given)],
        needsRoot: true,
      };
    case 'mktarball': {
      const kernels = given.kernels.flatMap(kernelWords);
      const what = kernels.length > 0 ? kernels : ['--source-only'];
      return {
        words: ['dkms', 'mktarball', ...moduleWords(given), ...what, '--archive', given.archive],
        needsRoot: false,
      };
    }
    case 'ldtarball':
      // This also writes to the source tree.
      return { words: ['dkms', 'ldtarball', '--archive', given.archive], needsRoot: true };
    default:
      return given satisfies never;
  }
}

function refusalOf(given: DkmsAction, dkms: DkmsVersion): string | undefined {
  const value = Object.values(given)
    .flat()
    .find((each) => typeof each === 'string' && each.startsWith('-'));
  if (value !== undefined) return `"${value}" begins with a dash, so dkms would treat it as an option.`;
  if (given.action === 'unbuild' && !isSince(dkms, '2.8.5')) {
    return `dkms ${dkms.text} may have no unbuild, which came with 2.8.2. Remove the module instead.`;
  }
  if (given.action === 'match' && isSince(dkms, '2.8.6') && !isSince(dkms, '3.4.0')) {
    return `match does nothing in dkms ${dkms.text}: from 2.8.6 to 3.3 it does not understand what its own status prints. Install the modules one by one.`;
  }
  return undefined;
}

function moduleWords({ module, version }: OneModule): readonly string[] {
  // Every version understands `-m` and `-v`.
  return ['-m', module, '-v', version];
}

function kernelWords({ kernel, arch }: OneKernel): readonly string[] {
  return arch === undefined ? ['-k', kernel] : ['-k', `${kernel}/${arch}`];
}

/** The words as a command line for a POSIX shell. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
