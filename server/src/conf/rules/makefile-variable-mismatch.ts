import type { Conf } from '../conf.ts';
import type { Fix } from './finding.ts';
import { findOwnKernelUses, type OwnKernelUse, unreadName } from './makefile-kernel.ts';
import { kernelValue } from './makefile-kernel-fixes.ts';
import type { Rule, RuleFinding } from './rule.ts';

export const makefileVariableMismatch: Rule = {
  id: 'makefile-variable-mismatch',
  severity: 'warning',
  summary: 'MAKE passes the kernel in a variable that the Makefile does not read.',
  messages: [],
  *check({ conf, walks }) {
    for (const use of findOwnKernelUses(walks)) {
      const { passed, overruled } = use;
      const finding =
        overruled.length > 0 && overruled.length === passed.length
          ? reportOverruled(conf, use)
          : reportUnread(conf, use);
      if (finding) yield finding;
    }
  },
};

function reportUnread(conf: Conf, use: OwnKernelUse): RuleFinding | undefined {
  const { makefile, variable, passed } = use;
  const name = unreadName(use);
  const assignment = name === undefined ? undefined : findWord(conf, use, name);
  if (!name || !assignment) return undefined;
  const built = use.kernel === 'running' ? 'the running kernel' : use.kernel.release;
  const span = { start: assignment.start, end: assignment.start + name.length };
  if (!variable)
    return {
      message: `${makefile.path} does not read ${name}: its recipe names the folder of the kernel itself, and builds for ${built}. Use ${name} there.`,
      span,
      fixes: [],
    };
  const wanted = kernelValue(variable.value);
  const same = wanted !== undefined && assignment.value.replace(/[{}]/g, '') === wanted.replace(/[{}]/g, '');
  const fixes: Fix[] =
    same && passed.length === 1
      ? [{ title: `Change to ${variable.name}`, edits: [{ span, newText: variable.name }], preferred: true }]
      : [];
  const own = use.kernel === 'running' ? 'from "uname -r"' : `to ${variable.value.trim()}`;
  return {
    message: `${makefile.path} does not read ${name}: it sets ${variable.name} ${own} in line ${variable.line} and builds for ${built}. Pass ${variable.name}${wanted ? `=${wanted}` : ''} instead.`,
    span,
    fixes,
  };
}

/** make uses the environment only if the Makefile does not set the variable itself. */
function reportOverruled(conf: Conf, use: OwnKernelUse): RuleFinding | undefined {
  const { make, makefile, overruled } = use;
  const [name] = overruled;
  const assignment = name === undefined ? undefined : findWord(conf, use, name);
  const own = makefile.variables.find((each) => each.name === name);
  if (!name || !assignment || !own) return undefined;
  const word = `${name}=${assignment.value}`;
  const raw = conf.text.slice(make.span.start, make.span.end);
  const before = /^"((?:\w+=\S+\s+)*)make(?=[\s"])/.exec(raw);
  const cut = { start: assignment.start, end: assignment.start + word.length };
  const blanks = /^[ \t]+/.exec(conf.text.slice(cut.end))?.[0].length ?? 0;
  const makeEnd = make.span.start + (before?.[0].length ?? 0);
  const fixes: Fix[] =
    before && assignment.start < makeEnd
      ? [
          {
            title: `Move ${word} after make`,
            edits: [
              { span: { start: cut.start, end: cut.end + blanks }, newText: '' },
              { span: { start: makeEnd, end: makeEnd }, newText: ` ${word}` },
            ],
            preferred: true,
          },
        ]
      : [];
  return {
    message: `${makefile.path} sets ${name} itself with ${own.operator} in line ${own.line}, which overrides the environment, where MAKE puts it. Write ${word} after make, where it overrides the Makefile.`,
    span: cut,
    fixes,
  };
}

/** The text in MAKE that sets a variable. */
function findWord(
  conf: Conf,
  { make }: OwnKernelUse,
  name: string,
): { readonly start: number; readonly value: string } | undefined {
  const raw = conf.text.slice(make.span.start, make.span.end);
  const found = new RegExp(`(?<!\\w)${name}=(\\S*?)(?=["'\\s]|$)`).exec(raw);
  return found ? { start: make.span.start + found.index, value: found[1] ?? '' } : undefined;
}
