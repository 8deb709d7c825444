import { walkMake } from '../make/make-walk.ts';
import type { MakeWalk } from '../make/walk-results.ts';
import { marks } from '../make/walked-text.ts';
import type { Reading } from '../reading/reading.ts';
import type { Span } from '../text.ts';
import { withoutPlaceholders } from './placeholders.ts';
import type { SourceFacts } from './source-facts.ts';
import type { Statements } from './statements.ts';
import { type WrittenMake, writtenMakes } from './written-make.ts';

/** A MAKE of the file, followed through the Makefiles beside it. */
export interface WalkedMake {
  readonly make: WrittenMake;
  readonly walk: MakeWalk;
}

/** CLEAN, followed in the same way. */
export interface WalkedClean {
  readonly text: string;
  readonly span: Span;
  readonly walk: MakeWalk;
}

/** The walks of a file's commands through the Makefiles beside it; each is done once per check, when the first rule needs it. */
export class MakeWalks {
  readonly #reading: Reading;
  readonly #statements: Statements;
  readonly #facts: SourceFacts | undefined;
  #makes: readonly WalkedMake[] | undefined;
  #clean: readonly WalkedClean[] | undefined;

  constructor(reading: Reading, statements: Statements, facts: SourceFacts | undefined) {
    this.#reading = reading;
    this.#statements = statements;
    this.#facts = facts?.followed ?? facts;
  }

  /** Every MAKE that is one word in the file; none if the source is unknown, or if a script or a patch may change it first. */
  get makes(): readonly WalkedMake[] {
    const facts = this.#facts;
    if (!facts || this.#mayChange()) return [];
    this.#makes ??= [...writtenMakes(this.#reading, this.#statements)].map((make) => ({
      make,
      walk: walkMake({ ...markedCommand(make.text), environment: dkmsEnvironment }, facts),
    }));
    return this.#makes;
  }

  /** CLEAN, under the same conditions; dkms adds nothing to it. */
  get cleans(): readonly WalkedClean[] {
    const facts = this.#facts;
    if (!facts || this.#mayChange()) return [];
    this.#clean ??= (this.#reading.directives.get('CLEAN') ?? []).flatMap((element) => {
      const word = this.#statements.wordOf(element);
      if (!word || word.end === word.start) return [];
      const text = this.#statements.writtenText(word);
      const start = { ...markedCommand(text), addsKernelRelease: false, environment: dkmsEnvironment };
      return [{ text, span: { start: word.start, end: word.end }, walk: walkMake(start, facts) }];
    });
    return this.#clean;
  }

  #mayChange(): boolean {
    const { directives } = this.#reading;
    return directives.has('PRE_BUILD') || directives.has('PATCH');
  }
}

/** dkms runs its steps as functions of a shell that have these in their environment (`prepare_build`, 2.2 to 3.4). */
export const dkmsEnvironment: ReadonlyMap<string, string> = new Map([
  ['kernelver', marks.kernel],
  ...['arch', 'module', 'module_version'].map((name) => [name, marks.unknown] as const),
]);

/** The text of a command as it is written, with marks instead of the values of dkms's variables. */
export function markedCommand(text: string): { readonly text: string; readonly addsKernelRelease: boolean } {
  const tree = /(?:\$\{?dkms_tree\b\}?|\/var\/lib\/dkms)\/[^\s/"']+\/[^\s/"']+\/build(?![\w.-])/g;
  return {
    text: withoutPlaceholders(text, marks.unknown)
      .replace(tree, marks.source)
      .replace(/\$\{?kernel_source_dir\b\}?/g, `/lib/modules/${marks.kernel}/build`)
      .replace(/\$\{?kernelver\b\}?/g, marks.kernel)
      .replace(/\$\((?:[^()]|\([^()]*\))*\)|`[^`]*`|\$\{[^{}]*\}|\$\w+/g, marks.unknown),
    addsKernelRelease: /^make(?![\w.-])/.test(text),
  };
}
