import type { KernelDescription } from '../../../server/src/lsp/messages.ts';
import type { Row } from '../results/result-rows.ts';

/** One row of the list of kernels, as plain text. */
export type KernelRow =
  | { readonly kind: 'separator'; readonly label: string }
  | {
      readonly kind: 'kernel';
      readonly kernel: KernelDescription;
      readonly label: string;
      readonly description: string;
      readonly detail: string;
    };

/** Kernels that can be built against first, then the others with the reason; each part in the order given. */
export function kernelRows(
  kernels: readonly KernelDescription[],
  selected: string | undefined,
): readonly KernelRow[] {
  const ready = kernels.filter((kernel) => kernel.status === 'ready');
  const others = kernels.filter((kernel) => kernel.status !== 'ready');
  return [
    ...part('Ready to build against', ready, (kernel) => ({
      kind: 'kernel',
      kernel,
      label: kernel.name === selected ? `$(check) ${kernel.name}` : kernel.name,
      description: describe(kernel),
      detail: compilerText(kernel),
    })),
    ...part("Can't be built against", others, (kernel) => ({
      kind: 'kernel',
      kernel,
      label: `$(warning) ${kernel.name}`,
      description: kernel.status === 'no-headers' ? 'headers are missing' : 'headers are not usable',
      detail: kernel.install === undefined ? (kernel.reason ?? '') : `To fix this, run: ${kernel.install}`,
    })),
  ];
}

/** A kernel as a row of the view *Kernels*, with its architecture if the kernels have several. */
export function kernelRow(
  kernel: KernelDescription,
  { selected, saysArch: showsArch }: { readonly selected: string | undefined; readonly saysArch: boolean },
): Row {
  const {
    name,
    release,
    status,
    reason,
    install,
    inSet,
    fetched,
    buildDir,
    standsFor = [],
    knownFailures = [],
  } = kernel;
  const isReady = status === 'ready';
  const isSelected = name === selected;
  const lacks = status === 'no-headers' ? 'headers are missing' : 'headers are not usable';
  // What prevents a build comes first: the end of a row is often cut off.
  const facts = [
    !isReady && lacks,
    isSelected && 'selected',
    kernel.running && 'running',
    fetched && (standsFor[0] === undefined ? 'downloaded' : `downloaded as ${standsFor[0]}`),
    isReady && !inSet && 'not in the kernel set',
    isReady && shortCompiler(kernel),
    !release.startsWith(kernel.version) && kernel.version,
    showsArch && kernel.arch,
  ];
  const description = facts.filter(Boolean).join(' · ');
  const noteworthy = reason ?? kernel.compiler?.note;
  return {
    label: name,
    description,
    tooltip: [
      `**${name}**${isSelected ? ' (selected)' : ''}`,
      describe(kernel),
      `Compiler: ${compilerText(kernel)}`,
      ...(noteworthy === undefined ? [] : [noteworthy]),
      ...(install === undefined ? [] : [`To fix this, run \`${install}\``]),
      ...(isReady && !inSet ? ['Not one of *all kernels*, because of the setting `dkms.kernels`.'] : []),
      ...knownFailures.map(
        ({ module, reason: why }) => `Known failure: ${module ?? 'every module'} (${why})`,
      ),
      `\`${buildDir}\``,
    ],
    ...kernelIcon(kernel, isSelected),
    context: [
      'kernel',
      isReady ? 'ready' : 'unusable',
      isSelected && 'selected',
      install !== undefined && 'installable',
      fetched && 'fetched',
    ]
      .filter(Boolean)
      .join(' '),
    accessibleLabel: `Kernel ${name}, ${description.replaceAll(' · ', ', ')}`,
  };
}

function kernelIcon({ status }: KernelDescription, isSelected: boolean): Pick<Row, 'icon' | 'colour'> {
  if (status !== 'ready') return { icon: 'warning', colour: 'problemsWarningIcon.foreground' };
  return isSelected ? { icon: 'check', colour: 'testing.iconPassed' } : { icon: 'chip' };
}

/** `gcc 12.2.0` from `gcc-12 (Debian 12.2.0-14) 12.2.0`, with what is wrong with the compiler. */
function shortCompiler({ compiler }: KernelDescription): string {
  if (!compiler) return 'unknown compiler';
  const { text, command, found, note } = compiler;
  const [, name = '', version = ''] = /\b(gcc|clang)\b.*?\b(\d+\.\d+\.\d+)/.exec(text) ?? [];
  const short = name === '' ? command : `${name} ${version}`;
  if (!found) return `${short} is not installed`;
  return note === undefined ? short : `${command.replace(/^.*-(?=gcc|clang)/, '')} instead of ${short}`;
}

/** The kernel's version, architecture and whether it is running, without what is already in its release. */
export function describe(kernel: KernelDescription): string {
  const version = kernel.release.startsWith(kernel.version) ? undefined : kernel.version;
  return [version, kernel.arch, kernel.running && 'running'].filter(Boolean).join(', ');
}

/** The compiler that built the kernel, with which its modules have to be built. */
export function compilerText(kernel: KernelDescription): string {
  if (!kernel.compiler) return 'unknown compiler';
  const { text, command, found } = kernel.compiler;
  return found ? text : `${text} (${command} is not installed)`;
}

function part(
  title: string,
  kernels: readonly KernelDescription[],
  row: (kernel: KernelDescription) => KernelRow,
): readonly KernelRow[] {
  return kernels.length === 0 ? [] : [{ kind: 'separator', label: title }, ...kernels.map(row)];
}
