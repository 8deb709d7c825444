import { createModule } from '../workspace/authoring/create-module.ts';
import type { CommandContext, DataFormat, PreparedCommand, WrongUsage } from './command.ts';
import { refuse, type Terminal } from './terminal.ts';

export interface NewArguments {
  readonly name: string;
  /** The folder to be made. */
  readonly folder: string;
  readonly kind: string;
  readonly licence?: string;
  readonly kernelMin?: string;
  readonly author?: string;
  /** Whether to build the driver, too. */
  readonly builds: boolean;
}

/**
 * Runs `dkms-tools new`: creates the folder of a new driver, and builds it for all kernels if requested. Returns the exit code.
 * `prepareBuild` makes the command that builds the folder.
 */
export async function runNew(
  given: NewArguments & { readonly format: DataFormat },
  context: CommandContext,
  prepareBuild: (folder: string) => PreparedCommand | WrongUsage,
): Promise<number | undefined> {
  const { terminal } = context;
  const made = await createModule(given.folder, given, context.dist);
  if ('wrong' in made) return refuse(terminal, made.wrong);
  const { folder, files, conf } = made;
  const command = given.builds ? prepareBuild(folder) : undefined;
  if (command && 'wrong' in command) return refuse(terminal, command.wrong);
  if (given.format === 'text') {
    terminal.out.write(`Created ${folder}:\n${files.map((file) => `  ${file}\n`).join('')}`);
    return command ? command.run(context) : 0;
  }
  const built = command ? await captured(command, context) : undefined;
  const document = { version: 1, folder, conf, files, ...(built && { build: built.document }) };
  terminal.out.write(`${JSON.stringify(document)}\n`);
  return built?.code ?? 0;
}

/** What a command prints as JSON (null if it prints nothing, because it failed) and its exit code. */
async function captured(
  command: PreparedCommand,
  context: CommandContext,
): Promise<{ readonly document: unknown; readonly code: number }> {
  let text = '';
  const out: Terminal['out'] = {
    write: (more) => {
      text += more;
    },
    isTerminal: false,
  };
  const code = await command.run({ ...context, terminal: { out, err: context.terminal.err } });
  return { document: text === '' ? null : (JSON.parse(text) as unknown), code: code ?? 0 };
}
