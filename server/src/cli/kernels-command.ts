import type { Kernel } from '../kernels/kernel.ts';
import type { Engine } from '../workspace/engine.ts';
import { styled, type Terminal, type Writer } from './terminal.ts';

/** Runs `dkms-tools kernels`; the exit code, which is 0 even when no kernel can be built against: the list says so. */
export async function runKernels(
  engine: Engine,
  given: { readonly format: 'text' | 'json' },
  terminal: Terminal,
): Promise<number> {
  const kernels = await engine.kernels();
  terminal.out.write(
    given.format === 'json' ? `${JSON.stringify({ version: 1, kernels })}\n` : asText(kernels, terminal.out),
  );
  return 0;
}

function asText(kernels: readonly Kernel[], out: Writer): string {
  if (kernels.length === 0) {
    return 'No kernel was found under /lib/modules, /usr/lib/modules or /usr/src. Name a folder of kernels with --modules DIR.\n';
  }
  const width = Math.max(...kernels.map((kernel) => kernel.release.length));
  return kernels.map((kernel) => row(kernel, width, out)).join('');
}

function row(kernel: Kernel, width: number, out: Writer): string {
  const { status, compiler } = kernel;
  const mark =
    status === 'ready' ? styled(out, 'green', 'ready     ') : styled(out, 'yellow', status.padEnd(10));
  const running = kernel.running ? ' (running)' : '';
  const built = compiler ? `${compiler.command}${compiler.found ? '' : ', which is not installed'}` : '';
  const detail = status === 'ready' ? [built, kernel.reason] : [kernel.reason];
  const first = `${kernel.release.padEnd(width)}  ${mark} ${kernel.arch.padEnd(8)} ${detail.filter(Boolean).join('; ')}${running}\n`;
  return kernel.install && status !== 'ready'
    ? `${first}${' '.repeat(width + 2)}${styled(out, 'bold', kernel.install)}\n`
    : first;
}
