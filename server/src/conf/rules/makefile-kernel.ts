import { marks } from '../make/walked-text.ts';
import { writtenCommands } from '../syntax/command-words.ts';
import type { MakeWalks, WalkedMake } from './make-walks.ts';
import type { MakefileFacts, MakefileVariable } from './source-facts.ts';
import type { WrittenMake } from './written-make.ts';

/** A MAKE with which the Makefile chooses the kernel itself, and how. */
export interface OwnKernelUse {
  readonly make: WrittenMake;
  /** The Makefile that chooses the kernel: that of MAKE, or one that it calls. */
  readonly makefile: MakefileFacts;
  /** `running`: the one of `uname -r`; else the release that is written down. */
  readonly kernel: 'running' | { readonly release: string };
  /** The variable that leads to it; absent if a recipe names the kernel itself. */
  readonly variable?: MakefileVariable;
  /** Variables for the kernel's release or folder that MAKE sets without effect. */
  readonly passed: readonly string[];
  /** Those of them that are set before `make`, in the environment, and that the Makefile sets itself. */
  readonly overruled: readonly string[];
}

/** `make NAME=value` words of which the value is about the kernel that dkms builds for. */
const aboutKernel = /\$\{?(?:kernelver|kernel_source_dir)\b/;

/** A Makefile that uses one of these is not analysed. */
const odd = ['KERNEL_UNAME', 'eval', 'MAKEFLAGS', 'MAKECMDGOALS'];

/** Each MAKE that runs a Makefile which certainly builds for the kernel of `uname -r`, or for a fixed one. */
export function* findOwnKernelUses(walks: MakeWalks): Iterable<OwnKernelUse> {
  for (const walked of walks.makes) {
    const use = analyse(walked);
    if (use) yield use;
  }
}

/** A variable that MAKE sets, and that the Makefile does not read. */
export function unreadName({ makefile, passed, overruled }: OwnKernelUse): string | undefined {
  return overruled.length > 0 ? undefined : passed.find((name) => !makefile.uses.has(name));
}

function analyse({ make, walk }: WalkedMake): OwnKernelUse | undefined {
  const { kbuild, origins, visited } = walk;
  if (!walk.complete || walk.missing.length > 0 || kbuild.length === 0) return undefined;
  if (visited.some(({ makefile }) => odd.some((name) => makefile.uses.has(name)))) return undefined;
  // A MAKE that calls Kbuild itself chooses the kernel itself.
  if (kbuild.some(({ from }) => from === undefined)) return undefined;
  const found = kbuild.map(({ kernel }) => {
    const isElsewhere = kernel.includes(marks.kernel) || kernel.includes(marks.unknown);
    return isElsewhere ? undefined : origins.of(kernel)[0];
  });
  const [origin] = found;
  if (!origin || found.includes(undefined)) return undefined;
  return { make, ...origin, ...passedNames(make.text, visited[0]?.makefile ?? origin.makefile) };
}

function passedNames(text: string, root: MakefileFacts): Pick<OwnKernelUse, 'passed' | 'overruled'> {
  const passed: string[] = [];
  const overruled: string[] = [];
  for (const command of writtenCommands(text)) {
    const program = command.findIndex((word) => !/^\w+=/.test(word) && word !== 'env');
    for (const [at, word] of command.entries()) {
      const [, name, value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
      if (name === undefined || !aboutKernel.test(value)) continue;
      const own = at > program ? [] : root.variables.filter((each) => each.name === name);
      // The environment counts for `?=`, and if the Makefile does not set the variable.
      const counts = own.some(({ operator, conditional }) => operator === '?=' || conditional);
      if (own.length > 0 && !counts) overruled.push(name);
      else passed.push(name);
    }
  }
  return { passed: [...passed, ...overruled], overruled };
}
