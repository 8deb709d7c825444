import type { Engine } from '../workspace/engine.ts';
import type { NamedSource } from '../workspace/fetched-kernels/kernel-source.ts';
import type { WrongUsage } from './command.ts';
import type { GetArguments } from './fetch-kernels-command.ts';
import type { Terminal } from './terminal.ts';

/** The options of a command that can get the headers that it needs. */
export const getOptions = {
  get: { type: 'boolean' },
  from: { type: 'string', multiple: true },
  mirror: { type: 'string' },
  keyring: { type: 'string' },
} as const;

/** What --help says of the options that name an archive. */
export const sourceOptionHelp = [
  [
    '--from SUITE',
    'a release of a distribution: debian-13, trixie-backports, ubuntu-24.04, fedora-43, opensuse-tumbleweed, arch',
  ],
  ['--mirror URL', 'the archive to download from, instead of the one that this machine uses'],
  ['--keyring FILE', 'the keys to check its signatures with'],
] as const;

/** What --help says of `getOptions`. */
export const getOptionHelp = [
  [
    '--get',
    'download the headers of kernels that are not here, and the newest of names such as debian-12 or longterm',
  ],
  ...sourceOptionHelp,
] as const;

/** Where `kernels get` and `--get` are to look, as it was typed. */
export function parseSource(values: {
  readonly from?: readonly string[];
  readonly mirror?: string;
  readonly keyring?: string;
}): NamedSource {
  const { from = [], mirror, keyring } = values;
  return {
    from,
    ...(mirror !== undefined && { mirror }),
    ...(keyring !== undefined && { keyring }),
  };
}

/** What `--get` means here; the options beside it need it. */
export function parseGet(
  values: Parameters<typeof parseSource>[0] & { readonly get?: boolean },
): GetArguments | WrongUsage {
  if (values.get) return { get: parseSource(values) };
  const lost = (['from', 'mirror', 'keyring'] as const).find((name) => values[name] !== undefined);
  return lost === undefined ? {} : { wrong: `--${lost} says where --get is to look; add --get` };
}

/** Downloads what the command is to use; returns an exit code if the command can't go on without it. */
export async function getFirst(
  engine: Engine,
  names: readonly string[],
  given: GetArguments & { readonly withImages?: boolean },
  terminal: Terminal,
): Promise<number | undefined> {
  if (!given.get) return undefined;
  return (await import('./fetch-kernels-command.ts')).getBefore(engine, names, given, terminal);
}
