import type { Conf } from '../conf.ts';
import type { ConfKind } from '../conf-kind.ts';
import { findDirective, isDeprecatedIn } from '../directives/directives.ts';
import type { DkmsVersion } from '../directives/dkms-version.ts';
import { findFrameworkDirective } from '../directives/framework-directives.ts';
import { findProvidedVariable } from '../directives/provided-variables.ts';
import type { Span } from '../text.ts';
import { findOccurrences } from './occurrences.ts';
import { findWrittenAssignments, type WrittenAssignment } from './written-assignments.ts';

/** Names of the protocol's own kinds of tokens, so that every theme colours them; the order is part of the answer. */
export const semanticTokenTypes = [
  'property',
  'number',
  'variable',
  'function',
  'regexp',
  'enumMember',
] as const;
export const semanticTokenModifiers = ['declaration', 'readonly', 'deprecated', 'defaultLibrary'] as const;

/** A coloured span within one line. */
export interface SemanticToken {
  readonly span: Span;
  /**
   * `property` a directive, `number` an index, `variable` a helper variable (with `readonly` and `defaultLibrary`: one that
   * dkms provides), `regexp` and `enumMember` values.
   */
  readonly type: (typeof semanticTokenTypes)[number];
  readonly modifiers: readonly (typeof semanticTokenModifiers)[number][];
}

/** The semantic tokens of a conf for a version of dkms, in text order, without overlaps. */
export function findSemanticTokens(
  conf: Conf,
  version: DkmsVersion,
  { within, kind: confKind = 'conf' }: { readonly within?: Span | undefined; readonly kind?: ConfKind } = {},
): readonly SemanticToken[] {
  const tokens: SemanticToken[] = [];
  for (const { kind, role, name, span } of findOccurrences(conf)) {
    const isSetting = confKind === 'framework' && findFrameworkDirective(name) !== undefined;
    const directive = kind === 'variable' && confKind !== 'framework' ? findDirective(name) : undefined;
    const provided = kind === 'variable' && role === 'read' && findProvidedVariable(name) !== undefined;
    tokens.push({
      span,
      type: directive || isSetting ? 'property' : kind,
      modifiers: [
        ...(role === 'write' ? (['declaration'] as const) : []),
        ...(provided ? (['readonly', 'defaultLibrary'] as const) : []),
        ...(directive && isDeprecatedIn(directive, version) ? (['deprecated'] as const) : []),
      ],
    });
  }
  for (const assignment of findWrittenAssignments(conf)) {
    const { indexSpan, index } = assignment;
    if (indexSpan && index !== undefined) tokens.push({ span: indexSpan, type: 'number', modifiers: [] });
    const type = valueTokenOf(conf, assignment);
    if (type) tokens.push(...plainPieces(conf, assignment.valueSpan, type));
  }
  return withoutOverlaps(
    tokens.filter(({ span }) => !within || (span.end > within.start && span.start < within.end)),
  );
}

function valueTokenOf(
  conf: Conf,
  { directive, valueSpan }: WrittenAssignment,
): 'regexp' | 'enumMember' | undefined {
  if (directive?.valueType === 'regular-expression') return 'regexp';
  const isWord = /^["']?(?:yes|no)["']?$/i.test(
    conf.text.slice(valueSpan.start, Math.min(valueSpan.end, valueSpan.start + 6)),
  );
  return directive?.valueType === 'yes-no' && isWord ? 'enumMember' : undefined;
}

/** The parts of a value on one line each that are neither quotes nor expansions. */
function plainPieces(conf: Conf, { start, end }: Span, type: SemanticToken['type']): SemanticToken[] {
  const text = conf.text.slice(start, end);
  const pieces: SemanticToken[] = [];
  const quoted = /^(["'])[^"'\r\n]*\1$/.test(text);
  if (!quoted && /["'`()\r\n]/.test(text)) return pieces;
  const inner = quoted ? text.slice(1, -1) : text;
  const from = quoted ? start + 1 : start;
  let last = 0;
  const push = (to: number) => {
    if (to > last) pieces.push({ span: { start: from + last, end: from + to }, type, modifiers: [] });
  };
  for (const match of inner.matchAll(/\$(?:\w+|\{[^}]*\}?|\([^)]*\)?)/g)) {
    push(match.index);
    last = match.index + match[0].length;
  }
  push(inner.length);
  return pieces;
}

function withoutOverlaps(tokens: readonly SemanticToken[]): SemanticToken[] {
  const kept: SemanticToken[] = [];
  for (const token of tokens.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
    if (token.span.end > token.span.start && token.span.start >= (kept.at(-1)?.span.end ?? 0))
      kept.push(token);
  }
  return kept;
}
