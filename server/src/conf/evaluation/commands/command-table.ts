import { awk } from './awk.ts';
import type { CommandModel } from './command-model.ts';
import { expr } from './expr.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { arch, getconf, nproc, uname } from './machine-facts.ts';
import { basename, dirname } from './path-names.ts';
import { sed } from './sed.ts';
import { cat, cut, head, tail, tr, wc } from './text-filters.ts';

const models: Readonly<Record<string, CommandModel>> = {
  ...{
    arch,
    awk,
    basename,
    cat,
    cut,
    dirname,
    egrep,
    expr,
    fgrep,
    getconf,
    grep,
    head,
    nproc,
    sed,
    tail,
    tr,
    uname,
    wc,
  },
  mawk: awk,
  gawk: awk,
};

/** Programs that only look: running one of them changes no file. */
const readers = new Set(
  `date dpkg dpkg-query file free git hostname id lsb_release lscpu lsmod ls md5sum modinfo ofed_info pkg-config
  ps readlink realpath rpm sha256sum sort stat tac uniq which whoami`.split(/\s+/),
);

export function findModel(name: string): CommandModel | undefined {
  const plain = plainName(name);
  return Object.hasOwn(models, plain) ? models[plain] : undefined;
}

/** Whether files are after this program what they were before. */
export function changesNoFile(name: string, args: readonly string[] | undefined): boolean {
  const plain = plainName(name);
  if (plain === 'sed')
    return args !== undefined && !args.some((arg) => /^-[A-Za-z]*i|^--in|[wWeF]/.test(arg));
  // An awk program can write files and start programs.
  if (plain === 'awk' || plain === 'mawk' || plain === 'gawk') return false;
  return readers.has(plain) || Object.hasOwn(models, plain);
}

function plainName(name: string): string {
  return name.replace(/^\/(?:usr\/)?s?bin\//, '');
}
