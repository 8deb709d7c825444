import { isSince } from '../directives/dkms-version.ts';
import { matchesRegex } from '../evaluation/extended-regex.ts';
import { isKnown, join } from '../evaluation/shell-state.ts';
import { known, type UnknownValue, unknown } from '../evaluation/value.ts';
import type { PathValue } from '../evaluation/variables.ts';
import { type DkmsState, isEmpty } from './dkms-state.ts';
import type { ReadingFacts } from './reading.ts';

/**
 * The command as dkms runs it: the letters `make` at its very beginning, whatever follows, become `make -j<jobs> KERNELRELEASE=<kernel>`.
 * `'make'` in quotes, `cd x && make` and `VAR=1 make` are not changed.
 */
function rewriteMake(command: string, how: { readonly jobs: number; readonly kernel: string }): string {
  return command.startsWith('make')
    ? `make -j${how.jobs} KERNELRELEASE=${how.kernel}${command.slice(4)}`
    : command;
}

const noKernel: UnknownValue = unknown('it depends on the kernel');

/** The build command of one path. */
export function chooseMake(state: DkmsState, facts: ReadingFacts): PathValue {
  const { kernel } = facts;
  const chosen = chooseCommand(state, facts);
  const empty = isEmpty(chosen);
  if (empty === undefined && !isKnown(chosen)) return chosen;
  const command = join(empty ? defaultCommand(facts) : chosen, known(compilerArguments(facts)));
  if (!isKnown(command)) return command;
  if (!command.text.startsWith('make')) return command;
  return kernel
    ? known(rewriteMake(command.text, { jobs: facts.jobs ?? 1, kernel: kernel.release }))
    : noKernel;
}

function chooseCommand(state: DkmsState, facts: ReadingFacts): PathValue {
  const count = state.count('MAKE');
  if (count === undefined) return state.whyUnknown('MAKE');
  const firstMatch = isEmpty(state.value('MAKE_MATCH'));
  if (firstMatch === undefined) return state.whyUnknown('MAKE_MATCH');
  let command: PathValue = firstMatch ? state.value('MAKE') : known('');
  // The loop runs up to the number of elements, so that dkms ignores the last ones after a gap.
  for (let index = 0; index < count; index++) {
    const make = state.value('MAKE', index);
    const match = state.value('MAKE_MATCH', index);
    if (isEmpty(make) === true || isEmpty(match) === true) continue;
    const applies = matches(match, state, facts);
    if (applies === false) continue;
    if (applies !== true) command = applies;
    else if (isEmpty(make) === undefined) command = make;
    else command = make;
  }
  return command;
}

/** Whether the kernel's release matches; a reason when that is not known. */
function matches(regex: PathValue, { work }: DkmsState, facts: ReadingFacts): boolean | UnknownValue {
  if (!isKnown(regex)) return unknown(regex.reason, regex.span);
  if (!facts.kernel) return noKernel;
  return (
    matchesRegex(regex.text, facts.kernel.release, work) ?? unknown('the regular expression is not evaluated')
  );
}

function defaultCommand(facts: ReadingFacts): PathValue {
  if (!facts.kernel) return noKernel;
  const { module, moduleVersion } = facts;
  if (module === undefined || moduleVersion === undefined) {
    return unknown('it contains the name and version under which dkms adds the module');
  }
  const folder = `${facts.dkmsTree ?? '/var/lib/dkms'}/${module}/${moduleVersion}/build`;
  return known(`make -C ${facts.kernel.sourceDir} M=${folder}`);
}

/** The arguments that dkms appends for a kernel that was built with clang. */
function compilerArguments({ dkmsVersion, kernel }: ReadingFacts): string {
  const clang = kernel?.config?.('CONFIG_CC_IS_CLANG') === 'y';
  if (isSince(dkmsVersion, '3.1.2')) return clang ? ' LLVM=1' : '';
  if (!isSince(dkmsVersion, '3.0.2')) return '';
  const lld = kernel?.config?.('CONFIG_LD_IS_LLD') === 'y';
  return `${clang ? ' CC=clang' : ''}${lld ? ' LD=ld.lld' : ''}`;
}

/** The command that dkms runs before and after a build; empty since 3.1.8, which runs none. */
export function chooseClean(state: DkmsState, facts: ReadingFacts): PathValue {
  if (isSince(facts.dkmsVersion, '3.1.8')) return known('');
  const clean = state.value('CLEAN');
  if (isEmpty(clean) !== true) return clean;
  return join(defaultCommand(facts), known(' clean'));
}

/** The patches that apply to the kernel, in order. */
export function choosePatches(state: DkmsState, facts: ReadingFacts): readonly PathValue[] {
  const count = state.count('PATCH');
  if (count === undefined) return [state.whyUnknown('PATCH')];
  const patches: PathValue[] = [];
  for (let index = 0; index < count; index++) {
    const patch = state.value('PATCH', index);
    const match = state.value('PATCH_MATCH', index);
    if (isEmpty(patch) === true) continue;
    const applies = isEmpty(match) === true ? true : matches(match, state, facts);
    if (applies === true) patches.push(patch);
    else if (applies !== false) patches.push(applies);
  }
  return patches;
}
