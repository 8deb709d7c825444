import path from 'node:path';
import type { Conf } from '../../conf/conf.ts';
import { type ConfKind, confKindOf } from '../../conf/conf-kind.ts';
import { type Completion, completeAt } from '../../conf/features/completion.ts';
import { noCandidates } from '../../conf/features/completion-candidates.ts';
import { type DocumentLink, findDocumentLinks } from '../../conf/features/document-links.ts';
import { type DocumentSymbol, findDocumentSymbols } from '../../conf/features/document-symbols.ts';
import { followRename } from '../../conf/features/file-rename.ts';
import { type Fold, findFolds } from '../../conf/features/folding.ts';
import { editsByLine, formatText, type IndentStyle, meansTheSame } from '../../conf/features/formatting.ts';
import { completeFramework, hoverFramework } from '../../conf/features/framework-features.ts';
import { type Hover, hoverAt } from '../../conf/features/hover.ts';
import { findInlayHints, type InlayHint } from '../../conf/features/inlay-hints.ts';
import { explainOutcomes, findOutcomeHint, type KernelOutcome } from '../../conf/features/kernel-outcomes.ts';
import { findLinkedIndices } from '../../conf/features/linked-editing.ts';
import { findNamedModuleAt, type NamedModule, renameModule } from '../../conf/features/module-names.ts';
import type { Occurrence } from '../../conf/features/occurrences.ts';
import { findPackageAnchor } from '../../conf/features/package-anchor.ts';
import {
  findDefinitions,
  findReferences,
  findRenameTarget,
  renameAt,
} from '../../conf/features/references.ts';
import { findSelectionRanges } from '../../conf/features/selection-ranges.ts';
import {
  findSemanticTokens,
  type SemanticToken,
  semanticTokenModifiers,
  semanticTokenTypes,
} from '../../conf/features/semantic-tokens.ts';
import { type SignatureHelp, signatureHelpAt } from '../../conf/features/signature-help.ts';
import { numberSlots } from '../../conf/features/slot-numbering.ts';
import { isRestriction, restrictsKernels } from '../../conf/reading/exclusion.ts';
import type { Span, TextEdit } from '../../conf/text.ts';
import { exists } from '../../file-system.ts';
import { isInside } from '../../is-inside.ts';
import { moduleListOffset } from '../../module/find-modules.ts';
import { fixText, preferredEdits } from '../confs/file-check.ts';
import type { Engine } from '../engine.ts';
import type { RangeSummary } from '../kernel-history/range-summary.ts';
import type { TargetResult } from '../results/target-result.ts';
import { type BuildLens, describeBuilds, describeOverrides, describeRange } from './build-lenses.ts';
import { gatherCandidates } from './gather-candidates.ts';
import { findModuleFiles, type ModuleFiles } from './module-files.ts';

/** A link whose target exists. */
export interface PresentLink {
  readonly link: DocumentLink;
  /** Absolute. */
  readonly target: string;
}

/** The types and modifiers of semantic tokens, in the order of their numbers. */
export const tokenLegend = { types: semanticTokenTypes, modifiers: semanticTokenModifiers };

/** Each kernel costs one reading of the file; of more kernels, the newest are enough. */
const mostOutcomes = 12;
/** Files are a few thousand characters long; one that is much longer must not be read a dozen times at each keystroke. */
const longestForOutcomes = 20_000;

/** Answers an editor's requests about an open conf, for the selected kernel and the assumed dkms. It has no state. */
export class Language {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** `file` is the absolute path of the conf, where it has one: framework.conf has names of its own. */
  async complete(conf: Conf, file: string | undefined, offset: number): Promise<readonly Completion[]> {
    if (isFramework(file)) return completeFramework(conf, this.#engine.dkmsVersionFor(file), offset);
    const reading = this.#engine.readings.readSelected(conf, file);
    const kernels = (await this.#engine.kernels()).map(({ release }) => release);
    const candidates = file === undefined ? noCandidates : await gatherCandidates(path.dirname(file));
    return completeAt(conf, reading, offset, { ...candidates, kernels });
  }

  async hover(conf: Conf, file: string | undefined, offset: number): Promise<Hover | undefined> {
    if (isFramework(file)) return hoverFramework(conf, this.#engine.dkmsVersionFor(file), offset);
    const reading = this.#engine.readings.readSelected(conf, file);
    const hover = hoverAt(conf, reading, offset);
    if (!hover) return undefined;
    const name = conf.text.slice(hover.span.start, hover.span.end);
    if (!isRestriction(name, reading.facts.dkmsVersion)) return hover;
    const outcomes = await this.#outcomes(conf, file);
    if (outcomes.length === 0) return hover;
    return { ...hover, markdown: `${hover.markdown}\n\n${explainOutcomes(outcomes)}` };
  }

  signatureHelp(conf: Conf, offset: number): SignatureHelp | undefined {
    return signatureHelpAt(conf, offset);
  }

  symbols(conf: Conf, file: string | undefined): readonly DocumentSymbol[] {
    return findDocumentSymbols(conf, this.#engine.readings.readSelected(conf, file), kindOf(file));
  }

  folds(conf: Conf): readonly Fold[] {
    return findFolds(conf);
  }

  selectionRanges(conf: Conf, offset: number): readonly Span[] {
    return findSelectionRanges(conf, offset);
  }

  definitions(conf: Conf, offset: number): readonly Span[] {
    return findDefinitions(conf, offset);
  }

  /** The module whose name stands at an offset, and its files; `undefined` if none does, or the conf is not saved yet. */
  async moduleFiles(
    conf: Conf,
    file: string | undefined,
    offset: number,
  ): Promise<{ readonly module: NamedModule; readonly files: ModuleFiles } | undefined> {
    if (file === undefined || isFramework(file)) return undefined;
    const module = findNamedModuleAt(conf, this.#engine.readings.readSelected(conf, file), offset);
    return module && { module, files: await findModuleFiles(path.dirname(file), module) };
  }

  references(conf: Conf, offset: number): readonly Occurrence[] {
    return findReferences(conf, offset);
  }

  renameTarget(conf: Conf, file: string | undefined, offset: number): ReturnType<typeof findRenameTarget> {
    const module = isFramework(file)
      ? undefined
      : findNamedModuleAt(conf, this.#engine.readings.readSelected(conf, file), offset);
    return module ?? findRenameTarget(conf, offset, kindOf(file));
  }

  /** The edits that give a module another name in the conf; those of its files follow from `moduleFiles`. */
  renameModule(
    conf: Conf,
    file: string | undefined,
    name: string,
    newName: string,
  ): { readonly edits: readonly TextEdit[] } | { readonly refused: string } {
    if (!/^\w[\w-]*$/.test(newName))
      return {
        refused: `"${newName}" is not a valid name for a module. Use letters, digits, _ and -, without .ko.`,
      };
    return { edits: renameModule(conf, this.#engine.readings.readSelected(conf, file), name, newName) };
  }

  rename(conf: Conf, file: string | undefined, offset: number, newName: string): ReturnType<typeof renameAt> {
    return renameAt(conf, offset, newName, kindOf(file));
  }

  linkedIndices(conf: Conf, offset: number): readonly Span[] | undefined {
    return findLinkedIndices(conf, offset);
  }

  semanticTokens(conf: Conf, file: string | undefined, within?: Span): readonly SemanticToken[] {
    return findSemanticTokens(conf, this.#engine.dkmsVersionFor(file), { within, kind: kindOf(file) });
  }

  async inlayHints(conf: Conf, file: string | undefined, within: Span): Promise<readonly InlayHint[]> {
    // Its settings are not directives, and a conf is not read with them.
    if (isFramework(file)) return [];
    const reading = this.#engine.readings.readSelected(conf, file);
    const hints = findInlayHints(conf, reading, within);
    const outcome = findOutcomeHint(reading, await this.#outcomes(conf, file));
    return outcome && within.start <= outcome.offset && outcome.offset <= within.end
      ? [...hints, outcome]
      : hints;
  }

  /** The outcome for each kernel of this machine; empty for a conf that supports every one. */
  async #outcomes(conf: Conf, file: string | undefined): Promise<readonly KernelOutcome[]> {
    if (
      conf.text.length > longestForOutcomes ||
      !restrictsKernels(this.#engine.readings.readSelected(conf, file))
    )
      return [];
    const kernels = await this.#engine.kernelFacts(this.#engine.dkmsVersionFor(file));
    return kernels.slice(0, mostOutcomes).map((kernel) => ({
      release: kernel.release,
      excluded: this.#engine.readings.readAsAdded(conf, file, { kernel }).excluded,
    }));
  }

  /**
   * What to show above the package about builds, overrides and the range of kernels; `undefined` if the file has no package. `results` are those of this conf,
   * and `range` is what is known of its module.
   */
  async buildLenses(
    conf: Conf,
    file: string | undefined,
    results: readonly TargetResult[],
    range?: RangeSummary,
  ): Promise<{ readonly span: Span; readonly lenses: readonly BuildLens[] } | undefined> {
    // framework.conf and override files belong to no module that could be built.
    const span = kindOf(file) === 'conf' ? findPackageAnchor(conf) : undefined;
    if (!span) return undefined;
    const builds = await this.#moduleLenses(results, range);
    const target = this.#engine.selected.targetFor(this.#engine.dkmsVersionFor(file));
    const overrides = await this.#engine.readings.findOverrides(conf, file, target);
    return {
      span,
      lenses: [...builds, ...describeOverrides(overrides.map(({ path }) => path))],
    };
  }

  /** What to show above the list of modules of a Kbuild or Makefile without a conf: what there is above a conf, but overrides. */
  async bareLenses(
    text: string,
    results: readonly TargetResult[],
    range?: RangeSummary,
  ): Promise<{ readonly offset: number; readonly lenses: readonly BuildLens[] }> {
    return { offset: moduleListOffset(text), lenses: await this.#moduleLenses(results, range) };
  }

  async #moduleLenses(
    results: readonly TargetResult[],
    range: RangeSummary | undefined,
  ): Promise<readonly BuildLens[]> {
    const ready = (await this.#engine.kernelSet()).kernels.length;
    const builds = describeBuilds({ kernel: this.#engine.selected.name, ready, results });
    return [...builds, ...(range ? [describeRange(range)] : [])];
  }

  /** The files and folders that the conf `file` names and that are there. */
  async links(conf: Conf, file: string): Promise<readonly PresentLink[]> {
    // An override speaks of files in the source of its module, which is elsewhere.
    if (kindOf(file) !== 'conf') return [];
    const folder = path.dirname(file);
    const found = await Promise.all(
      findDocumentLinks(conf, this.#engine.readings.readSelected(conf, file)).map(async (link) => {
        const target = path.join(folder, link.target);
        return (await exists(target)) ? [{ link, target }] : [];
      }),
    );
    return found.flat();
  }

  /**
   * The edits that format the lines `from` to `to` (0-based, inclusive); none if they would change what the assumed version of dkms reads,
   * which is checked each time.
   */
  format(
    conf: Conf,
    file: string | undefined,
    style: IndentStyle,
    from?: number,
    to?: number,
  ): readonly TextEdit[] {
    const formatted = formatText(conf, style, (text) => this.#engine.openConf(text));
    if (formatted === conf.text) return [];
    const after = this.#engine.openConf(formatted);
    const reading = this.#engine.readings.readSelected(conf, file);
    const same = meansTheSame(reading, this.#engine.readings.readLike(after, reading));
    after.dispose();
    return same ? editsByLine(conf, formatted, from, to) : [];
  }

  /**
   * The edits in the confs of the folders above a file when the file is renamed. `openAt` gives the conf of an open
   * document; the others are read. Only folders inside `roots` are considered.
   */
  async followRename(
    from: string,
    to: string,
    roots: readonly string[],
    openAt: (file: string) => Conf | undefined,
  ): Promise<readonly { readonly file: string; readonly conf: Conf; readonly edits: readonly TextEdit[] }[]> {
    const changes: { file: string; conf: Conf; edits: readonly TextEdit[] }[] = [];
    for (const folder of foldersAbove(from, roots)) {
      const file = path.join(folder, 'dkms.conf');
      const conf = openAt(file) ?? (await this.#openFile(file));
      if (!conf) continue;
      const rename = { from: path.relative(folder, from), to: path.relative(folder, to) };
      const edits = followRename(conf, this.#engine.readings.readAsAdded(conf, file), rename);
      if (edits.length > 0) changes.push({ file, conf, edits });
    }
    return changes;
  }

  async #openFile(file: string): Promise<Conf | undefined> {
    const read = await this.#engine.readFile(file);
    return read.kind === 'text' ? this.#engine.openConf(read.text) : undefined;
  }

  numberSlots(conf: Conf, offset: number): readonly TextEdit[] | undefined {
    return numberSlots(conf, offset);
  }

  /** One edit that carries out every preferred fix; `undefined` if there is none. */
  fixAll(conf: Conf, file: string | undefined): TextEdit | undefined {
    // Most often there is nothing to fix, which a check of this text has already found.
    if (preferredEdits(this.#engine.checks.check(conf, file)).length === 0) return undefined;
    const sourceFacts = file === undefined ? undefined : this.#engine.checks.sourceFactsOf(file);
    const fixed = fixText(this.#engine, { path: file ?? 'dkms.conf', text: conf.text }, {}, sourceFacts);
    return differenceOf(conf.text, fixed);
  }
}

function kindOf(file: string | undefined): ConfKind {
  return file === undefined ? 'conf' : confKindOf(file);
}

function isFramework(file: string | undefined): boolean {
  return kindOf(file) === 'framework';
}

/** The folders in which a file lies, the nearest first, as far as they are in one of the roots. */
function foldersAbove(file: string, roots: readonly string[]): string[] {
  const folders: string[] = [];
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const here = folder;
    if (!roots.some((root) => isInside(here, root))) return folders;
    folders.push(folder);
    if (folder === path.dirname(folder)) return folders;
  }
}

/** The smallest edit that turns one text into the other. */
function differenceOf(text: string, newText: string): TextEdit | undefined {
  if (text === newText) return undefined;
  const shorter = Math.min(text.length, newText.length);
  let start = 0;
  while (start < shorter && text[start] === newText[start]) start++;
  let behind = 0;
  while (behind < shorter - start && text.at(-1 - behind) === newText.at(-1 - behind)) behind++;
  return {
    span: { start, end: text.length - behind },
    newText: newText.slice(start, newText.length - behind),
  };
}
