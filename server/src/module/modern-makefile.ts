import type { MakefileCondition, MakefileFacts } from '../conf/rules/source-facts.ts';
import { parseMakefile } from './makefile.ts';

/** A text, and what was done to get it. */
export interface TextStep {
  /** In the imperative. */
  readonly label: string;
  readonly text: string;
}

/** What Makefiles are brought up to date with. */
export interface ModernMakefile {
  /** One after the other, each made of the one before. */
  readonly steps: readonly TextStep[];
  /** What was left to the author, a sentence each. */
  readonly left: readonly string[];
}

/** Flags that kbuild no longer reads (Linux 6.15, e966ad0edd00), and those that it reads since 2.6.31. */
const flagVariables = [
  ['EXTRA_CFLAGS', 'ccflags-y'],
  ['EXTRA_AFLAGS', 'asflags-y'],
  ['EXTRA_LDFLAGS', 'ldflags-y'],
] as const;

/**
 * Brings a Makefile or Kbuild up to date where that changes nothing for a kernel that it worked with: flags in the variables that every kernel
 * reads, the folder of the modules in `M`, and the kernel of KERNELRELEASE, which dkms sets, before that of `uname -r`. `commands` are all other
 * texts that may run make on it. Pure; a second time, there is nothing to do.
 */
export function modernMakefile(path: string, text: string, commands: readonly string[]): ModernMakefile {
  const steps: TextStep[] = [];
  const left: string[] = [];
  const take = (label: string, next: string) => {
    const last = steps.at(-1)?.text ?? text;
    if (next !== last) steps.push({ label, text: next });
  };
  for (const [old, current] of flagVariables) {
    const before = steps.at(-1)?.text ?? text;
    const why = whyFlagsStay(parseMakefile(path, before), old, commands);
    if (why === undefined)
      take(`Write ${current} instead of ${old}, which Linux 6.15 ignores`, withFlags(before, old, current));
    else if (why !== '')
      left.push(`${path}: ${old} stays, since ${why}. Linux 6.15 ignores it: write ${current}.`);
  }
  take(
    'Pass the folder of the modules as M, since Linux 5.4 ignores SUBDIRS',
    withM(steps.at(-1)?.text ?? text),
  );
  const now = steps.at(-1)?.text ?? text;
  if (choosesRunningKernel(parseMakefile(path, now)))
    take(
      'Build for KERNELRELEASE, which dkms sets, and for the running kernel only without it',
      withRelease(now),
    );
  return { steps, left };
}

/** The text with flags in the variables that every kernel reads, and nothing else changed; see `modernMakefile`. */
export function withReadFlags(path: string, text: string, commands: readonly string[]): string {
  let now = text;
  for (const [old, current] of flagVariables)
    if (whyFlagsStay(parseMakefile(path, now), old, commands) === undefined)
      now = withFlags(now, old, current);
  return now;
}

/** Why a variable of flags can't be renamed, to stand after "since"; empty where nothing is to be said, `undefined` where it can. */
function whyFlagsStay(facts: MakefileFacts, old: string, commands: readonly string[]): string | undefined {
  const own = facts.variables.filter(({ name }) => name === old);
  if (own.length === 0) return '';
  if (facts.variables.some(({ name, value }) => /^\w+flags-y$/.test(name) && mentions(value, old))) return '';
  if (facts.exports.some(({ name }) => name === old || name === '*')) return 'it is exported';
  if (facts.targetVariables.some(({ name }) => name === old)) return 'it is set for a target';
  const given = new RegExp(`(?<![\\w$({])${old}=`);
  if (facts.recipes.some((line) => given.test(line)) || commands.some((line) => given.test(line)))
    return 'a command sets it for make';
  if (facts.uses.has('eval') || own.some(({ operator }) => operator === 'define'))
    return 'it is put together';
  if (own.some(({ conditions }) => conditions.some(isWithoutKbuild)))
    return 'it is set where kbuild does not read it';
  return undefined;
}

function mentions(value: string, name: string): boolean {
  return value.includes(`$(${name})`) || value.includes(`\${${name}}`);
}

/** Whether a condition holds only where make was not started by kbuild. */
function isWithoutKbuild({ text, negated }: MakefileCondition): boolean {
  const isEmpty = /^(?:ifeq\s*\(\s*\$[({]KERNELRELEASE[)}]\s*,\s*\)|ifndef\s+KERNELRELEASE)/.test(text);
  const isSet = /^(?:ifneq\s*\(\s*\$[({]KERNELRELEASE[)}]\s*,\s*\)|ifdef\s+KERNELRELEASE)/.test(text);
  return negated ? isSet : isEmpty;
}

function withFlags(text: string, old: string, current: string): string {
  const hasCurrent = new RegExp(`^[ \\t]*(?:override[ \\t]+)?${current}[ \\t]*[:+?]?=`, 'm').test(text);
  let isFirst = !hasCurrent;
  const assignment = new RegExp(`^([ \\t]*(?:override[ \\t]+)?)${old}([ \\t]*)(\\+=|\\?=|:{0,3}=)`);
  return text
    .split('\n')
    .map((line) => {
      const renamed = line.replace(assignment, (_, before: string, blank: string, operator: string) => {
        // Kbuild appended the old variable to the new one: an assignment must not take that away.
        const keeps = isFirst || operator === '?=' ? operator : '+=';
        isFirst = false;
        return `${before}${current}${blank}${keeps}`;
      });
      return renamed.replaceAll(`$(${old})`, `$(${current})`).replaceAll(`\${${old}}`, `\${${current}}`);
    })
    .join('\n');
}

/** A folder of a kernel, as Makefiles name it after `-C`. */
const kernelFolder =
  /-C[ \t]*["']?(?:\/lib\/modules\/|\/usr\/src\/|\$[({]\w*(?:K(?:ERN|DIR|SRC|BUILD|VER|_|PATH)|LINUX)\w*[)}])/i;

function withM(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      if (!/^[ \t]/.test(line) || !kernelFolder.test(line) || !/\bSUBDIRS=/.test(line)) return line;
      const folder = /[ \t]+SUBDIRS=(?:"[^"]*"|'[^']*'|\$\([^()]*(?:\([^()]*\)[^()]*)*\)|[^\s"'])+/;
      return /[ \t]M=/.test(line) ? line.replace(folder, '') : line.replace(/\bSUBDIRS=/, 'M=');
    })
    .join('\n');
}

const running = /\$\(shell[ \t]+uname[ \t]+-r[ \t]*\)|`uname[ \t]+-r`|\$\$\(uname[ \t]+-r[ \t]*\)/g;

/**
 * Whether a Makefile calls Kbuild for the kernel of `uname -r`, and takes KERNELRELEASE for nothing else: one that tells by it whether kbuild
 * has started make gets its kernel from MAKE in dkms.conf.
 */
function choosesRunningKernel(facts: MakefileFacts): boolean {
  if (facts.uses.has('KERNELRELEASE') || facts.uses.has('eval') || facts.uses.has('MAKECMDGOALS'))
    return false;
  if (facts.variables.some(({ name, operator }) => name === 'KERNELRELEASE' || operator === '!='))
    return false;
  const chooses = (value: string) => value.search(running) >= 0;
  const isMade = facts.recipes.some((line) => /(?:\$[({]MAKE[)}]|\bmake\b).*[ \t]-C/.test(line));
  return isMade && (facts.variables.some(({ value }) => chooses(value)) || facts.recipes.some(chooses));
}

function withRelease(text: string): string {
  const lines = text.split('\n');
  // Behind what stands at the top of a file: a comment such as that of its licence.
  const at = lines.findIndex((line) => !/^\s*(?:#.*)?$/.test(line));
  const ending = lines[0]?.endsWith('\r') ? '\r' : '';
  const changed = lines.map((line) =>
    /^\s*#/.test(line)
      ? line
      : line.replace(running, (match, offset: number) => released(match, line, offset)),
  );
  return [...changed.slice(0, at), `KERNELRELEASE ?= $(shell uname -r)${ending}`, ...changed.slice(at)].join(
    '\n',
  );
}

/** Outside recipes and calls of the shell, make leaves commands of the shell as they are written. */
function released(match: string, line: string, offset: number): string {
  if (match.startsWith('$(shell') || line.startsWith('\t')) return '$(KERNELRELEASE)';
  return line.lastIndexOf('$(shell', offset) >= 0 || /=/.test(line.slice(0, offset))
    ? '$(KERNELRELEASE)'
    : match;
}
