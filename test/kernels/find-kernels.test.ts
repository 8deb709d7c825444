import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findKernels } from '../../server/src/kernels/find-kernels.ts';
import { readKernelConfig } from '../../server/src/kernels/kernel-config.ts';
import { howToGetTestMaterial, testKernels, testModule } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';

const kernels = testKernels();

test(
  "Debian's own headers are ready, with their version, architecture and compiler",
  needs(!kernels && howToGetTestMaterial),
  async () => {
    const { modulesDir, release61, release612 } = kernels ?? expect.unreachable();
    const found = await findKernels({ moduleFolders: [modulesDir], systemFolders: false });
    const named = (release: string) => found.find((kernel) => kernel.release === release);
    expect(found.indexOf(named(release612) ?? expect.unreachable())).toBeLessThan(
      found.indexOf(named(release61) ?? expect.unreachable()),
    );
    expect(named(release61)).toMatchObject({
      version: expect.stringMatching(/^6\.1\.\d+$/),
      arch: 'x86_64',
      buildDir: join(modulesDir, release61, 'build'),
      status: 'ready',
      compiler: { text: expect.stringMatching(/^gcc-12 \(Debian/), found: true },
    });
    expect(named(release612)).toMatchObject({
      version: release612.replace(/\+.*/, ''),
      status: 'ready',
      compiler: { text: expect.stringMatching(/gcc-12 \(Debian/), found: true },
    });
  },
);

test(
  'their configuration is the same in both of its files',
  needs(!kernels && howToGetTestMaterial),
  async () => {
    const { modulesDir, release61, release612 } = kernels ?? expect.unreachable();
    for (const release of [release61, release612]) {
      const build = join(modulesDir, release, 'build');
      for (const file of ['auto.conf', '.config'] as const) {
        const config = await readKernelConfig(build, [file]);
        expect(config?.lookup('CONFIG_MODULES')).toBe('y');
        expect(config?.lookup('CONFIG_USB_ACM')).toBe('m');
        expect(config?.lookup('CONFIG_X86_32')).toBeUndefined();
        expect(config?.lookup('CONFIG_CC_VERSION_TEXT')).toMatch(/^\S*gcc-12 \(Debian/);
      }
    }
  },
);

test('the driver that the other tests build is available', needs(!kernels && howToGetTestMaterial), () => {
  expect(existsSync(join(testModule('v4l2loopback') ?? expect.unreachable(), 'dkms.conf'))).toBe(true);
});
