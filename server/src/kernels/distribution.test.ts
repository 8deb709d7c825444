import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installCommandFor, type Need, parseOsRelease, readDistribution } from './distribution.ts';

describe('os-release', () => {
  test.each([
    ['ID=debian', 'debian'],
    ['ID=ubuntu\nID_LIKE=debian', 'debian'],
    ['ID=elementary\nID_LIKE="ubuntu debian"', 'debian'],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"', 'fedora'],
    ["ID='arch'", 'arch'],
    ['ID=endeavouros\nID_LIKE=arch', 'arch'],
    ['ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"', 'suse'],
    ['ID=gentoo', undefined],
    ['', undefined],
  ])('%j is of the family %s', (text, family) => {
    expect(parseOsRelease(text).family).toBe(family);
  });

  test('the display name', () => {
    expect(
      parseOsRelease('NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian').name,
    ).toBe('Debian GNU/Linux 12 (bookworm)');
  });

  test('is read from either of its two paths, and may be missing', async () => {
    const root = await mkdtemp(join(tmpdir(), 'distribution-'));
    try {
      expect(await readDistribution(root)).toEqual({ id: '', name: '', family: undefined });
      await mkdir(join(root, 'usr/lib'), { recursive: true });
      await writeFile(join(root, 'usr/lib/os-release'), 'ID=fedora\n');
      expect((await readDistribution(root)).id).toBe('fedora');
      await mkdir(join(root, 'etc'));
      await writeFile(join(root, 'etc/os-release'), 'ID=debian\n');
      expect((await readDistribution(root)).id).toBe('debian');
    } finally {
      await rm(root, { recursive: true });
    }
  });
});

describe('commands', () => {
  const command = (id: string, need: Need) => installCommandFor(parseOsRelease(`ID=${id}`), need);

  test.each([
    ['debian', '6.1.0-56-amd64', 'apt install linux-headers-6.1.0-56-amd64'],
    ['ubuntu', '6.8.0-45-generic', 'apt install linux-headers-6.8.0-45-generic'],
    ['fedora', '6.11.4-301.fc41.x86_64', 'dnf install kernel-devel-6.11.4-301.fc41.x86_64'],
    ['fedora', '6.11.4-301.fc41.x86_64+debug', 'dnf install kernel-debug-devel-6.11.4-301.fc41.x86_64'],
    ['arch', '6.11.5-arch1-1', 'pacman -S linux-headers'],
    ['arch', '6.6.58-1-lts', 'pacman -S linux-lts-headers'],
    ['arch', '6.11.5-zen1-1-zen', 'pacman -S linux-zen-headers'],
    ['opensuse-leap', '6.4.0-150600.23.25-default', 'zypper install kernel-default-devel'],
    ['sles', '6.4.0-150600.23.25-azure', 'zypper install kernel-azure-devel'],
    ['debian', '6.8.12-4-pve', 'apt install proxmox-headers-6.8.12-4-pve'],
    ['gentoo', '6.6.58-gentoo', undefined],
  ])('headers on %s for %s', (id, release, expected) => {
    expect(command(id, { kind: 'headers', release })).toBe(expected);
  });

  test("Arch names the package in the kernel's folder", () => {
    const need: Need = { kind: 'headers', release: '6.6.54-2-MANJARO', pkgbase: 'linux66' };
    expect(command('manjaro', need)).toBe('pacman -S linux66-headers');
  });

  test.each([
    ['debian', 'apt reinstall linux-headers-6.1.0-1'],
    ['fedora', 'dnf reinstall kernel-devel-6.1.0-1'],
    ['arch', 'pacman -S linux-headers'],
    ['sles', 'zypper install --force kernel-default-devel'],
  ])('damaged headers on %s', (id, expected) => {
    expect(command(id, { kind: 'headers', release: '6.1.0-1', again: true })).toBe(expected);
  });

  test.each([
    ['debian', 'make', 'apt install make'],
    ['debian', 'x86_64-linux-gnu-gcc-12', 'apt install gcc-12'],
    ['fedora', 'gcc-14', 'dnf install gcc'],
    ['opensuse-leap', 'gcc-13', 'zypper install gcc13'],
    ['debian', 'ld.lld', 'apt install lld'],
    ['fedora', '/usr/sbin/modinfo', 'dnf install kmod'],
    ['arch', 'dkms', 'pacman -S dkms'],
    ['arch', 'clang', 'pacman -S clang'],
    ['debian', 'aarch64-poky-linux-gcc', undefined],
    ['debian', '/opt/toolchain/bin/gcc', undefined],
    ['debian', 'gcc-c++', 'apt install g++'],
    ['fedora', 'gcc-c++', 'dnf install gcc-c++'],
    ['arch', 'g++', 'pacman -S gcc'],
  ])('on %s for the program %s', (id, program, expected) => {
    expect(command(id, { kind: 'program', command: program })).toBe(expected);
  });

  test.each([
    ['debian', 'aarch64-linux-gnu-gcc-12', 'apt install gcc-12-aarch64-linux-gnu'],
    ['debian', 'x86_64-linux-gnu-gcc', 'apt install gcc-x86-64-linux-gnu'],
    ['fedora', 'aarch64-linux-gnu-gcc', 'dnf install gcc-aarch64-linux-gnu'],
    ['arch', 'riscv64-linux-gnu-gcc', 'pacman -S riscv64-linux-gnu-gcc'],
    ['opensuse-leap', 'aarch64-linux-gnu-gcc', undefined],
    ['debian', 'clang', 'apt install clang'],
    // Of Yocto, Arm, Buildroot and OpenWrt.
    ['debian', 'aarch64-poky-linux-gcc', undefined],
    ['debian', 'arm-none-linux-gnueabihf-gcc', undefined],
    ['fedora', 'riscv64-buildroot-linux-musl-gcc', undefined],
    ['arch', 'mips-openwrt-linux-musl-gcc-12', undefined],
  ])('a compiler for another architecture on %s: %s', (id, program, expected) => {
    expect(command(id, { kind: 'program', command: program, isCross: true })).toBe(expected);
  });
});
