import type { Cause } from '../cause.ts';
import type { HeaderSymbol } from '../headers/header-index.ts';
import type { MessageShape } from '../messages/message-shape.ts';
import { explainChangedCall, explainConflict, explainVoidValue } from './changed-declaration.ts';
import { explainChangedMember, explainMissingMember, explainReadOnly } from './changed-member.ts';
import { explainChangedOperand } from './changed-operand.ts';
import { explainGplOnly, explainMissingNamespace, explainUndefinedSymbol } from './exported-symbol.ts';
import { findLive, type InferenceContext, type KernelApi } from './inference-context.ts';
import { explainIncompleteType, explainMissingHeader, explainMissingName } from './removed-name.ts';
import { explainReplacedName } from './replaced-name.ts';

/**
 * The cause of a message, from the headers and exports of kernels alone: another kernel declares or exports the subject of the message
 * differently. `undefined` if no difference is found, as for every mistake that has nothing to do with the kernel.
 */
export function inferCause(shape: MessageShape, context: InferenceContext): Cause | undefined {
  switch (shape.kind) {
    case 'undeclared-function':
      return explainMissingName(shape.name, context, ['function', 'inline', 'macro']);
    case 'undeclared':
      return explainMissingConstant(shape.name, context);
    case 'unknown-type':
      return explainMissingName(shape.name, context, ['typedef', 'macro']);
    case 'incomplete-type':
      return explainIncompleteType(shape.type, context);
    case 'no-member':
      return explainMissingMember(shape.struct, shape.member, context);
    case 'incompatible-value':
      return explainValue(shape, context);
    case 'argument-count':
      return explainChangedCall(shape.function, context);
    case 'macro-arguments':
      return explainChangedCall(shape.macro, context);
    case 'incompatible-argument':
    case 'discarded-qualifier':
      return shape.function === undefined
        ? undefined
        : explainChangedCall(shape.function, context, { position: shape.position });
    case 'read-only':
      return explainReadOnly(shape.target, context);
    case 'missing-header':
      return explainMissingHeader(shape.header, context);
    case 'conflicting-types':
      return explainConflict(shape.name, context) ?? explainGoneStruct(shape.type, context);
    case 'implicit-int':
      return explainChangedCall(shape.name, context) ?? explainMissingName(shape.name, context, ['macro']);
    case 'undefined-symbol':
      return explainUndefinedSymbol(shape.name, context);
    case 'gpl-only-symbol':
      return explainGplOnly(shape.name, context);
    case 'magic-name':
    case 'static-export':
      return undefined;
    case 'missing-namespace':
      return explainMissingNamespace(shape.name, shape.namespace, context);
    case 'integer-pointer':
      return shape.function === undefined
        ? undefined
        : explainChangedCall(shape.function, context, { position: undefined });
    case 'replaced-name':
      return explainReplacedName(context);
    case 'void-value':
      return explainVoidValue(context);
    case 'incompatible-type':
      return explainChangedOperand(shape.actual, context);
    case 'invalid-operand':
      return explainChangedOperand(shape.type, context);
    case 'unexpected-token':
      return shape.inParameters ? explainTopLevelCall(context) : undefined;
    case 'unnamed-argument':
      // It names nothing that could be looked up, and mostly follows from another message.
      return undefined;
    default:
      return shape satisfies never;
  }
}

/** A call at the top level of the file, which the compiler takes for a declaration where the macro is not defined: `MODULE_ALIAS_GENL_FAMILY("name");`. */
function explainTopLevelCall(context: InferenceContext): Cause | undefined {
  const name = /^([A-Za-z_]\w*)[ \t]*\(/.exec(context.line ?? '')?.[1];
  return name === undefined ? undefined : explainMissingName(name, context, ['macro']);
}

type ValueShape = Extract<MessageShape, { kind: 'incompatible-value' }>;

function explainValue(
  { expected, actual, object, member }: ValueShape,
  context: InferenceContext,
): Cause | undefined {
  if (member === undefined || expected === undefined || actual === undefined) return undefined;
  return explainChangedMember({ member, expected, actual, ...(object !== undefined && { object }) }, context);
}

/** Whether a variable of another kernel is what the source means: one of several words that the kernel exports, as `ipv6_stub`. */
function isOfKernel(
  { name }: HeaderSymbol,
  other: KernelApi | undefined,
  { failing }: InferenceContext,
): boolean {
  if (!/\w_\w/.test(name) || failing.headers.has(name)) return false;
  return other?.symvers?.find(name) !== undefined;
}

/**
 * The cause for an undeclared name that is used as a value. Variables have short names that occur everywhere, so a lower-case name
 * counts only if another kernel declares it as a macro or a function and this kernel does not declare it; an upper-case name also counts
 * if this kernel declares it in a header that the source does not include.
 */
function explainMissingConstant(name: string, context: InferenceContext): Cause | undefined {
  const kinds = ['macro', 'enumerator', 'function', 'inline', 'variable'] as const;
  const here = findLive(context.failing.headers, name, kinds);
  const other = context.others.find((view) => findLive(view.headers, name, kinds).length > 0);
  const [old] = other ? findLive(other.headers, name, kinds) : [];
  if (!old) return undefined;
  const constant = /^[A-Z0-9_]+$/.test(name);
  if (!constant && here.length > 0) return undefined;
  if (
    !constant &&
    (old.kind === 'enumerator' || (old.kind === 'variable' && !isOfKernel(old, other, context)))
  )
    return undefined;
  return explainMissingName(name, context, kinds);
}

/** Why a function does not agree with its own declaration: a struct that it takes is gone, so that each list of parameters declares another. */
function explainGoneStruct(type: string | undefined, context: InferenceContext): Cause | undefined {
  for (const [, name = ''] of (type ?? '').matchAll(/\bstruct (\w+)/g)) {
    if (context.failing.headers.has(name, ['struct'])) continue;
    const cause = explainIncompleteType(name, context);
    if (cause) return cause;
  }
  return undefined;
}
