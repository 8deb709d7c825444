import type { ApiVariant, Change, VariantTest } from '../change.ts';
import { normalizeType } from '../headers/declaration-text.ts';
import { isAtLeast, parseRelease } from '../without-headers/release.ts';
import { headerKey, memberKey, nameKey, parseShape, type Shape, tagKey } from './history-keys.ts';
import type { HistoricKernel } from './kernel-history.ts';

/**
 * Which form of a change a kernel has whose headers are not here, by the history, else by the version that brought the change; `undefined` if neither
 * tells it. By a version alone, no kernel is said to have the old form: that may be younger than the kernel.
 */
export function historicVariantOf(
  change: Pick<Change, 'oldForm' | 'newForm' | 'since'>,
  kernel: HistoricKernel,
): ApiVariant | undefined {
  const old = passes(change.oldForm, kernel);
  const isNew = passes(change.newForm, kernel);
  if (old !== undefined && isNew !== undefined) {
    if (old) return isNew ? 'both' : 'old';
    return isNew ? 'new' : 'neither';
  }
  const release = parseRelease(kernel.version);
  const isAfter = change.since !== undefined && release !== undefined && isAtLeast(release, change.since);
  return isAfter && old !== true && isNew !== false ? 'new' : undefined;
}

/** Whether a kernel passes a test of its headers; `undefined` if the history does not tell. */
function passes(test: VariantTest, kernel: HistoricKernel): boolean | undefined {
  if ('all' in test) return every(test.all.map((one) => passes(one, kernel)));
  if ('any' in test) return not(every(test.any.map((one) => not(passes(one, kernel)))));
  if ('not' in test) return not(passes(test.not, kernel));
  if ('in' in test) return undefined;
  if ('header' in test) return isPresent(headerKey(test.header), kernel);
  if ('struct' in test) {
    const { struct, member, type, returns, parameters, parameter } = test;
    return passesShape(memberKey(struct, member), kernel, [type, returns, parameters, parameter], (shape) => {
      if (shape.kind !== 'typed') return false;
      if (type !== undefined && shape.type !== normalizeType(type)) return false;
      if (returns !== undefined && shape.returns !== normalizeType(returns)) return false;
      if (parameters !== undefined && shape.parameters?.length !== parameters) return false;
      return !parameter || shape.parameters?.[parameter.at] === normalizeType(parameter.type);
    });
  }
  if ('type' in test && !('function' in test)) {
    const name = test.type.replace(/^(?:struct|union|enum) /, '');
    const { is } = test;
    if (is !== undefined)
      return passesShape(
        ...([nameKey(name), kernel, [is]] as const),
        (shape) => shape.kind === 'typed' && shape.type === normalizeType(is),
      );
    const isTag = isPresent(tagKey(name), kernel);
    if (isTag !== false) return isTag;
    return passesShape(nameKey(name), kernel, [], ({ kind }) => kind === 'typed');
  }
  if ('constant' in test)
    return passesShape(nameKey(test.constant), kernel, [], ({ kind }) => kind === 'constant');
  if ('macro' in test)
    return passesShape(nameKey(test.macro), kernel, [test.parameters], (shape) => {
      if (shape.kind === 'constant') return test.parameters === undefined;
      return shape.kind === 'macro' && takes(shape, test.parameters);
    });
  if ('callable' in test)
    return passesShape(nameKey(test.callable), kernel, [test.parameters], (shape) => {
      if (shape.kind === 'constant') return test.parameters === undefined;
      return (shape.kind === 'macro' || shape.kind === 'function') && takes(shape, test.parameters);
    });
  const wanted = 'parameter' in test ? [test.type] : [test.returns, test.parameters];
  return passesShape(nameKey(test.function), kernel, wanted, (shape) => {
    if (shape.kind !== 'function') return false;
    if ('parameter' in test) return shape.parameters?.[test.parameter] === normalizeType(test.type);
    const returns = test.returns === undefined || shape.returns === normalizeType(test.returns);
    return returns && takes(shape, test.parameters);
  });
}

function takes(shape: Shape, parameters: number | undefined): boolean {
  if (parameters === undefined) return true;
  const count = shape.count ?? shape.parameters?.length;
  if (count === undefined) return false;
  return count === parameters || (shape.kind === 'macro' && shape.isVariadic === true && count <= parameters);
}

/** `wanted` are the demands beyond the kind: without any, a name that is the same in all kernels passes. */
function passesShape(
  key: string,
  kernel: HistoricKernel,
  wanted: readonly unknown[],
  fits: (shape: Shape) => boolean,
): boolean | undefined {
  const found = kernel.judge(key);
  if (found.state === 'absent') return false;
  if (found.state === 'unknown') return undefined;
  if (found.shape !== undefined) return parseShape(found.shape).some(fits);
  // Neighbours that differ otherwise may agree in what is asked.
  if (found.shapes) return found.shapes.every((one) => parseShape(one).some(fits)) ? true : undefined;
  return wanted.every((one) => one === undefined) ? true : undefined;
}

function isPresent(key: string, kernel: HistoricKernel): boolean | undefined {
  const { state } = kernel.judge(key);
  return state === 'unknown' ? undefined : state === 'present';
}

function every(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}
