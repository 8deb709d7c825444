import { posix } from 'node:path';
import { isInside } from '../../is-inside.ts';

/** Facts about the build that a log is from. A fact that the log does not give is absent. */
export interface LogFacts {
  /** `name/version`. */
  readonly module?: string;
  readonly kernel?: string;
  readonly arch?: string;
  /** The dkms that wrote it: since 3.1, 3.2.2 for example. */
  readonly dkmsVersion?: string;
  /** The folder that was built, absolute. */
  readonly startDir?: string;
  /** The folder of the kernel's headers, absolute. */
  readonly kernelDir?: string;
}

/** `DKMS (dkms-3.2.2) make.log for n/v for kernel k (arch)`; before 3.1 `DKMS make.log for n-v for kernel k (arch)`. */
export const makeLogHeader =
  /^DKMS (?:\(dkms-(?<dkms>[^)]+)\) )?make\.log for (?<module>\S+) for kernel (?<kernel>\S+)(?: \((?<arch>[^)]+)\))?\r?$/m;

/**
 * A line that only names a make.log: a heading that people, tail and bug reports put above its content, or the command that printed it.
 */
export const makeLogPath =
  /^(?:==> |\*{2,3} |#+ |[^/]{0,80}[#$%>] (?:sudo )?|(?:sudo )?)(?:(?:cat|less|more|tail|head|bat|nano) (?:-\S+ )*)?(?:\/[\w.+-]+)*\/dkms\/(?<module>[^/\s]+\/[^/\s]+)\/(?:build|(?<kernel>\d[^/\s]*)\/(?<arch>[^/\s]+)\/log)\/make\.log(?::| <==)?\s*$/m;

/** Finds the facts of a log, without prefixes before its lines. */
export function parseLogFacts(text: string): LogFacts {
  const found = makeLogHeader.exec(text)?.groups ?? makeLogPath.exec(text)?.groups;
  const place = buildPlace(text, found?.module);
  const inPaths = kernelInPaths(text);
  const kernel = found?.kernel ?? failedKernel(text) ?? inPaths?.kernel ?? kernelInWords(text);
  const seen = place?.isSeen ? place.dir : undefined;
  const startDir = seen ?? builtFolder(text) ?? dkmsFolder(text) ?? place?.dir;
  const module =
    place?.module ?? found?.module ?? (startDir === undefined ? moduleInPaths(text) : moduleOfTree(startDir));
  const isNamed = found !== undefined || inPaths?.isPlace === true;
  return {
    ...(module !== undefined && { module }),
    ...(kernel !== undefined && { kernel }),
    ...(found?.arch !== undefined && { arch: found.arch }),
    ...(found?.dkms !== undefined && { dkmsVersion: found.dkms }),
    ...(startDir !== undefined && { startDir }),
    ...(isNamed && kernel !== undefined && { kernelDir: kernelFolder(text, kernel) }),
  };
}

/**
 * The folder in which dkms built, `<tree>/<name>/<version>/build`. No line states it, but paths in the output contain it. The `n-v` of old
 * logs is split at the hyphen for which such a path is found; if there is none, the default tree of dkms is assumed.
 */
function buildPlace(
  text: string,
  module: string | undefined,
): { readonly dir: string; readonly module: string; readonly isSeen: boolean } | undefined {
  if (module === undefined) return undefined;
  const cuts = [...module.matchAll(/[/-]/g)].map(({ index }) => index);
  // 3.1 and later put a slash between name and version, once in a while into the version.
  const slash = module.indexOf('/');
  const ordered = slash < 0 ? cuts : [slash, ...cuts.filter((cut) => cut !== slash)];
  const names = ordered.map((cut) => {
    const plain = module.replaceAll('/', '-');
    return `${plain.slice(0, cut)}/${plain.slice(cut + 1)}`;
  });
  for (const name of names) {
    const at = text.indexOf(`/${name}/build`);
    if (at < 0) continue;
    const tree = /(?:\/[^\s'"`=:/]+)*$/.exec(text.slice(Math.max(0, at - 1000), at))?.[0] ?? '';
    return { dir: `${tree}/${name}/build`, module: name, isSeen: true };
  }
  const last = slash < 0 ? names.at(-1) : names[0];
  return last === undefined ? undefined : { dir: `/var/lib/dkms/${last}/build`, module: last, isSeen: false };
}

/** Folders of kernels, as make enters them. */
const ofKernel =
  /^\/(?:usr\/)?(?:lib\/modules|src\/(?:linux|kernels))|\/linux-(?:headers|kbuild|obj)|^\/nix\/store\/[^/]*linux|\/linux-\d/;

/**
 * The folder of the module if no line of dkms names it: the one that holds all compilation units, which kernels up to 6.12 name by
 * absolute paths; else the first folder that make entered other than the kernel's.
 */
function builtFolder(text: string): string | undefined {
  const given = /(?:^|\s)(?:M|SUBDIRS)=["']?(\/[^\s"'`$]+)/m.exec(text)?.[1];
  if (given !== undefined && !ofKernel.test(given) && isSeenInPaths(text, given))
    return given.replace(/\/+$/, '');
  let common: string | undefined;
  for (const [, path = ''] of text.matchAll(/^ {1,2}(?:CC|AS|LD) \[M\] +(\/\S+)\r?$/gm)) {
    const folder = posix.dirname(path);
    while (common !== undefined && !isInside(folder, common)) common = posix.dirname(common);
    common ??= folder;
  }
  if (common !== undefined && common !== '/') return withNeighbours(text, common);
  for (const [, path = ''] of text.matchAll(
    /^make(?:\[\d+\])?[ \u00a0]?: (?!\*)[^\n]*["'`»«„“”‘’「](\/[^\n"'`»«„“”‘’」]+)/gm,
  )) {
    if (!ofKernel.test(path) && !/\.\w{1,3}$/.test(path)) return path;
  }
  return undefined;
}

/**
 * The folder of the module if only some of its units are in the log, which all lie in one folder of it: messages also name headers in the
 * folders beside that.
 */
function withNeighbours(text: string, units: string): string {
  let common = units;
  for (const [, path = ''] of text.matchAll(
    /^(?:In file included| {15,}) from (\/[^\s:]+):\d|^(\/[^\s:]+):\d+:/gm,
  )) {
    if (
      path === '' ||
      isInside(path, common) ||
      ofKernel.test(path) ||
      /^\/usr\/(?:lib|include)\//.test(path)
    )
      continue;
    let wider = common;
    while (!isInside(path, wider)) wider = posix.dirname(wider);
    // `/home/me` holds other things as well.
    if (wider.split('/').length > 3 && isInside(common, wider)) common = wider;
  }
  return common;
}

/** Whether another line confirms a folder that was passed to make. Such a line may be missing from a truncated log. */
function isSeenInPaths(text: string, folder: string): boolean {
  return text.indexOf(folder) !== text.lastIndexOf(folder) || !folder.endsWith('$');
}

const dkmsTree = /\/([^/\s'"]+\/[^/\s'"]+)\/build(?=[/\s'",:;]|$)/;

function moduleOfTree(folder: string): string | undefined {
  return /^(?:\/[^\s]*)?\/dkms\//.test(folder) ? dkmsTree.exec(`${folder} `)?.[1] : undefined;
}

/** dkms's copy of a module, from paths in messages: if only a few lines were copied, nothing else names it. */
function dkmsFolder(text: string): string | undefined {
  return /(?<![\w.-])(?:\/[\w.+-]+)*\/dkms\/[^/\s'"]+\/[^/\s'"]+\/build(?=\/)(?!\/make\.log)/.exec(text)?.[0];
}

/** `/var/lib/dkms/name/version/build` or `…/source` anywhere in the text, of a log in which nothing was compiled. */
function moduleInPaths(text: string): string | undefined {
  return /\/dkms\/([^/\s'"]+\/[^/\s'"]+)\/(?:build|source)\b/.exec(text)?.[1];
}

const release = String.raw`\d+\.\d+[^/\s'"\`:,;()\\$<>“”„‘’«»「」]*`;
const inFolders = new RegExp(
  String.raw`\/(?:usr\/)?lib\/modules\/(?<link>${release})|\/usr\/src\/(?:linux-headers-|kernels\/)(?<folder>${release})`,
  'g',
);
const inVariables = new RegExp(
  String.raw`\b(?:KERNELRELEASE|KVERSION|KERNELVER|KVER|KERNEL_VERSION|DKMS_KERNEL_VERSION|kernelver)=["']?(?<release>${release})`,
);
const badStatus = new RegExp(
  String.raw`^.{0,80}Error!\s+Bad return status for module build on kernel: (?<release>${release})`,
  'm',
);
const inWords = new RegExp(
  String.raw`\b(?:on kernel: |for kernel:? |for: |Building (?:initial module )?for |[Aa]utoinstall on |kernel headers for kernel |installed kernel |Missing |kernels |kernel\(s\) |kmods exist for )(?<release>${release})`,
);

/**
 * The release from the folder of headers that make entered, if no line of dkms names it: Debian's, Fedora's, or the usual link. Such a
 * folder inside another one, as when packages are built, is not where headers are installed.
 */
function kernelInPaths(text: string): { readonly kernel: string; readonly isPlace: boolean } | undefined {
  const variable = inVariables.exec(text)?.groups?.release;
  if (variable !== undefined) return { kernel: trimmed(variable), isPlace: true };
  let inside: string | undefined;
  for (const { index, groups } of text.matchAll(inFolders)) {
    const found = groups?.link ?? groups?.folder;
    // Headers shared by several flavours have no release of their own.
    if (found === undefined || /-common(?:-rt)?$/.test(found)) continue;
    if (!/[\w.+~-]/.test(text.charAt(index - 1))) return { kernel: trimmed(found), isPlace: true };
    inside ??= trimmed(found);
  }
  const shared = /\/usr\/src\/linux-headers-(\d+\.\d+[^/\s'":]*)-common(?:-rt)?\//.exec(text)?.[1];
  // SUSE's folders and those of sources have only the numbers in their names: linux-6.13.0-1, linux-6.15.
  const kernel =
    shared ?? /\/(?:usr\/)?src\/linux-(\d+\.\d+[\d.]*(?:-\d[\w.]*)?)(?:-obj)?[/\s'"]/.exec(text)?.[1];
  if (kernel !== undefined) return { kernel, isPlace: true };
  // A source that make entered, wherever it is: build_dir/linux-x86_64/linux-6.6.119.
  const entered =
    /(?:^make(?:\[\d+\])?[ \u00a0]?: [^*\n]*["'`»«„“”‘’「]|\smake -C )\/[^\n'"\s]*\/linux-(\d+\.\d+(?:\.\d+)?[^/\s'"`«»“”‘’」]*)/m.exec(
      text,
    )?.[1];
  if (inside === undefined && entered !== undefined) return { kernel: entered, isPlace: false };
  return inside === undefined ? undefined : { kernel: inside, isPlace: false };
}

/** The release for which dkms reports a failed build; other lines, about loading or looking up, may be about another kernel. */
function failedKernel(text: string): string | undefined {
  const found = badStatus.exec(text)?.groups?.release;
  return found === undefined ? undefined : trimmed(found);
}

function kernelInWords(text: string): string | undefined {
  const found = inWords.exec(text)?.groups?.release ?? mentionedKernel(text);
  return found === undefined ? undefined : trimmed(found);
}

/** The kernel that the words around a log name, if they name one alone: `on Fedora 26, Kernel 4.11.8`. */
function mentionedKernel(text: string): string | undefined {
  const named = new Set(
    [
      ...text.matchAll(/\b(?:[Kk]ernel|[Ll]inux)(?: version)?:? v?(\d\.\d+(?:[.-][\w.+-]*\w)?)(?![\w-])/g),
    ].map(([, release = '']) => release),
  );
  const [only] = named;
  return named.size === 1 ? only : undefined;
}

function trimmed(found: string): string {
  return found.replace(/[.…]+$/, '');
}

function kernelFolder(text: string, kernel: string): string {
  const names = [`linux-headers-${kernel}`, `kernels/${kernel}`, `linux-${kernel}`];
  for (const form of names.map((name) => `/usr/src/${name}`)) {
    if ([`${form}/`, `${form}'`, `-C ${form} `].some((shown) => text.includes(shown))) return form;
  }
  return `/lib/modules/${kernel}/build`;
}
