import type { Rewrite } from '../../change.ts';
import { findBranches } from '../../preprocessor/branches.ts';
import type { CSource, FunctionText, MemberValue } from '../c-source.ts';
import type { CToken } from '../c-tokens.ts';
import type { Replacement } from '../replacement.ts';
import { wholeLines } from '../text-lines.ts';

type Move = Extract<Rewrite, { kind: 'moved-callback' }>;

/** A file of a module. */
export interface PlacedSource {
  readonly path: string;
  readonly source: CSource;
}

/**
 * Gives a callback of one struct to the module's only object of another struct, by the paths of the files that change. Where that is in another file, the function
 * is declared in a header that both include. `undefined` where the sources do not show a single callback and a single object, or have no such header.
 */
export function moveCallback(
  sources: readonly PlacedSource[],
  move: Move,
): ReadonlyMap<string, readonly Replacement[]> | undefined {
  const given = only(sources, ({ source }) => valuesOf(source, move.struct, move.member));
  const receiver = only(sources, ({ source }) => openingsOf(source, move.toStruct));
  if (!given || !receiver || valuesOf(receiver.source, move.toStruct, move.to).length > 0) return undefined;
  const name = given.source.slice(given.found.value);
  const definition = only(sources, ({ source }) => source.functions(name).filter(({ body }) => body));
  const conditions = conditionsAround(given.source, given.found);
  const inside = receiver.source.text.indexOf('\n', receiver.found.end) + 1;
  const rest = receiver.source.text.slice(receiver.found.end, inside);
  if (!definition || !conditions || rest.trim() !== '') return undefined;
  const added = (text: string) =>
    `${conditions.map((line) => `${line}\n`).join('')}${text}${'#endif\n'.repeat(conditions.length)}`;
  const changes: [string, Replacement][] = [
    [given.path, { ...wholeLines(given.source.text, given.found.whole), text: '' }],
    [receiver.path, { start: inside, end: inside, text: added(`\t.${move.to} = ${name},\n`) }],
  ];
  const isSeen = definition.path === receiver.path && definition.found.name.start < receiver.found.start;
  if (!isSeen) {
    const shared = shareFunction(sources, { name, definition, receiver }, added);
    if (!shared) return undefined;
    changes.push(...shared);
  }
  return new Map(
    [...Map.groupBy(changes, ([path]) => path)].map(([path, all]) => [
      path,
      all.map(([, each]) => each).sort((a, b) => a.start - b.start),
    ]),
  );
}

type Found<T> = PlacedSource & { readonly found: T };

function only<T>(
  sources: readonly PlacedSource[],
  find: (one: PlacedSource) => readonly T[],
): Found<T> | undefined {
  const all = sources.flatMap((one) => find(one).map((found) => ({ ...one, found })));
  return all.length === 1 ? all[0] : undefined;
}

function valuesOf(source: CSource, struct: string, member: string): readonly MemberValue[] {
  return source
    .memberValues(member)
    .filter(({ owner, value }) => owner === struct && /^[A-Za-z_]\w*$/.test(source.slice(value)));
}

/** The braces behind `struct NAME object =`. */
function openingsOf({ tokens }: CSource, struct: string): readonly CToken[] {
  return tokens.flatMap((token, at) => {
    if (token.text !== struct || token.directive !== undefined || tokens[at - 1]?.text !== 'struct')
      return [];
    let next = at + 1;
    while (tokens[next]?.kind === 'name') next++;
    const open = tokens[next + 1];
    return next > at + 1 && tokens[next]?.text === '=' && open?.text === '{' ? [open] : [];
  });
}

/** The conditions on the configuration around a value, as lines; `undefined` where it stands in the other branch of one. */
function conditionsAround(source: CSource, { member }: MemberValue): readonly string[] | undefined {
  const line0 = source.lineOf(member.start);
  const around = findBranches(source.text).branches.filter((one) => one.line0 < line0 && line0 < one.end0);
  const own = around.filter(({ condition, directive }) => directive === 'else' || !/VERSION/.test(condition));
  if (own.some(({ directive }) => !directive.startsWith('if'))) return undefined;
  return own.map(({ directive, condition }) => `#${directive} ${condition}`);
}

/** Declares a function in a header that both files include, or above its use in the same file. */
function shareFunction(
  sources: readonly PlacedSource[],
  found: {
    readonly name: string;
    readonly definition: Found<FunctionText>;
    readonly receiver: Found<CToken>;
  },
  added: (text: string) => string,
): readonly [string, Replacement][] | undefined {
  const { name, definition, receiver } = found;
  const { text } = definition.source;
  const written = text.slice(definition.found.returnType.start, definition.found.signatureEnd);
  if (/#/.test(written)) return undefined;
  const signature = written.replace(/\s+/g, ' ');
  if (definition.path === receiver.path) {
    const { source } = receiver;
    const use = source.statementAround(source.tokenAfter(receiver.found.start) - 1);
    const start = source.text.lastIndexOf('\n', (use?.start ?? 0) - 1) + 1;
    return use && [[receiver.path, { start, end: start, text: added(`${signature};\n`) }]];
  }
  const header = sources.find(
    ({ path, source }) =>
      path.endsWith('.h') &&
      /^\s*(?:\/\*[\s\S]*?\*\/\s*|\/\/.*\s*)*#[ \t]*ifndef\b/.test(source.text) &&
      [definition, receiver].every((one) => isIncluded(path, one.source)),
  );
  const end = header?.source.text.search(/^[ \t]*#[ \t]*endif\b[^\n]*\s*$(?![\s\S]*^[ \t]*#)/m) ?? -1;
  if (!header || end < 0) return undefined;
  const types = new Set(Array.from(signature.matchAll(/\bstruct (\w+)/g), ([type]) => `${type};\n`));
  const prototype = `${[...types].join('')}${signature.replace(/^static /, '')};\n`;
  return [
    [header.path, { start: end, end, text: added(prototype) }],
    ...definition.source.functions(name).flatMap(({ returnType }): [string, Replacement][] => {
      const word = /^static\s+/.exec(text.slice(returnType.start))?.[0] ?? '';
      const span = { start: returnType.start, end: returnType.start + word.length };
      return word === '' ? [] : [[definition.path, { ...span, text: '' }]];
    }),
  ];
}

function isIncluded(header: string, source: CSource): boolean {
  const name = header.slice(header.lastIndexOf('/') + 1);
  return source.includes().some(({ path }) => path.slice(path.lastIndexOf('/') + 1) === name);
}
