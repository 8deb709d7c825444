import { findDirective } from '../directives/directives.ts';
import { findProvidedVariable, providedVariables } from '../directives/provided-variables.ts';
import type { Fix } from './finding.ts';
import type { Rule } from './rule.ts';

/** Names that people write for a variable of dkms. */
const meantNames: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:KERNEL_?VER(?:SION)?|kernel_ver(?:sion)?|kernelversion|K(?:ERNEL)?_?VER(?:SION)?|KERNELRELEASE|kernel_?rel(?:ease)?|uname_r)$/,
    'kernelver',
  ],
  [
    /^(?:KERNEL_SOURCE_DIR|KERNEL_?SRC(?:_DIR)?|KERNEL_?DIR|KDIR|KSRC|kernel_?dir|kernel_?src(?:_dir)?|kernel_source|kernelsourcedir)$/,
    'kernel_source_dir',
  ],
  [/^(?:DKMS_?TREE|dkmstree)$/, 'dkms_tree'],
  [/^(?:SOURCE_?TREE|sourcetree)$/, 'source_tree'],
  [
    /^(?:PKG_?VER(?:SION)?|pkg_?ver(?:sion)?|package_?version|MODULE_VERSION|VERSION|version)$/,
    'PACKAGE_VERSION',
  ],
  [/^(?:PKG_?NAME|pkg_?name|package_?name|MODULE_NAME|name)$/, 'PACKAGE_NAME'],
];

export const misspeltVariable: Rule = {
  id: 'misspelt-variable',
  severity: 'warning',
  summary: 'Nothing sets this variable, but dkms has one with a similar name.',
  messages: [],
  inComments:
    /=|[;&|\s](?:\.|source|eval)\s|\bfor\s+(?:\w+\s+in\b|\w*\s*$)|\b(?:read|mapfile|readarray|declare|local|export|printf)\b/m,
  *check({ conf, statements }) {
    // A sourced file or an evaluated text may set any name.
    if (/(?:^|[\s;&|])(?:\.|source|eval)\s/m.test(conf.text)) return;
    let set: ReadonlySet<string> | undefined;
    for (const { assignment } of statements.assignments()) {
      if ('items' in assignment.value) continue;
      const { start, end } = assignment.value;
      const written = conf.text.slice(start, end);
      if (!written.includes('$')) continue;
      const raw = withoutUnusedDefaults(written);
      for (const found of raw.matchAll(/(?<!\\)\$(?:\{(\w+)\}|\((\w+)\)|([A-Za-z_]\w*))/g)) {
        const [whole, braced, called, bare] = found;
        const name = braced ?? called ?? bare ?? '';
        const meant = called === undefined ? meantVariable(name) : calledVariable(name);
        if (!meant) continue;
        set ??= namesSetIn(conf.text);
        if (set.has(name)) continue;
        const span = { start: start + found.index, end: start + found.index + whole.length };
        // A value can't refer to itself.
        if (meant === assignment.name && !findDirective(meant)) continue;
        if (meant === assignment.name) {
          yield {
            message: `Neither dkms nor this file sets ${name}: unless the environment has such a variable, ${meant} is empty here, and dkms refuses the file. Write the value itself, or have it filled in when the package is made.`,
            ...{ span, fixes: [] },
          };
          continue;
        }
        const fixes: Fix[] = [
          { title: `Change to \${${meant}}`, edits: [{ span, newText: `\${${meant}}` }], preferred: true },
        ];
        yield {
          message:
            called === undefined
              ? `Neither dkms nor this file sets ${name}: unless the environment has such a variable, it is empty here. Did you mean \${${meant}}?`
              : `$(${name}) runs a program called ${name}, and there is none, so the text is empty here. Did you mean \${${meant}}?`,
          ...{ span, fixes },
        };
      }
    }
  },
};

function meantVariable(name: string): string | undefined {
  if (findDirective(name) || findProvidedVariable(name)) return undefined;
  const known = meantNames.find(([pattern]) => pattern.test(name))?.[1];
  if (known) return known;
  const folded = name.toLowerCase();
  return providedVariables.find((each) => each.name === folded && each.name.length > 5)?.name;
}

/** The text with the defaults of variables that dkms always sets blanked: bash never looks at `x` in `${kernelver:-$x}`. */
function withoutUnusedDefaults(raw: string): string {
  const opening = /\$\{(\w+):?[-=?]/g;
  let text = raw;
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    if (!findProvidedVariable(found[1] ?? '')) continue;
    const start = opening.lastIndex;
    let depth = 1;
    let end = start;
    for (; end < text.length && depth > 0; end++) depth += text[end] === '{' ? 1 : text[end] === '}' ? -1 : 0;
    text = text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
  }
  return text;
}

/** `$(kernelver)` is how a Makefile reads a variable; bash runs it. */
function calledVariable(name: string): string | undefined {
  // There is a program of this name (coreutils), and it prints the same.
  if (name === 'arch') return undefined;
  return findProvidedVariable(name)?.name ?? (findDirective(name) ? name : undefined);
}

/** Every name that something in a file may set: assignments, loops, `read` and the like. */
function namesSetIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { 1: name } of text.matchAll(/(?<![\w$])([A-Za-z_]\w*)(?:\[[^\]\n]{0,200}\])?\+?=/g))
    if (name) names.add(name);
  for (const { 1: name } of text.matchAll(/\bfor\s+([A-Za-z_]\w*)\s+in\b/g)) if (name) names.add(name);
  for (const { 1: words = '' } of text.matchAll(
    /\b(?:read|mapfile|readarray|declare|local|export|printf\s+-v)\b([^\n;|&]*)/g,
  ))
    for (const name of words.match(/[A-Za-z_]\w*/g) ?? []) names.add(name);
  return names;
}
