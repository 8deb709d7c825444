import { versionNumbers } from '../../versions.ts';
import { parseShape, type Shape } from './history-keys.ts';
import type { KernelHistory, Stretch } from './kernel-history.ts';

/** The versions of a stretch, as short as they can be told: `6.1`, `5.10 to 6.1`, `6.1.176 to 6.12`. */
export function stretchText({ first, last }: Stretch, history: KernelHistory): string {
  const line = (version: string) => versionNumbers(version).slice(0, 2).join('.');
  const ofLine = (version: string) => history.releases.filter((one) => line(one.version) === line(version));
  const isWholeBegin = ofLine(first.version)[0]?.version === first.version;
  const isWholeEnd = ofLine(last.version).at(-1)?.version === last.version;
  const begin = isWholeBegin ? line(first.version) : first.version;
  const end = isWholeEnd ? line(last.version) : last.version;
  return begin === end ? begin : `${begin} to ${end}`;
}

/** What a kernel declares under a name, as C has it as far as that goes; several declarations with `or` between. */
export function shapeAsCode(name: string, shape: string): string {
  return parseShape(shape)
    .map((one) => codeOf(name, one))
    .join(' or ');
}

function codeOf(name: string, shape: Shape): string {
  switch (shape.kind) {
    case 'function':
      return shape.parameters === undefined
        ? `${name}()`
        : `${joined(shape.returns ?? '', name)}(${parametersText(shape)})`;
    case 'macro': {
      const letters = Array.from(
        { length: shape.count ?? 0 },
        (_, at) => 'abcdefghijklmnopqrstuvwxyz'[at] ?? '_',
      );
      return `#define ${name}(${[...letters.slice(0, shape.isVariadic ? -1 : undefined), ...(shape.isVariadic ? ['...'] : [])].join(', ')})`;
    }
    case 'constant':
      return name;
    case 'typed':
      return shape.parameters
        ? `${joined(shape.returns ?? '', `(*${name})`)}(${parametersText(shape)})`
        : joined(shape.type ?? '', name);
    case 'tag':
      return name;
    default:
      return shape.kind satisfies never;
  }
}

function joined(type: string, name: string): string {
  const array = /^(.*?)\s*(\[.*)$/.exec(type);
  if (array) return `${joined(array[1] ?? '', name)}${array[2]}`;
  return type.endsWith('*') || type === '' ? `${type}${name}` : `${type} ${name}`;
}

function parametersText({ parameters = [], isVariadic }: Shape): string {
  const all = isVariadic ? [...parameters, '...'] : parameters;
  return all.length === 0 ? 'void' : all.join(', ');
}
