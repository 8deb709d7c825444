/**
 * The text of a first dkms.conf as a VS Code snippet. `folder` is the name of the folder; if it has the form that dkms uses (`foo-1.2`),
 * name and version come from it. The snippet has no MAKE: dkms's default command is right for every module with a Kbuild file.
 */
export function newConfSnippet(folder: string): string {
  const [, name = folder, version = '1.0'] = /^(.+?)-(\d[\w.+~]*)$/.exec(folder) ?? [];
  const plain = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^-+|-+$/g, '') || 'my-module';
  return [
    `PACKAGE_NAME="\${1:${plain}}"`,
    `PACKAGE_VERSION="\${2:${version}}"`,
    `BUILT_MODULE_NAME[0]="\${3:${plain}}"`,
    'DEST_MODULE_LOCATION[0]="${4:/updates/dkms}"',
    'AUTOINSTALL="yes"',
    '$0',
  ].join('\n');
}
