import type { Kernel } from '../kernels/kernel.ts';
import { plural } from '../plural.ts';
import type { Engine } from '../workspace/engine.ts';
import { tableRows } from './table.ts';
import { styled, type Terminal, type Writer } from './terminal.ts';

export interface KernelsArguments {
  readonly action: 'installed';
  /** Symbols of the configuration to show, with or without `CONFIG_`. */
  readonly symbols: readonly string[];
}

/** Runs `dkms-tools kernels`; returns the exit code, which is 0 even when no kernel can be built against: the list says so. */
export async function runKernels(
  engine: Engine,
  given: KernelsArguments & { readonly format: 'text' | 'json'; readonly systemKernels: boolean },
  terminal: Terminal,
): Promise<number> {
  const symbols = given.symbols.map((name) => (name.startsWith('CONFIG_') ? name : `CONFIG_${name}`));
  const kernels = await Promise.all(
    (await engine.kernels()).map(async (kernel): Promise<ListedKernel> => {
      if (symbols.length === 0) return kernel;
      const config = await engine.kernelConfigs.read(kernel.buildDir);
      return {
        ...kernel,
        config: Object.fromEntries(symbols.map((name) => [name, config?.lookup(name) ?? null])),
      };
    }),
  );
  terminal.out.write(
    given.format === 'json'
      ? `${JSON.stringify({ version: 1, kernels })}\n`
      : kernels.length > 0
        ? asText(kernels, symbols, terminal.out)
        : `No kernel was found${given.systemKernels ? ' under /lib/modules, /usr/lib/modules or /usr/src' : ''}. Name a folder with kernels: --modules DIR.\n`,
  );
  return 0;
}

/** The kernel with the requested symbols of its configuration: `null` for one that is not set, or if there is no configuration. */
type ListedKernel = Kernel & { readonly config?: Readonly<Record<string, string | null>> };

function asText(kernels: readonly ListedKernel[], symbols: readonly string[], out: Writer): string {
  const rows = tableRows([
    ['kernel', ...kernels.map((kernel) => kernel.name)],
    ['status', ...kernels.map((kernel) => statusText(kernel, out))],
    ['version', ...kernels.map((kernel) => kernel.version)],
    ['arch', ...kernels.map((kernel) => kernel.arch)],
    ...symbols.map((name) => [
      name,
      ...kernels.map((kernel) => kernel.config?.[name] ?? styled(out, 'dim', 'not set')),
    ]),
    ['compiler', ...kernels.map((kernel) => compilerText(kernel, out))],
  ]);
  const [head = '', ...lines] = rows;
  const body = lines.map((line, at) => [line, ...(kernels[at] ? remarks(kernels[at], out) : [])].join('\n'));
  const ready = kernels.filter((kernel) => kernel.status === 'ready' && !lacksCompiler(kernel)).length;
  const share = ready < kernels.length ? `${ready} ` : ready > 1 ? 'all ' : '';
  const count = `${plural(kernels.length, 'kernel')}, ${share}ready to build against`;
  return [styled(out, 'dim', head), ...body, '', count, ''].join('\n');
}

const statusStyles = { ready: 'green', broken: 'red', 'no-headers': 'yellow' } as const;

function statusText(kernel: Kernel, out: Writer): string {
  const status = lacksCompiler(kernel)
    ? styled(out, 'yellow', 'no compiler')
    : styled(out, statusStyles[kernel.status], kernel.status);
  return `${status}${kernel.running ? ', running' : ''}`;
}

/** Its headers are complete, but it still can't be built against here. */
function lacksCompiler({ status, compiler }: Kernel): boolean {
  return status === 'ready' && compiler?.found === false;
}

function compilerText({ compiler }: Kernel, out: Writer): string {
  if (!compiler) return '';
  if (!compiler.found) return `${compiler.command}, not installed`;
  return compiler.builtWith === undefined
    ? compiler.command
    : `${compiler.command} ${styled(out, 'dim', `(the kernel was built with ${compiler.builtWith})`)}`;
}

/** The notes on a kernel below its line. */
function remarks({ reason, install, makeVariables }: Kernel, out: Writer): readonly string[] {
  const variables = Object.entries(makeVariables ?? {}).map(([name, value]) => `${name}=${value}`);
  return [
    ...(reason === undefined ? [] : [`    ${reason}`]),
    ...(install === undefined ? [] : [`    ${styled(out, 'bold', install)}`]),
    ...(variables.length === 0 ? [] : [`    built with ${variables.join(' ')}`]),
  ];
}
