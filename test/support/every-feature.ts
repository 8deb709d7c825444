import { findDocumentLinks } from '../../server/src/conf/features/document-links.ts';
import type { DocumentSymbol } from '../../server/src/conf/features/document-symbols.ts';
import { findDocumentSymbols } from '../../server/src/conf/features/document-symbols.ts';
import { followRename } from '../../server/src/conf/features/file-rename.ts';
import { findFolds } from '../../server/src/conf/features/folding.ts';
import { findInlayHints } from '../../server/src/conf/features/inlay-hints.ts';
import { findLinkedIndices } from '../../server/src/conf/features/linked-editing.ts';
import { findNamedModules } from '../../server/src/conf/features/module-names.ts';
import { findOccurrences } from '../../server/src/conf/features/occurrences.ts';
import { findPackageAnchor } from '../../server/src/conf/features/package-anchor.ts';
import { findDefinitions, findReferences, renameAt } from '../../server/src/conf/features/references.ts';
import { findSelectionRanges } from '../../server/src/conf/features/selection-ranges.ts';
import { findSemanticTokens } from '../../server/src/conf/features/semantic-tokens.ts';
import { signatureHelpAt } from '../../server/src/conf/features/signature-help.ts';
import type { ConfParser } from '../../server/src/conf/syntax/parser.ts';
import { applyEdits, type Span } from '../../server/src/conf/text.ts';
import { processorTime } from './growth.ts';
import { readText } from './read-text.ts';

/**
 * Requests every editor feature for a text, those about a position at up to `places` positions, and throws if an answer breaks a law:
 * each range lies inside the text, tokens are in order and do not overlap, selections grow, edits fit the text.
 */
export function askEverything(
  parser: ConfParser,
  text: string,
  places = 25,
): { readonly spans: number; readonly times: ReadonlyMap<string, readonly number[]> } {
  const began = process.threadCpuUsage();
  const { conf, reading } = readText(parser, text);
  // The tree and the reading are made once for each version of a document, however many features use them.
  conf.tree;
  const { user, system } = process.threadCpuUsage(began);
  const times = new Map<string, number[]>([['reading', [user + system]]]);
  let spans = 0;
  const time = <Answer>(feature: string, ask: () => Answer): Answer => {
    let answer: Answer | undefined;
    const taken = processorTime(() => {
      answer = ask();
    });
    const before = times.get(feature);
    if (before) before.push(taken);
    else times.set(feature, [taken]);
    return answer as Answer;
  };
  const inside = (feature: string, found: readonly Span[]): void => {
    spans += found.length;
    for (const { start, end } of found)
      if (!(start >= 0 && start <= end && end <= text.length))
        throw new Error(`${feature} answers with ${start}-${end} in a text of ${text.length}`);
  };
  const symbols = (found: readonly DocumentSymbol[], around: Span): void => {
    for (const { span, nameSpan, children, name } of found) {
      inside('symbols', [span, nameSpan]);
      if (span.start < around.start || span.end > around.end)
        throw new Error(`${name} lies outside its parent`);
      if (nameSpan.start < span.start || nameSpan.end > span.end)
        throw new Error(`${name} lies outside itself`);
      if (name === '') throw new Error('a symbol has no name');
      symbols(children, span);
    }
  };

  symbols(
    time('symbols', () => findDocumentSymbols(conf, reading)),
    { start: 0, end: text.length },
  );
  for (const { startLine, endLine } of time('folds', () => findFolds(conf)))
    if (startLine >= endLine || endLine >= conf.lines.lineCount)
      throw new Error(`a fold is ${startLine}-${endLine}`);
  inside(
    'links',
    time('links', () => findDocumentLinks(conf, reading)).map(({ span }) => span),
  );
  inside(
    'hints',
    time('hints', () => findInlayHints(conf, reading)).map(({ offset }) => ({ start: offset, end: offset })),
  );
  inside(
    'occurrences',
    time('occurrences', () => findOccurrences(conf)).map(({ span }) => span),
  );
  inside(
    'modules',
    time('modules', () => findNamedModules(conf, reading)).map(({ span }) => span),
  );
  const renamed = { from: 'patches', to: 'patches/new' };
  inside(
    'files',
    time('files', () => followRename(conf, reading, renamed)).map(({ span }) => span),
  );
  const anchor = findPackageAnchor(conf);
  if (anchor) inside('anchor', [anchor]);
  let last = 0;
  for (const { span } of time('tokens', () => findSemanticTokens(conf, reading.facts.dkmsVersion))) {
    inside('tokens', [span]);
    if (span.start < last || text.slice(span.start, span.end).includes('\n'))
      throw new Error(`the token at ${span.start} overlaps another one or a line end`);
    last = span.end;
  }
  const step = Math.max(1, Math.floor(text.length / places));
  for (let offset = 0; offset <= text.length; offset += step) {
    const selections = time('selections', () => findSelectionRanges(conf, offset));
    inside('selections', selections);
    for (const [index, span] of selections.entries()) {
      const inner = selections[index - 1];
      if (inner && (inner.start < span.start || inner.end > span.end))
        throw new Error('a selection does not grow');
    }
    inside(
      'definitions',
      time('definitions', () => findDefinitions(conf, offset)),
    );
    inside(
      'references',
      time('references', () => findReferences(conf, offset)).map(({ span }) => span),
    );
    inside('linked', time('linked', () => findLinkedIndices(conf, offset)) ?? []);
    time('signatures', () => signatureHelpAt(conf, offset));
    const edited = time('rename', () => renameAt(conf, offset, 'a_name_of_no_use_elsewhere'));
    if ('edits' in edited) applyEdits(text, edited.edits);
  }
  conf.dispose();
  return { spans, times };
}
