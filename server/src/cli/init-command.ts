import path from 'node:path';
import { proposeModule } from '../workspace/modules/propose-module.ts';
import { refuse, type Terminal } from './terminal.ts';

export interface InitArguments {
  /** The folder of the source. */
  readonly folder: string;
  /** Whether to create the file instead of printing it. */
  readonly write: boolean;
}

/** Runs `dkms-tools init`: proposes a dkms.conf for a source, and writes it if requested and there is none yet. Returns the exit code. */
export async function runInit(
  given: InitArguments & { readonly format: 'text' | 'json' },
  terminal: Terminal,
): Promise<number> {
  const proposal = await proposeModule(path.resolve(given.folder), { write: given.write });
  if ('wrong' in proposal) return refuse(terminal, `${given.folder}: ${proposal.wrong}`);
  const { conf, text, uncertain, isWritten } = proposal;
  if (given.format === 'json') {
    terminal.out.write(
      `${JSON.stringify({ version: 1, path: conf, text, uncertain, written: isWritten })}\n`,
    );
    return 0;
  }
  for (const note of uncertain) terminal.err.write(`dkms-tools: ${note}\n`);
  terminal.out.write(isWritten ? `Created ${conf}.\n` : text);
  return 0;
}
