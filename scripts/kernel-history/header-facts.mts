import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeclarationScanner } from '../../server/src/triage/headers/declaration-scanner.ts';
import { type HeaderFile, listHeaders } from '../../server/src/triage/headers/header-folders.ts';
import type { HeaderSymbol } from '../../server/src/triage/headers/header-index.ts';
import { scanHeader, symbolAt } from '../../server/src/triage/headers/scanned-header.ts';
import type { Fact } from '../../server/src/triage/history/history-format.ts';
import {
  exportKey,
  headerKey,
  memberKey,
  nameKey,
  shapeText,
  tagKey,
} from '../../server/src/triage/history/history-keys.ts';
import { evaluateCondition, type MacroFacts } from '../../server/src/triage/preprocessor/condition.ts';
import { givenMacro } from '../../server/src/triage/preprocessor/given-macros.ts';
import { parseSymvers } from '../../server/src/triage/symvers.ts';

/** The facts of one kernel, by key. */
export type KernelFacts = ReadonlyMap<string, Fact>;

/** One declaration, as its header has it. */
interface Declared {
  readonly key: string;
  readonly shape: string;
  readonly conditions: readonly string[];
}

/** Reads the facts of kernel after kernel. Headers that several kernels have in the same words are read once. */
export class FactReader {
  readonly #scanner = new DeclarationScanner();
  readonly #declared = new Map<string, readonly Declared[]>();

  /** The facts of the kernel whose headers lie in a build folder, for the architecture whose folder below arch/ is named. */
  read(buildDir: string, archFolder: string): KernelFacts {
    const { files } = listHeaders(buildDir, archFolder);
    const found = new Map<string, { live: Ranked[]; hidden: Ranked[] }>();
    const isLive = liveness(buildDir);
    const seen = new Set<string>();
    for (const file of files) {
      // What the build of the kernel wrote there tells of its configuration. In the folder of the architecture it wrote headers.
      if (/(?<!\/arch\/[^/]+)\/include\/generated\//.test(file.path)) continue;
      seen.add(headerKey(file.include));
      if (!hasInterface(file)) continue;
      const rank = rankOf(file.path);
      for (const { key, shape, conditions } of this.#declaredIn(file)) {
        const known = found.get(key) ?? { live: [], hidden: [] };
        if (known.live.length + known.hidden.length === 0) found.set(key, known);
        known[isLive(conditions) ? 'live' : 'hidden'].push({ rank, shape, header: file.include });
      }
    }
    const facts = new Map<string, Fact>([...seen].map((key) => [key, { shape: '', header: '' }]));
    for (const [key, { live, hidden }] of found) facts.set(key, factOf(live.length > 0 ? live : hidden));
    for (const { name, gplOnly, namespace } of exportsOf(buildDir)) {
      facts.set(exportKey(name), { shape: `${gplOnly ? 'G' : 'P'}${namespace ?? ''}`, header: '' });
    }
    return facts;
  }

  #declaredIn(file: HeaderFile): readonly Declared[] {
    const content = createHash('sha256').update(readFileSync(file.path)).digest('base64');
    const known = this.#declared.get(content);
    if (known) return known;
    const header = scanHeader(file.path, this.#scanner);
    const declared: Declared[] = [];
    for (let at = 0; header && at < header.count; at++) {
      const symbol = symbolAt(header, at, file);
      const key = keyOf(symbol);
      if (key !== undefined) declared.push({ key, shape: shapeText(symbol), conditions: symbol.conditions });
    }
    this.#declared.set(content, declared);
    return declared;
  }
}

interface Ranked extends Fact {
  readonly rank: number;
}

/** Of several declarations of a name every shape is kept, and the first header. */
function factOf(declarations: readonly Ranked[]): Fact {
  const ranked = [...declarations].sort((a, b) => a.rank - b.rank || compareTexts(a.header, b.header));
  const shapes = new Set(ranked.map(({ shape }) => shape));
  // `#define name name` only says that there is a function of that name.
  if (shapes.size > 1) shapes.delete('d');
  return { shape: [...shapes].sort().join('\n'), header: ranked[0]?.header ?? '' };
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Common headers, then those for any architecture, then this one's, then those for user programs, as the look-up of names has it. */
function rankOf(path: string): number {
  return (
    (path.includes('/uapi/') ? 4 : 0) +
    (path.includes('/arch/') ? 2 : 0) +
    (/\/(?:asm-generic|dt-bindings|xen)\//.test(path) ? 1 : 0)
  );
}

/** Numbers for device trees and descriptions of tracepoints are no interface that C files of a module use; that they are there is kept. */
function hasInterface({ include }: HeaderFile): boolean {
  return !/^(?:dt-bindings|trace\/events)\//.test(include);
}

function keyOf({ kind, name, owner, arity }: HeaderSymbol): string | undefined {
  switch (kind) {
    case 'macro':
      // Guards of headers, and what the configuration defines.
      return arity === undefined && /_H_*$|^CONFIG_/.test(name) ? undefined : nameKey(name);
    case 'function':
    case 'inline':
    case 'enumerator':
    case 'typedef':
    case 'variable':
      return nameKey(name);
    case 'struct':
    case 'union':
    case 'enum':
      return tagKey(name);
    case 'member':
      return owner === undefined ? undefined : memberKey(owner, name);
    case 'event':
      return nameKey(`trace_${name}`);
    default:
      return kind satisfies never;
  }
}

function exportsOf(buildDir: string) {
  const path = join(buildDir, 'Module.symvers');
  return parseSymvers(path, readFileSync(path)).all();
}

/** Whether conditions hold for a kernel; those that its configuration does not decide hold. */
function liveness(buildDir: string): (conditions: readonly string[]) => boolean {
  const text = readFileSync(join(buildDir, 'include/generated/autoconf.h'), 'latin1');
  const configured = new Set([...text.matchAll(/^#define (CONFIG_\w+)/gm)].map(([, name = '']) => name));
  const facts: MacroFacts = {
    isDefined: (name) => (name.startsWith('CONFIG_') ? configured.has(name) : givenMacro(name)),
    valueOf: () => undefined,
    hasHeader: () => undefined,
  };
  const known = new Map<string, boolean>();
  const holds = (condition: string) => {
    const before = known.get(condition);
    if (before !== undefined) return before;
    const is = evaluateCondition(condition, facts) !== 0;
    known.set(condition, is);
    return is;
  };
  return (conditions) => conditions.every(holds);
}
