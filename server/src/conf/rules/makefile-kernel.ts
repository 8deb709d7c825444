import type { Reading } from '../reading/reading.ts';
import { splitCommands, type WrittenMake, writtenMakes } from './build-command.ts';
import { findMakefile, type MakefileFacts, type MakefileVariable, type SourceFacts } from './source-facts.ts';
import type { Statements } from './statements.ts';

/** A MAKE with which the Makefile goes to a kernel of its own choice, and how it gets there. */
export interface OwnKernelUse {
  readonly make: WrittenMake;
  readonly makefile: MakefileFacts;
  /** `running`: the one of `uname -r`; else the release that is written down. */
  readonly kernel: 'running' | { readonly release: string };
  /** The variable that leads to it; absent where a recipe names the kernel itself. */
  readonly variable?: MakefileVariable;
  /** Variables that MAKE sets for the kernel of dkms; none of them has an effect. */
  readonly passed: readonly string[];
  /** Those of them that stand before make, and that the Makefile sets itself. */
  readonly overruled: readonly string[];
}

/** `make NAME=value` words of which the value is about the kernel that dkms builds for. */
const aboutKernel = /\$\{?(?:kernelver|kernel_source_dir)\b/;

/** Where MAKE runs make on a Makefile beside the conf, and this one certainly goes to the kernel of `uname -r`, or to a fixed one. */
export function* findOwnKernelUses(
  reading: Reading,
  statements: Statements,
  facts: SourceFacts,
): Iterable<OwnKernelUse> {
  // A script or a patch may change the Makefile before it is used.
  if (['PRE_BUILD', 'PATCH'].some((name) => reading.directives.has(name as 'PATCH'))) return;
  for (const make of writtenMakes(reading, statements)) {
    const use = analyse(make, facts);
    if (use) yield use;
  }
}

function analyse(make: WrittenMake, facts: SourceFacts): OwnKernelUse | undefined {
  const commands = splitCommands(make.text);
  const [command] = commands;
  if (commands.length !== 1 || !command) return undefined;
  const given = new Map<string, string>();
  const environment = new Map<string, string>();
  let folder = '';
  let program: string | undefined;
  for (let at = 0; at < command.length; at++) {
    const word = command[at] ?? '';
    const assigned = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
    if (assigned?.[1]) (program === undefined ? environment : given).set(assigned[1], assigned[2] ?? '');
    else if (program === undefined) {
      if (word !== 'env') program = word;
    } else if (/^(?:-C|--directory=|-f|--file=|--makefile)/.test(word)) {
      if (!word.startsWith('-C')) return undefined;
      folder = word === '-C' ? (command[++at] ?? '') : word.slice(2);
      // With this the environment overrules the Makefile.
    } else if (/^-\w*e|^--env/.test(word) || (/[$`]/.test(word) && !/^-j/.test(word))) return undefined;
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
  const overruled: string[] = [];
  for (const [name, value] of environment) {
    const own = makefile.variables.filter((each) => each.name === name);
    // What the environment says counts for `?=`, and where the Makefile is silent.
    if (own.length === 0 || own.some(({ operator, conditional }) => operator === '?=' || conditional))
      given.set(name, value);
    else if (aboutKernel.test(value)) overruled.push(name);
  }
  const places = makefile.recipes.flatMap((line) => kernelFolders(line));
  if (places.length === 0) return undefined;
  let found: Reached | undefined;
  for (const place of places) {
    const reached = reachKernel(makefile, place, given, 0);
    if (!reached) return undefined;
    found = reached;
  }
  if (!found) return undefined;
  const passed = [...given].filter(([, value]) => aboutKernel.test(value)).map(([name]) => name);
  return { make, makefile, ...found, passed: [...passed, ...overruled], overruled };
}

type Reached = Pick<OwnKernelUse, 'kernel' | 'variable'>;

/** What a recipe hands to `-C` where it has Kbuild work on the modules. */
function kernelFolders(recipe: string): string[] {
  if (!/\b(?:M|SUBDIRS|KBUILD_EXTMOD)=/.test(recipe)) return [];
  const folders = /\s-C\s*((?:\$?\$\([^()]*\)|`[^`]*`|[^\s`])+)/g;
  return [...recipe.matchAll(folders)].flatMap(({ 1: place }) => (place ? [place] : []));
}

const running = /\$\(shell\s+uname\s+-r\s*\)|\$\$\(uname\s+-r\s*\)|`uname\s+-r`/;
const fixed =
  /\/lib\/modules\/(\d+\.\d+[\w.+~-]*)(?=\/|$)|\/usr\/src\/(?:linux-headers-|linux-|kernels\/)(\d+\.\d+[\w.+~-]*)(?=\/|$)/;

/** The kernel that a text comes to hold, whatever dkms asks for; `undefined` where that is not certain. */
function reachKernel(
  makefile: MakefileFacts,
  text: string,
  given: ReadonlyMap<string, string>,
  depth: number,
): Reached | undefined {
  if (depth > 10) return undefined;
  // A fallback of another kind may stand beside it.
  if (/\$\((?:or|if)\b/.test(text)) return undefined;
  if (running.test(text)) return { kernel: 'running' };
  const named = fixed.exec(text);
  const release = named?.[1] ?? named?.[2];
  if (release !== undefined) return { kernel: { release } };
  for (const { 1: name } of text.matchAll(/\$[({]([\w.-]+)[)}]/g)) {
    if (!name || given.has(name)) continue;
    const all = makefile.variables.filter((each) => each.name === name);
    const [variable] = all;
    if (!variable || all.length > 1 || variable.conditional || variable.operator === '+=') continue;
    const whole = /^\s*(\d+\.\d+[\w.+~-]*)\s*$/.exec(variable.value)?.[1];
    const inner: Reached | undefined = whole
      ? { kernel: { release: whole } }
      : reachKernel(makefile, variable.value, given, depth + 1);
    if (inner) return { variable, ...inner };
  }
  return undefined;
}
