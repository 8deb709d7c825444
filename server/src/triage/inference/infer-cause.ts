import type { Cause } from '../cause.ts';
import type { MessageShape } from '../messages/message-shape.ts';
import {
  explainChangedCall,
  explainChangedMember,
  explainConflict,
  explainMissingMember,
  explainReadOnly,
} from './changed-declaration.ts';
import { explainGplOnly, explainMissingNamespace, explainUndefinedSymbol } from './exported-symbol.ts';
import { explainIncompleteType, explainMissingHeader, explainMissingName } from './removed-name.ts';
import { findLive, type Scene } from './scene.ts';

/**
 * The cause of a message, from nothing but the headers and exports of kernels: what it is about stands otherwise in another kernel.
 * `undefined` where no difference is seen, which is so for every mistake that the source makes by itself.
 */
export function inferCause(shape: MessageShape, scene: Scene): Cause | undefined {
  switch (shape.kind) {
    case 'undeclared-function':
      return explainMissingName(shape.name, scene, ['function', 'inline', 'macro']);
    case 'undeclared':
      return explainMissingConstant(shape.name, scene);
    case 'unknown-type':
      return explainMissingName(shape.name, scene, ['typedef', 'macro']);
    case 'incomplete-type':
      return explainIncompleteType(shape.type, scene);
    case 'no-member':
      return explainMissingMember(shape.struct, shape.member, scene);
    case 'incompatible-value':
      return explainValue(shape, scene);
    case 'argument-count':
      return explainChangedCall(shape.function, scene);
    case 'macro-arguments':
      return explainChangedCall(shape.macro, scene);
    case 'incompatible-argument':
    case 'discarded-qualifier':
      return shape.function === undefined
        ? undefined
        : explainChangedCall(shape.function, scene, shape.position);
    case 'read-only':
      return explainReadOnly(shape.target, scene);
    case 'missing-header':
      return explainMissingHeader(shape.header, scene);
    case 'conflicting-types':
      return explainConflict(shape.name, scene);
    case 'implicit-int':
      return explainChangedCall(shape.name, scene) ?? explainMissingName(shape.name, scene, ['macro']);
    case 'undefined-symbol':
      return explainUndefinedSymbol(shape.name, scene);
    case 'gpl-only-symbol':
      return explainGplOnly(shape.name, scene);
    case 'missing-namespace':
      return explainMissingNamespace(shape.name, shape.namespace, scene);
    case 'integer-pointer':
      return shape.function === undefined ? undefined : explainChangedCall(shape.function, scene);
    case 'unexpected-token':
    case 'void-value':
    case 'incompatible-type':
    case 'invalid-operand':
      // They say nothing by themselves; mostly they follow from another message.
      return undefined;
    default:
      return shape satisfies never;
  }
}

type ValueShape = Extract<MessageShape, { kind: 'incompatible-value' }>;

function explainValue({ expected, actual, object, member }: ValueShape, scene: Scene): Cause | undefined {
  if (member === undefined) return undefined;
  return explainChangedMember({ member, expected, actual, ...(object !== undefined && { object }) }, scene);
}

/**
 * A name that is used as a value. Names of variables are short and everybody's, so it has to be one that another kernel declares as a
 * constant, a macro or a function, and this one not at all or elsewhere.
 */
function explainMissingConstant(name: string, scene: Scene): Cause | undefined {
  const kinds = ['macro', 'enumerator', 'function', 'inline', 'variable'] as const;
  const here = findLive(scene.failing.headers, name, kinds);
  const other = scene.others.find((view) => findLive(view.headers, name, kinds).length > 0);
  const [old] = other ? findLive(other.headers, name, kinds) : [];
  if (!old || here.some((one) => one.header === old.header)) return undefined;
  const constant = /^[A-Z0-9_]+$/.test(name);
  if (!constant && (old.kind === 'variable' || old.kind === 'enumerator' || here.length > 0))
    return undefined;
  return explainMissingName(name, scene, kinds);
}
