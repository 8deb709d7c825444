import type { Reading } from '../reading/reading.ts';
import { splitCommands, type WrittenMake, writtenMakes } from './build-command.ts';
import { findMakefile, type MakefileFacts, type SourceFacts } from './source-facts.ts';
import type { Statements } from './statements.ts';

/** A MAKE with which the Makefile goes to the running kernel, and the variable by which it gets there. */
export interface RunningKernelUse {
  readonly make: WrittenMake;
  readonly makefile: MakefileFacts;
  /** Assigned from `uname -r`. */
  readonly variable: { readonly name: string; readonly value: string; readonly line: number };
  /** Variables that MAKE sets for the kernel of dkms; none of them has an effect on `variable`. */
  readonly passed: readonly string[];
}

/** `make NAME=value` words of which the value is about the kernel that dkms builds for. */
const aboutKernel = /\$\{?(?:kernelver|kernel_source_dir)\b/;

/** Where MAKE runs make on a Makefile beside the conf, and this one certainly goes to the kernel of `uname -r`. */
export function* findRunningKernelUses(
  reading: Reading,
  statements: Statements,
  facts: SourceFacts,
): Iterable<RunningKernelUse> {
  // A script or a patch may change the Makefile before it is used.
  if (['PRE_BUILD', 'PATCH'].some((name) => reading.directives.has(name as 'PATCH'))) return;
  for (const make of writtenMakes(reading, statements)) {
    const use = analyse(make, facts);
    if (use) yield use;
  }
}

function analyse(make: WrittenMake, facts: SourceFacts): RunningKernelUse | undefined {
  const commands = splitCommands(make.text);
  const [command] = commands;
  if (commands.length !== 1 || !command) return undefined;
  const given = new Map<string, string>();
  let folder = '';
  let program: string | undefined;
  for (let at = 0; at < command.length; at++) {
    const word = command[at] ?? '';
    const assigned = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
    if (assigned?.[1]) {
      // Before make it is an environment variable, which only `?=` heeds; taking it for more keeps silent.
      given.set(assigned[1], assigned[2] ?? '');
    } else if (program === undefined) {
      if (word !== 'env') program = word;
    } else if (/^(?:-C|--directory=|-f|--file=|--makefile)/.test(word)) {
      if (!word.startsWith('-C')) return undefined;
      folder = word === '-C' ? (command[++at] ?? '') : word.slice(2);
    } else if (/[$`]/.test(word) && !/^-j/.test(word)) return undefined;
  }
  if (!program || !/^(?:'make'|make)$/.test(program) || /[$`'"]|^\/|\.\./.test(folder)) return undefined;
  const makefile = findMakefile(facts, folder.replace(/^\.\//, '').replace(/\/+$/, ''));
  if (!makefile || makefile.includes.length > 0) return undefined;
  // dkms exports these to the build, and puts KERNELRELEASE behind a leading make: a Makefile that uses one of them
  // has thought of dkms, in a way that is not followed here.
  if (
    ['KERNELRELEASE', 'kernelver', 'KERNEL_UNAME', 'eval', 'MAKEFLAGS', 'MAKECMDGOALS'].some((name) =>
      makefile.uses.has(name),
    )
  )
    return undefined;
  const places = makefile.recipes.flatMap((line) => kernelFolders(line));
  if (places.length === 0) return undefined;
  let found: RunningKernelUse['variable'] | undefined;
  for (const place of places) {
    const variable = reachesUname(makefile, place, given, 0);
    if (!variable) return undefined;
    found = variable;
  }
  if (!found) return undefined;
  const passed = [...given].filter(([, value]) => aboutKernel.test(value)).map(([name]) => name);
  return { make, makefile, variable: found, passed };
}

/** What a recipe hands to `-C` where it has Kbuild work on the modules. */
function kernelFolders(recipe: string): string[] {
  if (!/\b(?:M|SUBDIRS|KBUILD_EXTMOD)=/.test(recipe)) return [];
  return [...recipe.matchAll(/\s-C\s*(\S+)/g)].flatMap(({ 1: place }) => (place ? [place] : []));
}

/** The variable by which a text comes to hold the release that runs now; `undefined` where that is not certain. */
function reachesUname(
  makefile: MakefileFacts,
  text: string,
  given: ReadonlyMap<string, string>,
  depth: number,
): RunningKernelUse['variable'] | undefined {
  if (depth > 10) return undefined;
  for (const { 1: name } of text.matchAll(/\$[({]([\w.-]+)[)}]/g)) {
    if (!name || given.has(name)) continue;
    const all = makefile.variables.filter((each) => each.name === name);
    const [variable] = all;
    if (!variable || all.length > 1 || variable.conditional || variable.operator === '+=') continue;
    if (/\$\(shell\s+uname\s+-r\s*\)|`uname\s+-r`/.test(variable.value)) {
      // A fallback of another kind may stand beside it.
      return /\$\((?:or|if)\b/.test(variable.value) ? undefined : variable;
    }
    const inner = reachesUname(makefile, variable.value, given, depth + 1);
    if (inner) return inner;
  }
  return undefined;
}
