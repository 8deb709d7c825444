import type { CommandModel } from './command-model.ts';
import { grep } from './grep.ts';
import { getconf, nproc, uname } from './machine-facts.ts';
import { dirname } from './path-names.ts';
import { sed } from './sed.ts';
import { cat, cut } from './text-filters.ts';

/** The programs that dkms.conf files are known to call; the output of any other is unknown. */
const models: Readonly<Record<string, CommandModel>> = {
  cat,
  cut,
  dirname,
  getconf,
  grep,
  nproc,
  sed,
  uname,
};

/** Programs that only read: running one of them changes no file. */
const readers = new Set(
  `arch basename date dpkg dpkg-query egrep expr fgrep file free git head hostname id lsb_release lscpu lsmod ls md5sum modinfo
  ofed_info pkg-config ps readlink realpath rpm sha256sum sort stat tac tail tr uniq wc which whoami`.split(
    /\s+/,
  ),
);

export function findModel(name: string): CommandModel | undefined {
  const plain = plainName(name);
  return Object.hasOwn(models, plain) ? models[plain] : undefined;
}

/** Whether this program changes no file. */
export function changesNoFile(name: string, args: readonly string[] | undefined): boolean {
  const plain = plainName(name);
  if (plain === 'sed')
    return args !== undefined && !args.some((arg) => /^-[A-Za-z]*i|^--in|[wWeF]/.test(arg));
  return readers.has(plain) || Object.hasOwn(models, plain);
}

function plainName(name: string): string {
  return name.replace(/^\/(?:usr\/)?s?bin\//, '');
}
