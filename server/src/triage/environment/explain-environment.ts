import {
  type Distribution,
  type DistributionFamily,
  installCommandFor,
  type Need,
  otherHeadersCommand,
} from '../../kernels/distribution.ts';
import type { Problem } from '../../output/problem.ts';
import type { Cause } from '../cause.ts';
import { inferred } from '../inference/inference-context.ts';
import { includeOf } from '../inference/inferred-change.ts';
import { parseRelease, type Release } from '../without-headers/release.ts';
import type { EnvironmentCause, EnvironmentContext, Sign } from './environment-cause.ts';

const families: readonly (readonly [DistributionFamily, string])[] = [
  ['debian', 'Debian, Ubuntu'],
  ['fedora', 'Fedora, RHEL'],
  ['arch', 'Arch'],
  ['suse', 'openSUSE'],
];

/**
 * The cause of a problem if it lies in the machine: the first that matches; `undefined` if none does. No package of headers is suggested
 * for a kernel that the user built (`isOwn`).
 */
export function explainEnvironment(
  problem: Problem,
  kernel: string,
  problems: readonly Problem[],
  causes: readonly EnvironmentCause[],
  isOwn = false,
): Cause | undefined {
  // The suffix that distinguishes trees of the same release is not part of the release.
  const release = parseRelease(kernel.replace(/@.*/, ''));
  const context: EnvironmentContext = { problem, problems, release, isOwn };
  for (const { cause, sign, match } of fittingCauses(context, causes))
    return causeOf(sign.isLikely ? { ...cause, certainty: 'likely' } : cause, match, context);
  return undefined;
}

/** The causes that fit a problem, each with the sign that it was recognised by. */
export function* fittingCauses(
  context: EnvironmentContext,
  causes: readonly EnvironmentCause[],
): Generator<{ readonly cause: EnvironmentCause; readonly sign: Sign; readonly match: RegExpExecArray }> {
  for (const cause of causes) {
    for (const sign of cause.explains) {
      if (sign.tools && !sign.tools.includes(context.problem.tool)) continue;
      const match = sign.message.exec(context.problem.message);
      if (!match || (sign.holds && !sign.holds(context))) continue;
      yield { cause, sign, match };
      break;
    }
  }
}

function causeOf(
  cause: EnvironmentCause,
  match: RegExpExecArray,
  { problem, release, isOwn }: EnvironmentContext,
): Cause {
  const named = namedIn(problem.message);
  const of = named === undefined ? release : (parseRelease(named) ?? release);
  const install =
    isOwn && cause.install?.kind === 'headers' ? undefined : installSentence(cause, match[1], of);
  const text = `${cause.title}. ${cause.summary} ${inPlace(cause.advice, problem.message)}`.replaceAll(
    '`',
    '',
  );
  return {
    ...inferred({
      ...{ id: cause.id, symbol: cause.symbol, summary: install === undefined ? text : `${text} ${install}` },
      ...{ confidence: cause.certainty, evidence: [], replacement: cause.replacement },
      // The kernel has not changed: any needs the header.
      ...(cause.include !== undefined && {
        rewrite: { ...includeOf(cause.include), oldForm: { any: [] }, newForm: { not: { any: [] } } },
      }),
    }),
    ...(cause.since !== undefined && { since: cause.since }),
    documented: true,
  };
}

/** The kernel that a message is about. */
function namedIn(message: string): string | undefined {
  return /(?:for kernel |\/lib\/modules\/|(?:linux|pve|proxmox)-headers-)(\d[^\s/]*)/.exec(message)?.[1];
}

/** Replaces the path of the log in the advice with the one in the message; older dkms names only the folder. */
function inPlace(advice: string, message: string): string {
  const folder = /(\/\S+\/build)\/?(?=\s|$)/.exec(message)?.[1];
  // BitBake's logs are called log.do_compile.1234.
  const log = /(\/\S+?(?:\.log\b|\/log\.do_[\w.]*\w))/.exec(message)?.[1] ?? (folder && `${folder}/make.log`);
  return log
    ? advice.replace(/\/var\/(?:lib\/dkms\/NAME\/VERSION\/build\/make|log\/NAME)\.log/, log)
    : advice;
}

/** What to install: for the distribution of the kernel if its name shows it, otherwise for each one. */
function installSentence(
  { install }: EnvironmentCause,
  program: string | undefined,
  release: Release | undefined,
): string | undefined {
  if (!install) return undefined;
  const other =
    install.kind === 'headers' && release !== undefined ? otherHeadersCommand(release.name) : undefined;
  if (other !== undefined) return other === '' ? undefined : `${other}.`;
  const need = (family: DistributionFamily): Need | undefined => {
    if (install.kind === 'packages') return { kind: 'package', name: install.names[family] };
    if (install.kind === 'program')
      return program === undefined
        ? undefined
        : { kind: 'program', command: program, isCross: isCross(program) };
    return { kind: 'headers', release: release?.name ?? 'RELEASE', ...(install.again && { again: true }) };
  };
  const commands = installCommands(need, release?.family);
  return commands.length === 0 ? undefined : `${commands.join('; ')}.`;
}

/** Whether a compiler is a cross-compiler, judging by a triplet in its name. */
function isCross(program: string): boolean {
  return /^(?!x86_64)[a-z0-9_]+-linux-gnu\w*-/.test(program);
}

/** The commands of one family, or of all. */
export function installCommands(
  need: (family: DistributionFamily) => Need | undefined,
  only?: DistributionFamily,
): readonly string[] {
  return families.flatMap(([family, name]) => {
    const wanted = only === undefined || only === family ? need(family) : undefined;
    const command = wanted && installCommandFor(distributionOf(family), wanted);
    if (command === undefined) return [];
    return [only === undefined ? `${name}: ${command}` : command];
  });
}

function distributionOf(family: DistributionFamily): Distribution {
  return { id: family, name: family, family };
}
