import {
  fileExists,
  findKbuild,
  type MakefileFacts,
  type MakefileVariable,
  type SourceFacts,
} from '../rules/source-facts.ts';
import { withIncludes } from './included-makefiles.ts';
import { KernelOrigins } from './kernel-origins.ts';
import type { FileExists } from './make-functions.ts';
import { MakeValues } from './make-values.ts';
import { folderText, hasMark, marks, wordsOf } from './walked-text.ts';

/** A module that Kbuild builds from a source. */
export interface KbuildModule {
  /** Without `.ko`. */
  readonly name: string;
  /** Where the `.ko` ends up, relative to the folder of the conf. */
  readonly folder: string;
  /** The Makefile or Kbuild file whose list names the module. */
  readonly makefile: MakefileFacts;
  /** 1-based. */
  readonly line: number;
  /** The kernel configuration symbol that decides whether it is built; absent if none does, or if the source sets the symbol. */
  readonly symbol?: string;
  /** The symbols of the kernel's configuration without which its list does not count (`ifdef CONFIG_PCI`); absent if there are none. */
  readonly needs?: readonly string[];
}

/** What Kbuild builds when it is called on a folder. */
export interface KbuildModules {
  readonly modules: readonly KbuildModule[];
  /** The modules whose lists count only with symbols of the kernel's configuration; they are not among `modules`. */
  readonly conditional: readonly KbuildModule[];
  /** The modules of lists under another condition that nobody knows, of which each branch names the same ones; empty if they differ. */
  readonly possible: readonly KbuildModule[];
  /** Why parts of the lists could not be read, a sentence each; if not empty, there may be other modules. */
  readonly open: readonly string[];
}

/** The largest number of folders that are read; no real source has more in its lists. */
const mostFolders = 100;

/** Variables that Kbuild itself sets, to values that are unknown here. */
const kernelVariables =
  /^(?:CONFIG_\w+|VERSION|PATCHLEVEL|SUBLEVEL|EXTRAVERSION|KERNELVERSION|ARCH|SRCARCH|SUBARCH|BITS|CC|LD|CROSS_COMPILE|UTS_MACHINE)$/;

/**
 * Follows the lists of a folder (`obj-m`, `obj-y`, `obj-$(CONFIG_…)`) and of the folders that they name, as Kbuild would with the
 * variables `given`. A module that depends on the kernel is included only if a single configuration symbol decides.
 */
export function findKbuildModules(
  facts: SourceFacts,
  folder: string,
  given: ReadonlyMap<string, string>,
): KbuildModules {
  const modules: KbuildModule[] = [];
  const conditional: KbuildModule[] = [];
  const possible = new Map<string, KbuildModule[]>();
  const open: string[] = [];
  const seen = new Set<string>();
  const enter = (path: string, symbol: string | undefined, outer: readonly string[]): void => {
    const own = seen.has(path) || seen.size >= mostFolders ? undefined : findKbuild(facts, path);
    seen.add(path);
    if (!own) return;
    const valuesOf = (one: MakefileFacts) =>
      valuesInKbuild(one, path, given, (file) => fileExists(facts, file));
    const { makefile, isWhole } = isOnlyItself(own)
      ? { makefile: own, isWhole: true }
      : withIncludes(own, path, facts, valuesOf);
    const values = valuesOf(makefile);
    if (!isWhole) open.push(`${own.path} includes ${own.includes.join(' ')}, which may name other modules.`);
    for (const { variable, how } of objectLists(makefile, values)) {
      const holds = values.hold(variable.conditions);
      if (holds === false) continue;
      const decides = how.symbol ?? symbol;
      const own =
        holds === undefined
          ? neededSymbols(variable, (set) =>
              valuesInKbuild(makefile, path, new Map([...given, ...set]), (file) => fileExists(facts, file)),
            )
          : [];
      if (!own) {
        open.push(
          `${makefile.path}:${variable.line} counts only under a condition that depends on the kernel or the machine.`,
        );
      }
      const needs = [...new Set([...outer, ...(own ?? [])])];
      for (const word of wordsOf(values.expand(variable.value))) {
        if (hasMark(word)) {
          open.push(`${makefile.path}:${variable.line} names modules that only make knows.`);
          continue;
        }
        if (own && word.endsWith('/')) enter(joined(path, word), decides, needs);
        const [, below = '', name] = /^((?:[\w.+-]+\/)*)([\w.+-]+)\.o$/.exec(word) ?? [];
        if (name === undefined || !how.isModule) continue;
        const found = { name, folder: joined(path, below), makefile, line: variable.line };
        const module = { ...found, ...(decides !== undefined && { symbol: decides }) };
        if (!own) {
          const branch = JSON.stringify(variable.conditions);
          possible.set(branch, [...(possible.get(branch) ?? []), module]);
        } else if (needs.length === 0) modules.push(module);
        else conditional.push({ ...module, needs });
      }
    }
  };
  enter(folder, undefined, []);
  return { modules, conditional, possible: sameInAll([...possible.values()]), open: [...new Set(open)] };
}

/** The modules of the first branch, if each of the others names the same ones. */
function sameInAll(branches: readonly (readonly KbuildModule[])[]): readonly KbuildModule[] {
  const namesOf = (branch: readonly KbuildModule[]) =>
    [...new Set(branch.map(({ name, folder }) => `${folder}/${name}`))].sort().join(' ');
  const [first = [], ...others] = branches;
  return others.every((one) => namesOf(one) === namesOf(first)) ? first : [];
}

/**
 * The symbols of the kernel's configuration that a list's conditions need, all of them and nothing else; `undefined` if they depend on more.
 * `valuesWith` gives the variables where symbols are set.
 */
function neededSymbols(
  { conditions }: MakefileVariable,
  valuesWith: (set: ReadonlyMap<string, string>) => MakeValues,
): readonly string[] | undefined {
  const named = conditions.flatMap(
    ({ text, after }) => [text, ...after].join(' ').match(/\bCONFIG_\w+/g) ?? [],
  );
  const symbols = [...new Set(named)];
  if (symbols.length === 0) return undefined;
  const holds = (set: (symbol: string) => string) =>
    valuesWith(new Map(symbols.map((symbol) => [symbol, set(symbol)]))).hold(conditions);
  const isNeeded = (symbol: string) => holds((one) => (one === symbol ? '' : 'y')) === false;
  return holds(() => 'y') && holds(() => 'm') && symbols.every(isNeeded) ? symbols : undefined;
}

/** Whether a Makefile includes nothing but Kbuild files, which Kbuild reads in preference to the Makefile. */
function isOnlyItself({ includes }: MakefileFacts): boolean {
  return includes.every((name) => /(?:^|\/)Kbuild$/.test(name));
}

interface ObjectList {
  readonly variable: MakefileVariable;
  readonly how: { readonly isModule: boolean; readonly symbol?: string };
}

function* objectLists(makefile: MakefileFacts, values: MakeValues): Iterable<ObjectList> {
  for (const variable of makefile.variables) {
    const [, key] = /^obj-(.+)$/.exec(variable.name) ?? [];
    if (key === undefined) continue;
    const value = values.expand(key).trim();
    // With `ALL = m`, `obj-$(ALL)$(CONFIG_X)` is `obj-m` only for a kernel without that symbol: Kbuild ignores `obj-mm` and the like.
    const [, kind] = /^([my])\uE000*$/.exec(value) ?? [];
    if (kind !== undefined) yield { variable, how: { isModule: kind === 'm' } };
    const [, symbol] = /^\$[({](CONFIG_\w+)[)}]$/.exec(key) ?? [];
    if (value === marks.unknown && symbol !== undefined) yield { variable, how: { isModule: true, symbol } };
  }
}

function valuesInKbuild(
  makefile: MakefileFacts,
  folder: string,
  given: ReadonlyMap<string, string>,
  exists: FileExists,
): MakeValues {
  const text = folderText(folder);
  const valuesWith = (unknown: readonly string[]) =>
    new MakeValues({
      ...{ makefile, folder, origins: new KernelOrigins(), exists },
      given: new Map([...unknown.map((name) => [name, marks.unknown] as const), ...given]),
      environment: new Map([
        ['KERNELRELEASE', marks.kernel],
        ['MAKEFILE_LIST', `${text}/${makefile.path.replace(/^.*\//, '')}`],
        ...['M', 'KBUILD_EXTMOD', 'src', 'obj'].map((name) => [name, text] as const),
      ]),
    });
  const set = makefile.variables.filter(({ name }) => kernelVariables.test(name));
  // What a Makefile sets only for the make that calls Kbuild is not set in Kbuild.
  const isSet = set.some(({ conditions }) => conditions.length > 0) ? valuesWith([]) : undefined;
  const own = new Set(
    set.flatMap(({ name, conditions }) => (isSet?.hold(conditions) === false ? [] : [name])),
  );
  return valuesWith([...makefile.uses].filter((name) => kernelVariables.test(name) && !own.has(name)));
}

function joined(folder: string, further: string): string {
  const parts: string[] = [];
  for (const part of [...folder.split('/'), ...further.split('/')]) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
