import { join } from 'node:path';
import { readFile } from '../file-system.ts';

/** The running Linux distribution, as far as its packages matter. */
export interface Distribution {
  /** ID of os-release, such as `debian`; empty if there is no os-release. */
  readonly id: string;
  /** VERSION_ID of os-release, such as `12`; rolling ones may have none. */
  readonly version?: string;
  /** The name to show: `Debian GNU/Linux 12 (bookworm)`. */
  readonly name: string;
  /** The family whose package manager it has; `undefined` if that is none of the four. */
  readonly family: DistributionFamily | undefined;
}

export type DistributionFamily = 'debian' | 'fedora' | 'arch' | 'suse';

/** Something to install: the headers of a kernel, or the package of a program (`make`, `gcc-12`, `dkms`). */
export type Need =
  | {
      readonly kind: 'headers';
      readonly release: string;
      /** Content of Arch's /lib/modules/RELEASE/pkgbase, which names the kernel's package. */
      readonly pkgbase?: string;
      /** Whether the headers are installed but damaged. */
      readonly again?: boolean;
    }
  | {
      readonly kind: 'program';
      readonly command: string;
      /** Whether the program compiles for an architecture other than this machine's. */
      readonly isCross?: boolean;
    }
  | { readonly kind: 'package'; readonly name: string; readonly again?: boolean };

/** Reads `etc/os-release` below `root`, or else `usr/lib/os-release`, as os-release(5) specifies. */
export async function readDistribution(root = '/'): Promise<Distribution> {
  const text = await readFile(join(root, 'etc/os-release'), 'utf8')
    .catch(() => readFile(join(root, 'usr/lib/os-release'), 'utf8'))
    .catch(() => '');
  return parseOsRelease(text);
}

/** The distribution that an os-release file describes. */
export function parseOsRelease(text: string): Distribution {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const found = /^([A-Z_]+)=(["']?)(.*?)\2\s*$/.exec(line);
    if (found?.[1]) fields.set(found[1], found[3] ?? '');
  }
  const id = fields.get('ID') ?? '';
  const names = [id, ...(fields.get('ID_LIKE') ?? '').split(/\s+/)];
  const family = names.map(familyOf).find((one) => one !== undefined);
  const version = fields.get('VERSION_ID');
  return {
    ...{ id, name: fields.get('PRETTY_NAME') ?? fields.get('NAME') ?? id, family },
    ...(version !== undefined && { version }),
  };
}

/** The command, to be run as root, that installs what is needed; `undefined` if this distribution's packages are not known. */
export function installCommandFor(distribution: Distribution, need: Need): string | undefined {
  if (distribution.family === undefined) return undefined;
  const name = packageFor(distribution.family, need);
  if (name === undefined) return undefined;
  const again = need.kind !== 'program' && need.again === true;
  switch (distribution.family) {
    case 'debian':
      return `apt ${again ? 'reinstall' : 'install'} ${name}`;
    case 'fedora':
      return `dnf ${again ? 'reinstall' : 'install'} ${name}`;
    case 'arch':
      // pacman -S also reinstalls.
      return `pacman -S ${name}`;
    case 'suse':
      return `zypper install ${again ? '--force ' : ''}${name}`;
    default:
      return distribution.family satisfies never;
  }
}

function familyOf(id: string): DistributionFamily | undefined {
  if (/^(?:debian|ubuntu|raspbian|linuxmint|pop)$/.test(id)) return 'debian';
  if (/^(?:fedora|rhel|centos|rocky|almalinux|ol)$/.test(id)) return 'fedora';
  if (/^(?:arch|archarm|manjaro)$/.test(id)) return 'arch';
  if (/^(?:suse|sles|sled|opensuse.*)$/.test(id)) return 'suse';
  return undefined;
}

/**
 * Whose kernel has a release, by what distributions put behind the version; `undefined` for one that somebody built, or that is not known.
 */
export function familyOfRelease(name: string): DistributionFamily | undefined {
  if (alpine.test(name)) return undefined;
  if (/\.(?:fc|el|amzn|oe|cm|azl)\d/.test(name)) return 'fedora';
  if (
    /-arch\d|-(?:zen|lts|hardened|cachyos|MANJARO|manjaro|ARCH|artix|xanmod|tkg|ck|clear)\b|-cachyos|MANJARO|arch\d/.test(
      name,
    )
  )
    return 'arch';
  if (/-(?:default|preempt|vanilla|longterm)$/.test(name)) return 'suse';
  if (
    /-(?:generic|lowlatency|aws|azure|gcp|oracle|kvm|raspi|oem|nvidia|amd64|arm64|armmp|riscv64|common(?:-rt)?|ppc64el|s390x|loong64|686(?:-pae)?|pve|osmc|liquorix|surface)|kali|\+?deb\d|rpi|-v[78]l?\+|\+rpt/.test(
      name,
    )
  )
    return 'debian';
  return undefined;
}

/** Alpine's kernels are of the release 0, and those of Arch, which have similar flavours, of 1 and later. */
const alpine = /^\d+\.\d+(?:\.\d+)?(?:[-_]rc\d+)?-0-([a-z][\w-]*)$/;
const voidLinux = /^(\d+\.\d+)\.\d+_\d+$/;

/**
 * The command that installs the headers of a kernel of a distribution outside the families, by its release; empty if it has no such package;
 * `undefined` if the release is not of such a distribution.
 */
export function otherHeadersCommand(release: string): string | undefined {
  const flavour = alpine.exec(release)?.[1];
  if (flavour !== undefined) return `apk add linux-${flavour}-dev`;
  const series = voidLinux.exec(release)?.[1];
  if (series !== undefined) return `xbps-install linux${series}-headers`;
  // The source of the kernel is the headers.
  return /-gentoo(?:-|$)/.test(release) ? '' : undefined;
}

function packageFor(family: DistributionFamily, need: Need): string | undefined {
  switch (need.kind) {
    case 'package':
      return need.name;
    case 'program':
      return need.isCross ? crossPackage(family, need.command) : programPackage(family, need.command);
    case 'headers':
      return headersPackage(family, need.release, need.pkgbase);
    default:
      return need satisfies never;
  }
}

function headersPackage(family: DistributionFamily, release: string, pkgbase: string | undefined): string {
  switch (family) {
    case 'debian':
      // Up to 6.1, the system of the Raspberry Pi had one package for the kernels of all its models.
      if (/-v[678]l?\+$/.test(release)) return 'raspberrypi-kernel-headers';
      // Proxmox, which is based on Debian, has kernels of its own; their packages begin with its name.
      return `${release.endsWith('-pve') ? 'proxmox' : 'linux'}-headers-${release}`;
    case 'fedora': {
      // The release of a debug or real-time kernel ends with a plus and its variant: 6.11.4-301.fc41.x86_64+debug.
      const [plain = release, variant] = release.split('+');
      return variant ? `kernel-${variant}-devel-${plain}` : `kernel-devel-${release}`;
    }
    case 'arch': {
      if (pkgbase) return `${pkgbase}-headers`;
      const flavour = /-\d+-([a-z][a-z0-9-]*)$/.exec(release)?.[1];
      return flavour ? `linux-${flavour}-headers` : 'linux-headers';
    }
    case 'suse':
      return `kernel-${/-([a-z]+)$/.exec(release)?.[1] ?? 'default'}-devel`;
    default:
      return family satisfies never;
  }
}

/** The package of a compiler such as aarch64-linux-gnu-gcc-12. Not known for openSUSE, whose names contain numbers that change. */
function crossPackage(family: DistributionFamily, command: string): string | undefined {
  const [, triplet, version = ''] = /^([a-z0-9_]+-linux-gnu[a-z0-9]*)-gcc(-\d+)?$/.exec(command) ?? [];
  if (triplet === undefined) return programPackage(family, command);
  switch (family) {
    case 'debian':
      return `gcc${version}-${triplet.replace('x86_64', 'x86-64')}`;
    case 'fedora':
      return `gcc-${triplet}`;
    case 'arch':
      return `${triplet}-gcc`;
    case 'suse':
      return undefined;
    default:
      return family satisfies never;
  }
}

/** The package of a program; `undefined` for one in a folder of its own, and for a compiler of a toolchain that no distribution has. */
function programPackage(family: DistributionFamily, command: string): string | undefined {
  if (/^\/(?!(?:usr\/)?s?bin\/)/.test(command)) return undefined;
  // Debian's kernels name their compiler with the machine's triplet, Debian's packages do not.
  const program = command.replace(/^.*\//, '').replace(/^[a-z0-9_]+-linux-gnu[a-z0-9]*-(?=gcc|clang)/, '');
  // aarch64-poky-linux-gcc of Yocto, arm-none-linux-gnueabihf-gcc of Arm, riscv64-buildroot-linux-musl-gcc …
  if (/-(?:gcc|clang|ld)(?:-\d+)?$/.test(program)) return undefined;
  if (program === 'modinfo') return 'kmod';
  if (program === 'spatch') return 'coccinelle';
  if (program === 'pahole') return family === 'arch' ? 'pahole' : 'dwarves';
  if (program === 'ld.lld') return 'lld';
  if (program === 'ld') return 'binutils';
  if (program === 'g++' || program === 'gcc-c++')
    return { debian: 'g++', fedora: 'gcc-c++', arch: 'gcc', suse: 'gcc-c++' }[family];
  const numbered = /^gcc-(\d+)$/.exec(program);
  if (numbered) {
    // Fedora and Arch have one gcc; openSUSE writes the version without a dash.
    if (family === 'fedora' || family === 'arch') return 'gcc';
    if (family === 'suse') return `gcc${numbered[1]}`;
  }
  return program;
}
