import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeDkmsTrees } from '../../../test/support/dkms-trees.ts';
import { headerFiles, osRelease, writeTree } from '../../../test/support/header-trees.ts';
import { runningRelease as release, saidByDoctor } from '../../../test/support/said-by-doctor.ts';
import { asUnprivileged } from '../../../test/support/surroundings.ts';
import { checks } from './doctor.ts';
import type { MachineAccess } from './examined-machine.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'doctor-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const write = (files: Readonly<Record<string, string>>) => writeTree(root, files);

const said = (id: string, surroundings: Partial<MachineAccess> = {}) => saidByDoctor(root, id, surroundings);

const programs = Object.fromEntries(
  ['gcc', 'make', 'ld', 'strip', 'readelf', 'depmod', 'modinfo', 'modprobe', 'patch'].map((name) => [
    `bin/${name}`,
    'x ',
  ]),
);

/** A kernel with its headers, configured so. */
function kernelFiles(name: string, config = 'CONFIG_X86_64=y'): Readonly<Record<string, string>> {
  return {
    ...headerFiles(`lib/modules/${name}/build`, name, { config }),
    [`lib/modules/${name}/modules.order`]: '',
    [`lib/modules/${name}/kernel/fs/fat.ko`]: '',
  };
}

const secureBootVariable = 'sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c';
const shimVariable = (name: string) =>
  `sys/firmware/efi/efivars/${name}-605dab50-e046-4300-abb6-3dd810dd8b23`;
const on = '\u0006\0\0\0\u0001';
const off = '\u0006\0\0\0\0';

/** The list of the owner's certificates as shim hands it over: an entry of another kind, then these. */
function ownerList(...certificates: readonly Buffer[]): Buffer {
  const list = (type: string, entry: Buffer) => {
    const head = Buffer.alloc(28);
    Buffer.from(type, 'hex').copy(head);
    head.writeUInt32LE(28 + entry.length, 16);
    head.writeUInt32LE(entry.length, 24);
    return Buffer.concat([head, entry]);
  };
  const owner = Buffer.alloc(16, 7);
  return Buffer.concat([
    Buffer.from([6, 0, 0, 0]),
    list('2616c4c14c509240aca941f936934328', Buffer.alloc(48, 1)),
    ...certificates.map((one) => list('a159c0a5e494a74a87b5ab155c2bf072', Buffer.concat([owner, one]))),
  ]);
}

test('a machine in order has nothing to mend', async () => {
  await write({
    ...{ 'etc/os-release': osRelease.debian, ...programs, ...kernelFiles(release) },
    ...{
      'usr/sbin/dkms': 'x \n  echo $"dkms-3.0.10"\n',
      'proc/self/mounts': '',
      'etc/kernel/postinst.d/dkms': '',
    },
    [secureBootVariable]: off,
  });
  makeDkmsTrees(root, { fine: { builds: [{ kernel: release, installed: true }] } });
  for (const { id } of checks) expect((await said(id)).join('\n'), id).toMatch(/^ok: /);
  for (const { id } of checks) expect((await said(id)).join('\n'), id).not.toMatch(/^(?!ok: )/m);
});

test('an empty machine has an answer to every check', async () => {
  for (const { id } of checks) expect(await said(id), id).not.toEqual([]);
});

describe('what to install is named for each distribution', () => {
  test.each([
    ['debian', 'apt install', `linux-headers-${release}`],
    ['ubuntu', 'apt install', `linux-headers-${release}`],
    ['fedora', 'dnf install', `kernel-devel-${release}`],
    ['arch', 'pacman -S', 'linux-test-headers'],
    ['suse', 'zypper install', 'kernel-test-devel'],
  ] as const)('%s', async (distribution, command, headers) => {
    await write({ 'etc/os-release': osRelease[distribution], [`lib/modules/${release}/modules.order`]: '' });
    await symlink('/nonexistent', join(root, `lib/modules/${release}/build`));
    expect(await said('dkms-installed')).toEqual([`error: dkms is not installed. [# ${command} dkms]`]);
    expect(await said('kernel-headers')).toEqual([
      expect.stringMatching(
        new RegExp(
          `^error: ${release} \\(running\\): no module can be built.* \\[# ${command} ${headers}\\]$`,
        ),
      ),
    ]);
    expect(await said('build-programs')).toEqual([
      `error: make is not installed; needed for every build. [# ${command} make]`,
      `error: ld, strip, readelf are not installed; needed for linking and stripping modules. [# ${command} binutils]`,
      `error: depmod, modinfo, modprobe are not installed; needed for installing modules. [# ${command} kmod]`,
      `information: patch is not installed; needed for modules with PATCH. [# ${command} patch]`,
    ]);
  });

  test('none for a distribution that is not one of the four', async () => {
    await write({ 'etc/os-release': 'ID=gentoo\n' });
    expect(await said('dkms-installed')).toEqual(['error: dkms is not installed.']);
  });
});

describe('kernels', () => {
  test('a compiler that is absent, and one that is not the one of the kernel', async () => {
    await write({ 'etc/os-release': osRelease.debian, ...kernelFiles(release) });
    expect(await said('kernel-compilers')).toEqual([
      `error: ${release}: gcc, which builds modules for it, is not installed. [# apt install gcc]`,
    ]);
    await write({ 'bin/gcc-12': 'x ' });
    await symlink('gcc-12', join(root, 'bin/gcc'));
    expect((await said('kernel-compilers'))[0]).toMatch(/^warning: .*was built with gcc 14, but .* gcc 12/);
  });

  test('a kernel that was upgraded since the start is told from one that is there', async () => {
    await write(kernelFiles('6.12.2-1-test'));
    const [first, second] = await said('kernel-headers');
    expect(first).toBe('ok: 6.12.2-1-test: headers are installed.');
    expect(second).toMatch(/^unknown: The running kernel 6\.12\.1-1-test has nothing in \/lib\/modules\./);
  });
});

test('/proc, which a chroot may lack', async () => {
  expect((await said('proc-mounted'))[0]).toMatch(/^error: .* \[# mount -t proc proc \/proc\]$/);
});

describe('disk space', () => {
  test.each([
    [600_000_000, 'ok: /var/lib/dkms (where dkms builds) has 600 MB free.'],
    [
      499_000_000,
      'warning: /var/lib/dkms (where dkms builds) has 499 MB free. Large drivers need half a gigabyte.',
    ],
    [3_000_000, 'error: /var/lib/dkms (where dkms builds) has 3 MB free. Builds fail there.'],
    [12_345_678_901, 'ok: /var/lib/dkms (where dkms builds) has 12.3 GB free.'],
  ])('%d bytes', async (bytes, expected) => {
    expect((await said('disk-space', { freeBytes: async () => bytes }))[0]).toBe(expected);
  });

  test('of a tree that framework.conf names, and of the folder above one that is not there yet', async () => {
    await write({ 'etc/dkms/framework.conf': 'dkms_tree="/srv/dkms"\ntmp_location="$(mktemp -d)"\n' });
    const asked: string[] = [];
    const lines = await said('disk-space', {
      freeBytes: async (folder) => {
        asked.push(folder.replace(root, ''));
        if (folder.endsWith('/srv/dkms')) throw Object.assign(new Error('none'), { code: 'ENOENT' });
        return 1e9;
      },
    });
    expect(asked).toContain('/srv');
    expect(lines[0]).toBe('ok: /srv/dkms (where dkms builds) has 1.0 GB free.');
    expect(lines[3]).toMatch(/^unknown: framework\.conf sets tmp_location/);
  });

  test('that cannot be read is not known', async () => {
    const refuse = async () => {
      throw Object.assign(new Error('no'), { code: 'EACCES' });
    };
    expect((await said('disk-space', { freeBytes: refuse }))[0]).toMatch(/^unknown: /);
  });
});

describe('Secure Boot', () => {
  test.each([
    ['on', { [secureBootVariable]: on }, /^information: Secure Boot is on/],
    ['off', { [secureBootVariable]: off }, /^ok: Secure Boot is off/],
    [
      'off in shim',
      { [secureBootVariable]: on, [shimVariable('MokSBStateRT')]: on },
      /^ok: .*switched off in shim/,
    ],
    ['without UEFI', { 'sys/firmware/memmap/0': '' }, /^ok: The machine was not started by UEFI/],
    ['in a container', { '.dockerenv': '', 'sys/firmware/memmap/0': '' }, /^unknown: .*container/],
    ['where its variable is absent', { 'sys/firmware/efi/runtime': '' }, /^unknown: .*variable SecureBoot/],
    ['where nothing of the system is seen', {}, /^unknown: /],
  ] as const)('%s', async (_, files, expected) => {
    await write(files);
    expect((await said('secure-boot'))[0]).toMatch(expected);
  });
});

describe('keys that a kernel trusts', () => {
  const signed = 'CONFIG_MODULE_SIG=y\n';
  const machine =
    'CONFIG_INTEGRITY_PLATFORM_KEYRING=y\nCONFIG_SECONDARY_TRUSTED_KEYRING=y\nCONFIG_INTEGRITY_MACHINE_KEYRING=y\n';
  test.each([
    ['no signatures', '# CONFIG_MODULE_SIG is not set\n', 'ok: .* does not check signatures'],
    ['the machine keyring', signed + machine, 'ok: .* accepts keys that the machine'],
    [
      'CAs alone',
      `${signed}${machine}CONFIG_INTEGRITY_CA_MACHINE_KEYRING=y\n`,
      'warning: .*only if its certificate may sign other certificates',
    ],
    [
      'the platform keyring',
      `${signed}CONFIG_INTEGRITY_PLATFORM_KEYRING=y\n`,
      'unknown: .*depends on a patch',
    ],
    ['neither', signed, 'error: .* accepts no keys .*Key was rejected by service'],
  ])('%s', async (_, config, expected) => {
    await write({ ...kernelFiles(release, config), [secureBootVariable]: on });
    expect((await said('machine-owner-keys'))[0]).toMatch(new RegExp(`^${expected}`));
  });

  test('matter little without Secure Boot, unless the kernel forces signatures', async () => {
    await write({ ...kernelFiles(release, signed), [secureBootVariable]: off });
    expect((await said('machine-owner-keys'))[0]).toMatch(/^information: /);
    await write(kernelFiles('6.1.0-forced', `${signed}CONFIG_MODULE_SIG_FORCE=y\n`));
    expect((await said('machine-owner-keys'))[1]).toMatch(/^error: /);
  });

  test('are read from /boot where the headers are missing, and are unknown where both are', async () => {
    await write({ [`lib/modules/${release}/modules.order`]: '', [`boot/config-${release}`]: '# nothing\n' });
    expect((await said('machine-owner-keys'))[0]).toMatch(/^ok: /);
    await rm(join(root, 'boot'), { recursive: true });
    expect((await said('machine-owner-keys'))[0]).toMatch(/^unknown: /);
  });
});

describe('the signing key', () => {
  const certificate = Buffer.from('308203a1 the certificate of dkms');
  const importing = '[# mokutil --import /var/lib/dkms/mok.pub]';

  async function withCertificate(...enrolled: readonly Buffer[]): Promise<void> {
    await write({ 'etc/os-release': osRelease.debian, [secureBootVariable]: on, 'bin/mokutil': 'x ' });
    await mkdir(join(root, 'var/lib/dkms'), { recursive: true });
    await writeFile(join(root, 'var/lib/dkms/mok.pub'), certificate);
    await writeFile(join(root, shimVariable('MokListRT')), ownerList(...enrolled));
  }

  test('that is enrolled, in the first list or a later one, as DER or as PEM', async () => {
    await withCertificate(Buffer.from('another'), certificate);
    expect(await said('signing-key')).toEqual([
      'ok: The signing certificate /var/lib/dkms/mok.pub is enrolled.',
    ]);
    await writeFile(join(root, shimVariable('MokListRT')), ownerList(Buffer.from('another')));
    await writeFile(join(root, shimVariable('MokListRT1')), ownerList(certificate));
    const pem = `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`;
    await writeFile(join(root, 'var/lib/dkms/mok.pub'), pem);
    expect((await said('signing-key'))[0]).toMatch(/^ok: .*is enrolled/);
  });

  test('that is not, with what enrolls it', async () => {
    await withCertificate(Buffer.from('another'));
    const [first, ...more] = await said('signing-key');
    expect(first?.endsWith(importing), first).toBe(true);
    expect(first).toMatch(/^error: .*Key was rejected by service/);
    expect(more).toEqual([]);
    await rm(join(root, 'bin/mokutil'));
    expect((await said('signing-key'))[1]).toBe(
      'information: mokutil, which enrolls keys, is not installed. [# apt install mokutil]',
    );
  });

  test('is not known where the list cannot be read, or is damaged at its beginning', async () => {
    await withCertificate(certificate);
    await rm(join(root, shimVariable('MokListRT')));
    expect((await said('signing-key'))[0]).toMatch(/^unknown: .*MokListRT/);
    await writeFile(join(root, shimVariable('MokListRT')), Buffer.alloc(40, 255));
    expect((await said('signing-key'))[0]).toMatch(/^error: /);
  });

  test('that this user may not read is not known', async () => {
    await withCertificate(certificate);
    await chmod(join(root, 'var/lib/dkms/mok.pub'), 0);
    const [line] = await asUnprivileged(root, () => said('signing-key'));
    expect(line).toMatch(/^unknown: .*can't be read \(EACCES\)/);
  });

  test('is where framework.conf or the distribution puts it', async () => {
    await write({ 'etc/os-release': osRelease.ubuntu, [secureBootVariable]: on });
    expect((await said('signing-key'))[0]).toMatch(/^warning: .*\/var\/lib\/shim-signed\/mok\/MOK\.der/);
    await write({ 'etc/dkms/framework.conf': 'mok_certificate=/keys/own.der\n', 'keys/own.der': 'x' });
    expect((await said('signing-key'))[0]).toContain('/keys/own.der');
    await writeFile(join(root, 'etc/dkms/framework.conf'), 'mok_certificate="/keys/$kernelver.der"\n');
    expect((await said('signing-key'))[0]).toMatch(/^unknown: framework\.conf sets mok_certificate/);
  });
});

describe('automatic rebuilds', () => {
  const unit = { 'usr/lib/systemd/system/dkms.service': '' };

  test('by a hook, by the service, or by neither', async () => {
    await write({ 'usr/share/libalpm/hooks/70-dkms-install.hook': '', ...unit });
    expect(await said('autoinstall')).toEqual([
      'ok: /usr/share/libalpm/hooks/70-dkms-install.hook runs dkms when a kernel is installed.',
      'information: dkms.service is not enabled, so nothing is rebuilt when the machine starts. [# systemctl enable dkms.service]',
    ]);
    await rm(join(root, 'usr/share'), { recursive: true });
    expect((await said('autoinstall'))[0]).toMatch(/^warning: dkms\.service is not enabled/);
    await write({
      'etc/systemd/system/multi-user.target.wants/dkms.service': '->/usr/lib/systemd/system/dkms.service',
    });
    expect((await said('autoinstall'))[0]).toMatch(/^ok: dkms\.service is enabled/);
  });

  test('a masked service, and the file that switches all of it off', async () => {
    await write({ 'etc/systemd/system/dkms.service': '->/dev/null', 'etc/dkms/no-autoinstall': '', ...unit });
    expect(await said('autoinstall')).toEqual([
      'warning: /etc/dkms/no-autoinstall switches automatic rebuilds off for all modules. [# rm /etc/dkms/no-autoinstall]',
      'warning: dkms.service is masked, so nothing is rebuilt when the machine starts. [# systemctl unmask dkms.service]',
    ]);
  });
});

describe("dkms's tree", () => {
  test('failed builds, with the command that explains their log', async () => {
    makeDkmsTrees(root, { lamp: { failed: release }, cut: { failed: 'DKMS make.log' } });
    expect(await said('failed-builds')).toEqual([
      'warning: The last build of cut/1.0, for a kernel that its log does not name, failed or is still running. [$ dkms-tools explain /var/lib/dkms/cut/1.0/build/make.log]',
      `warning: The last build of lamp/1.0, for ${release}, failed or is still running. [$ dkms-tools explain /var/lib/dkms/lamp/1.0/build/make.log]`,
    ]);
  });

  test('links that lead nowhere: of a source, with the links of its kernels, and of a kernel', async () => {
    makeDkmsTrees(root, {
      gone: { source: 'dangling', builds: [{ kernel: release, installed: true }] },
      lamp: {},
    });
    await symlink('0.9/6.1.0-1/x86_64', join(root, 'var/lib/dkms/lamp/kernel-6.1.0-1-x86_64'));
    const [source, link] = await said('broken-links');
    expect(source).toMatch(/^error: gone\/1\.0: its source \/usr\/src\/gone-1\.0 is gone/);
    expect(source).toContain(`[# rm -r /var/lib/dkms/gone/1.0 /var/lib/dkms/gone/kernel-${release}-x86_64]`);
    expect(link).toMatch(
      /^warning: lamp: .* 0\.9\/6\.1\.0-1\/x86_64, .*\[# rm \/var\/lib\/dkms\/lamp\/kernel-6\.1\.0-1-x86_64\]$/,
    );
  });

  test('modules that were removed or added in part', async () => {
    const { dkmsTree } = makeDkmsTrees(root, {
      half: { source: 'absent' },
      lost: { source: 'absent' },
      lamp: {},
    });
    await write({
      'usr/src/half-1.0/dkms.conf': '',
      'usr/src/new-2.0/dkms.conf': '',
      'usr/src/linux-6.1/Makefile': '',
    });
    await mkdir(join(dkmsTree, 'lamp/1.0', release, 'x86_64'), { recursive: true });
    expect((await said('half-removed')).map((line) => line.replace(/^(\w+): .*? \[/, '$1 ['))).toEqual([
      'error [# ln -s /usr/src/half-1.0 /var/lib/dkms/half/1.0/source]',
      `warning [# rm -r /var/lib/dkms/lamp/1.0/${release}/x86_64]`,
      'error [# rm -r /var/lib/dkms/lost/1.0]',
      'information [# dkms add new/2.0]',
    ]);
  });

  test('a path with a space is one word of the command that removes it', async () => {
    makeDkmsTrees(root, { 'we ird': { source: 'absent' }, 'lo st': { source: 'dangling' } });
    expect((await said('half-removed')).join()).toContain("[# rm -r '/var/lib/dkms/we ird/1.0']");
    expect((await said('broken-links')).join()).toContain("[# rm -r '/var/lib/dkms/lo st/1.0']");
  });

  test('what is left of kernels that are gone, with the action that this dkms has', async () => {
    const old = '5.4.0-9-generic';
    makeDkmsTrees(root, { lamp: { builds: [{ kernel: old, installed: true }] } });
    const line = (action: string) =>
      `warning: lamp/1.0 is still installed for ${old}, which is no longer installed. [# dkms ${action} lamp/1.0 -k ${old}/x86_64]`;
    await write({ 'usr/sbin/dkms': 'x \n  echo $"dkms-3.0.10"\n' });
    expect(await said('stale-entries')).toEqual([line('unbuild')]);
    await writeFile(join(root, 'usr/sbin/dkms'), '  echo $"dkms:2.8"\n');
    expect(await said('stale-entries')).toEqual([line('remove')]);
  });

  test('what this user may not read is said to be unknown', async () => {
    const { dkmsTree } = makeDkmsTrees(root, { closed: {} });
    await chmod(join(dkmsTree, 'closed'), 0);
    const lines = await asUnprivileged(root, () => said('dkms-installed'));
    expect(lines[1]).toMatch(/^unknown: \/var\/lib\/dkms\/closed can't be read \(permission denied\)/);
    await chmod(join(dkmsTree, 'closed'), 0o755);
  });
});
