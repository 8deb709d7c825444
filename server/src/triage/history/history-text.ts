import { versionNumbers } from '../../versions.ts';
import type { HistoricRelease } from './history-format.ts';
import { parseShape, type Shape } from './history-keys.ts';
import type { HistoryPeriod, KernelHistory } from './kernel-history.ts';

/** The versions of a period, as short as possible: `6.1`, `5.10 to 6.1`, `6.1.176 to 6.12`. */
export function periodText(
  { first, last }: Pick<HistoryPeriod, 'first' | 'last'>,
  history: KernelHistory,
): string {
  const begin = beginText(first, history);
  const end = endText(last, history);
  return begin === end ? begin : `${begin} to ${end}`;
}

/** From where on something is so: a line, if it is so from the first kernel of that on, else a version. */
export function beginText({ version }: HistoricRelease, history: KernelHistory): string {
  return ofLine(version, history)[0]?.version === version ? lineOf(version) : version;
}

/** Up to where something is so, likewise. */
export function endText({ version }: HistoricRelease, history: KernelHistory): string {
  return ofLine(version, history).at(-1)?.version === version ? lineOf(version) : version;
}

function lineOf(version: string): string {
  return versionNumbers(version).slice(0, 2).join('.');
}

function ofLine(version: string, { releases }: KernelHistory): readonly HistoricRelease[] {
  return releases.filter((one) => lineOf(one.version) === lineOf(version));
}

/** What a kernel declares under a name, as C has it as far as that goes; several declarations with `or` between. */
export function shapeAsCode(name: string, shape: string): string {
  return [...new Set(parseShape(shape).map((one) => codeOf(name, one)))].join(' or ');
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
  // `char * const` as a parameter is the same type to a caller.
  const types = parameters.map((type) => type.replace(/\* const$/, '*'));
  const all = isVariadic ? [...types, '...'] : types;
  return all.length === 0 ? 'void' : all.join(', ');
}

/** What kernels have under a key, as Markdown; `undefined` for what is the same in all of them. */
export function historyMarkdown(name: string, key: string, history: KernelHistory): string | undefined {
  const periods = history.periods(key);
  if (!periods) return undefined;
  const forms = new Set(periods.map(({ fact }) => fact?.shape));
  const rows = periods.map((period) => {
    const { fact } = period;
    const what =
      fact === undefined
        ? 'not there'
        : fact.header === ''
          ? 'there'
          : forms.size > (forms.has(undefined) ? 2 : 1)
            ? `\`${shapeAsCode(name, fact.shape)}\` in <${fact.header}>`
            : `in <${fact.header}>`;
    return `- ${periodText(period, history)}: ${what}`;
  });
  const date = history.dateOf(key);
  const told = date ? `, changed in Linux ${date.version}` : '';
  return [`**${name}** in Debian's kernels${told}:`, '', ...rows].join('\n');
}
