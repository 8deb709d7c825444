import type { RegisteredKernel, RegisteredModule } from '../../../server/src/lsp/messages.ts';
import { plural } from '../builds/build-text.ts';
import { escapeMarkdown } from '../results/markdown-text.ts';
import type { Row } from '../results/result-rows.ts';

/** The row of a module that is registered in several versions. */
export function nameRow(name: string, versions: readonly RegisteredModule[]): Row {
  const problems = versions.reduce((sum, version) => sum + problemCount(version), 0);
  const description = [plural(versions.length, 'version'), problems > 0 && plural(problems, 'problem')]
    .filter(Boolean)
    .join(' · ');
  return {
    ...{ label: name, description, tooltip: [`**${escapeMarkdown(name)}**`, description] },
    ...moduleIcon(versions),
    context: 'name',
    accessibleLabel: `Module ${name}, ${spokenText(description)}`,
  };
}

/** The row of one version; `label` is its name, or its version below the row of its name. */
export function versionRow(version: RegisteredModule, label: string): Row {
  const { module, state, kernels, problems, source, conf, autoinstall, lines } = version;
  const installed = kernels.filter((kernel) => kernel.state.startsWith('installed')).length;
  const count =
    kernels.length === 0 ? 'added' : `installed for ${installed} of ${plural(kernels.length, 'kernel')}`;
  const description = [
    label !== version.version && version.version,
    state === 'broken' ? 'broken' : count,
    autoinstall === false && 'not rebuilt automatically',
    problemCount(version) > 0 && plural(problemCount(version), 'problem'),
  ]
    .filter(Boolean)
    .join(' · ');
  return {
    ...{ label, description },
    tooltip: [
      `**${escapeMarkdown(module)} ${escapeMarkdown(version.version)}**`,
      ...problems.map(escapeMarkdown),
      ...(source === undefined ? [] : [`Source: \`${source}\``]),
      ...(lines.length > 0 ? [`\`dkms status\`:\n\n${lines.map((line) => `    ${line}`).join('\n')}`] : []),
    ],
    ...moduleIcon([version]),
    context: words(
      'version',
      state,
      conf !== undefined && 'conf',
      source !== undefined && state === 'added' && 'source',
      state === 'added' && autoinstall === true && 'automatic',
      state === 'added' && autoinstall === false && 'manual',
    ),
    accessibleLabel: `Module ${module} ${version.version}, ${spokenText(description)}`,
  };
}

/** The row of one kernel below its module. */
export function registeredKernelRow(
  module: RegisteredModule,
  registered: RegisteredKernel,
  saysArch: boolean,
): Row {
  const { kernel, arch, state, from, files, problems, originals, log, presence } = registered;
  const description = [
    stateText(registered),
    saysArch && arch,
    presence === 'gone' && 'kernel is gone',
    originals && 'replaces a module of the kernel',
    problems.length > 0 && state !== 'failed' && presence !== 'gone' && plural(problems.length, 'problem'),
  ]
    .filter(Boolean)
    .join(' · ');
  return {
    ...{ label: kernel, description },
    tooltip: [
      `**${escapeMarkdown(module.module)} ${escapeMarkdown(module.version)}** for ${escapeMarkdown(kernel)} (${escapeMarkdown(arch)}): ${stateText(registered)}`,
      ...problems.map(escapeMarkdown),
      ...(from === undefined ? [] : [`Built for ${escapeMarkdown(from)}, and linked here by weak-modules.`]),
      ...files.map((file) => `\`${file}\``),
      ...(log === undefined ? [] : [`Log: \`${log}\``]),
    ],
    ...kernelIcon(registered),
    context: words('kernel', state, log !== undefined && 'log', presence),
    accessibleLabel: `${module.module} ${module.version} for ${kernel}: ${spokenText(description)}`,
  };
}

/** The number of problems of a version and its kernels. */
export function problemCount({ problems, kernels }: RegisteredModule): number {
  return kernels.reduce((sum, kernel) => sum + kernel.problems.length, problems.length);
}

function stateText({ state, from }: RegisteredKernel): string {
  if (state === 'failed') return 'build failed';
  return from === undefined ? state : `installed from ${from}`;
}

function moduleIcon(versions: readonly RegisteredModule[]): Pick<Row, 'icon' | 'colour'> {
  const kernels = versions.flatMap((version) => version.kernels);
  if (versions.some(({ state }) => state === 'broken')) return broken;
  if (kernels.some(({ state }) => state === 'failed')) return broken;
  if (versions.some((version) => problemCount(version) > 0)) return flagged;
  return { icon: 'package' };
}

function kernelIcon({ state, problems }: RegisteredKernel): Pick<Row, 'icon' | 'colour'> {
  if (state === 'failed') return broken;
  if (problems.length > 0) return flagged;
  return state === 'built' ? { icon: 'circle-outline' } : { icon: 'pass', colour: 'testing.iconPassed' };
}

const broken = { icon: 'error', colour: 'testing.iconFailed' };
const flagged = { icon: 'warning', colour: 'problemsWarningIcon.foreground' };

function spokenText(description: string): string {
  return description.replaceAll(' · ', ', ');
}

function words(...given: readonly (string | false)[]): string {
  return given.filter(Boolean).join(' ');
}
