import type { CliCommand } from './command.ts';
import { build } from './commands/build.ts';
import { cache } from './commands/cache.ts';
import { check } from './commands/check.ts';
import { doctor } from './commands/doctor.ts';
import { explain } from './commands/explain.ts';
import { init } from './commands/init.ts';
import { kernels } from './commands/kernels.ts';
import { load } from './commands/load.ts';
import { loadable } from './commands/loadable.ts';
import { lsp } from './commands/lsp.ts';
import { modernise } from './commands/modernise.ts';
import { newModule } from './commands/new.ts';
import { next } from './commands/next.ts';
import { packageSource } from './commands/package.ts';
import { port } from './commands/port.ts';
import { range } from './commands/range.ts';
import { show } from './commands/show.ts';
import { status } from './commands/status.ts';

/** The commands of the terminal program by what they are for, in the order in which --help lists them. */
export const commandGroups: readonly {
  readonly title: string;
  readonly members: readonly CliCommand[];
}[] = [
  {
    title: 'Write a driver and its dkms.conf',
    members: [check, show, init, newModule, modernise, packageSource],
  },
  { title: 'Build it for many kernels', members: [kernels, build, load, loadable, explain, port, range] },
  { title: 'DKMS on this machine', members: [status, next, doctor] },
  { title: 'DKMS Tools', members: [cache, lsp] },
];

export const commands: readonly CliCommand[] = commandGroups.flatMap(({ members }) => members);
