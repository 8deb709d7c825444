import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes the source of a module that builds for every kernel; returns its folder. */
export function writeHello(folder: string, files: Readonly<Record<string, string>> = {}): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries({ ...hello, ...files })) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const hello = {
  'dkms.conf': [
    'PACKAGE_NAME="hello"',
    'PACKAGE_VERSION="1.0"',
    'MAKE[0]="make -C $kernel_source_dir M=$dkms_tree/$PACKAGE_NAME/$PACKAGE_VERSION/build modules"',
    'CLEAN="make -C $kernel_source_dir M=$dkms_tree/$PACKAGE_NAME/$PACKAGE_VERSION/build clean"',
    'BUILT_MODULE_NAME[0]="hello"',
    'DEST_MODULE_LOCATION[0]="/extra"',
    'AUTOINSTALL="yes"',
    '',
  ].join('\n'),
  Makefile: 'obj-m := hello.o\n',
  'hello.c': [
    '#include <linux/module.h>',
    '',
    'static int __init hello_init(void)',
    '{',
    '\tpr_info("hello\\n");',
    '\treturn 0;',
    '}',
    '',
    'static void __exit hello_exit(void)',
    '{',
    '}',
    '',
    'module_init(hello_init);',
    'module_exit(hello_exit);',
    'MODULE_DESCRIPTION("Says hello");',
    'MODULE_LICENSE("GPL");',
    '',
  ].join('\n'),
};
