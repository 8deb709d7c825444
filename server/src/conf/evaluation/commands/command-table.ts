import { awk } from './awk.ts';
import type { CommandModel } from './command-model.ts';
import { grep } from './grep.ts';
import { head, tail, wc } from './line-selection.ts';
import { getconf, nproc, uname } from './machine-facts.ts';
import { expr, seq } from './numbers.ts';
import { basename, dirname } from './path-names.ts';
import { sed } from './sed.ts';
import { sort } from './sort.ts';
import { cat, cut } from './text-filters.ts';
import { tr } from './tr.ts';

/** The programs that dkms.conf files are known to call; the output of any other is unknown. */
const models: Readonly<Record<string, CommandModel>> = {
  awk,
  basename,
  cat,
  cut,
  dirname,
  egrep: grepWith('-E'),
  expr,
  fgrep: grepWith('-F'),
  getconf,
  grep,
  head,
  nproc,
  sed,
  seq,
  sort,
  tail,
  tr,
  uname,
  wc,
};

/** The old names of grep, which since grep 3.8 warn that they are old. */
function grepWith(option: string): CommandModel {
  return (input) => {
    const outcome = grep({ ...input, args: [option, ...input.args] });
    return outcome && { ...outcome, complains: true };
  };
}

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
  // It writes where its program says so.
  if (plain === 'awk') return args !== undefined && !args.some((arg) => /[>|]|system/.test(arg));
  if (plain === 'sort') return args !== undefined && !args.some((arg) => /^-[A-Za-z]*o|^--o/.test(arg));
  if (plain === 'sed')
    return args !== undefined && !args.some((arg) => /^-[A-Za-z]*i|^--in|[wWeF]/.test(arg));
  return readers.has(plain) || Object.hasOwn(models, plain);
}

function plainName(name: string): string {
  return name.replace(/^\/(?:usr\/)?s?bin\//, '');
}
