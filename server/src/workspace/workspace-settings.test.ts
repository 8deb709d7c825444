import { expect, test } from 'vitest';
import { parseWorkspaceSettings, WorkspaceSettings } from './workspace-settings.ts';

const { settings, complaints } = parseWorkspaceSettings(
  { version: '3.0.10', jobs: 3, cacheFolder: 'here' },
  new Map<string, unknown>([
    ['/w/foo', { version: '2.8.4', jobs: 5, cacheFolder: 'here' }],
    ['/w/foo/deep', { version: '3.4', rules: { x: 'loud' } }],
    ['/w/slash/', { version: '3.1.0' }],
  ]),
);

test.each([
  ['/w/foo', '2.8.4'],
  ['/w/foo/dkms.conf', '2.8.4'],
  ['/w/foo-common/dkms.conf', '3.0.10'],
  ['/w/foo/deeper/dkms.conf', '2.8.4'],
  ['/w/foo/deep/er/dkms.conf', '3.4'],
  ['/w/slash/dkms.conf', '3.1.0'],
  ['/w/dkms.conf', '3.0.10'],
  [undefined, '3.0.10'],
])('%s uses the settings of its innermost folder', (path, version) => {
  expect(settings.of(path).version?.text).toBe(version);
  expect(settings.of(path)).toBe(settings.of(path));
});

test('machine-wide settings are the same for all folders', () => {
  expect(settings.window.jobs).toBe(3);
});

test('an error is reported once, and for a folder with its name', () => {
  expect(complaints).toEqual([
    'dkms.cacheFolder: "here" is ignored: expected an absolute path.',
    'In the settings of /w/foo/deep: dkms.rules: "x" must be one of error, warning, information, hint, off.',
  ]);
});

test('without folders there is one set of settings', () => {
  const { window } = settings;
  const alone = new WorkspaceSettings({ ...window, ...settings.of('/w/foo') });
  expect(alone.all().map(({ version }) => version?.text)).toEqual(['2.8.4']);
  expect(settings.all().map(({ version }) => version?.text)).toEqual(['3.0.10', '3.4', '3.1.0', '2.8.4']);
});
