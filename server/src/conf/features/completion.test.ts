import { beforeAll, describe, expect, it } from 'vitest';
import { takeCursor } from '../../../../test/support/cursor.ts';
import { loadInstalledParser } from '../../../../test/support/parser.ts';
import { readText } from '../../../../test/support/read-text.ts';
import type { ConfParser } from '../syntax/parser.ts';
import { type Completion, completeAt } from './completion.ts';

let parser: ConfParser;
beforeAll(async () => {
  parser = await loadInstalledParser();
});

function complete(marked: string, version = '3.4.3'): Completion[] {
  const { text, offset } = takeCursor(marked);
  const { conf, reading } = readText(parser, text, {
    version,
    kernel: { release: '6.1.0-18-amd64', arch: 'x86_64', sourceDir: '/lib/modules/6.1.0-18-amd64/build' },
  });
  return [...completeAt(conf, reading, offset)].sort(
    (a, b) => a.sortText.localeCompare(b.sortText) || a.label.localeCompare(b.label),
  );
}

const labels = (marked: string, version?: string) => complete(marked, version).map(({ label }) => label);

function pick(marked: string, label: string): Completion {
  const found = complete(marked).find((each) => each.label === label);
  if (!found) throw new Error(`no ${label} in ${labels(marked).join(' ')}`);
  return found;
}

/** The line after the completion `label` was accepted. */
function accept(marked: string, label: string): string {
  const { text } = takeCursor(marked);
  const { span, insertText } = pick(marked, label);
  return text.slice(0, span.start) + insertText + text.slice(span.end);
}

describe('completion of directives', () => {
  it('offers a whole file for an empty one, then the required directives', () => {
    expect(labels('<|>').slice(0, 4)).toEqual([
      'dkms.conf',
      'PACKAGE_NAME',
      'PACKAGE_VERSION',
      'DEST_MODULE_LOCATION[0]',
    ]);
    expect(accept('# mine\n<|>', 'dkms.conf')).toBe(
      '# mine\nPACKAGE_NAME="my-module"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="my-module"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\nAUTOINSTALL="yes"\n',
    );
    expect(pick('dk<|>', 'dkms.conf').snippet).toMatchInlineSnapshot(`
      "PACKAGE_NAME="\${1:my-module}"
      PACKAGE_VERSION="\${2:1.0}"
      BUILT_MODULE_NAME[0]="\${3:$1}"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      "
    `);
    expect(labels('A=1\n<|>')).not.toContain('dkms.conf');
  });

  it('offers the next free slot of an array', () => {
    expect(accept('PATCH[0]=a\nPATCH[1]=b\nPA<|>', 'PATCH[2]')).toBe('PATCH[0]=a\nPATCH[1]=b\nPATCH[2]=""');
    expect(labels('MAKE[1]=a\n<|>')).toContain('MAKE[0]');
    expect(pick('PACKAGE_NAME=hello\nBUILT_MODULE_NAME=a\nB<|>', 'BUILT_MODULE_NAME[1]').snippet).toBe(
      'BUILT_MODULE_NAME[1]="${1:hello}"$0',
    );
    expect(accept('MAKE[<|>]', 'MAKE[0]')).toBe('MAKE[0]=""');
  });

  it('adds no subscript to the first restriction, and none where dkms reads only one', () => {
    expect(labels('<|>')).toContain('BUILD_EXCLUSIVE_ARCH');
    expect(labels('BUILD_EXCLUSIVE_ARCH=a\n<|>')).toContain('BUILD_EXCLUSIVE_ARCH[1]');
    expect(labels('BUILD_EXCLUSIVE_ARCH=a\n<|>', '3.2.2')).toContain('BUILD_EXCLUSIVE_ARCH');
  });

  it('offers what the version supports, deprecated directives last and marked', () => {
    expect(labels('<|>', '3.0.10')).not.toContain('BUILD_DEPENDS_REBUILD');
    expect(labels('<|>', '3.0.10')).toContain('SIGN_FILE');
    expect(labels('<|>')).not.toContain('SIGN_FILE');
    const marked = complete('A=1\n<|>').filter(({ deprecated }) => deprecated);
    expect(marked.map(({ label }) => label)).toEqual(labels('A=1\n<|>').slice(-marked.length));
    expect(marked.map(({ label }) => label)).toContain('CLEAN');
    expect(complete('<|>', '3.1.7').find(({ label }) => label === 'CLEAN')?.deprecated).toBeUndefined();
  });

  it('ranks scalars that are already set last', () => {
    const found = labels('AUTOINSTALL=yes\n<|>');
    expect(found.indexOf('AUTOINSTALL')).toBeGreaterThan(found.indexOf('POST_ADD'));
  });

  it('replaces only the name if a value follows', () => {
    expect(accept('PACK<|>="x"', 'PACKAGE_NAME')).toBe('PACKAGE_NAME="x"');
    expect(accept('BUI<|>LT[0]="x"', 'BUILT_MODULE_NAME')).toBe('BUILT_MODULE_NAME[0]="x"');
  });

  it('offers nothing in comments, strings and arguments', () => {
    for (const marked of ['# PACK<|>', 'x="PACK<|>"', 'echo PACK<|>', 'PACKAGE_NAME="PACK<|>"'])
      expect(labels(marked), marked).toEqual([]);
  });

  it('explains each one', () => {
    for (const { documentation, detail } of complete('A=1\n<|>')) {
      expect(documentation?.length).toBeGreaterThan(30);
      expect(detail).toBeTruthy();
    }
  });
});

describe('completion of values', () => {
  it('offers yes and no', () => {
    expect(labels('AUTOINSTALL="<|>"')).toEqual(['yes', 'no']);
    expect(accept('AUTOINSTALL="n<|>o"', 'yes')).toBe('AUTOINSTALL="yes"');
    expect(accept('AUTOINSTALL=<|>', 'yes')).toBe('AUTOINSTALL="yes"');
    expect(labels('STRIP[2]=<|>')).toEqual(['no', 'yes']);
  });

  it('offers install folders, and names from the file', () => {
    expect(labels('DEST_MODULE_LOCATION[0]="/<|>')[0]).toBe('/updates/dkms');
    expect(labels('PACKAGE_NAME=hello\nBUILT_MODULE_NAME[0]="<|>"')).toEqual(['hello']);
  });

  it('offers nothing that only the author can know', () => {
    expect(labels('PACKAGE_VERSION="<|>"')).toEqual([]);
    expect(labels('other="<|>"')).toEqual([]);
  });
});

describe('completion from the files of the module', () => {
  const candidates = {
    patches: ['fix.patch', 'a b.patch'],
    scripts: ['configure.sh'],
    modules: [
      { name: 'one', folder: '' },
      { name: 'two', folder: 'src' },
    ],
    kernels: ['6.12.1-amd64', '6.12.0-amd64', '5.15.0-1'],
  };
  const found = (marked: string): string[] => {
    const { text, offset } = takeCursor(marked);
    const { conf, reading } = readText(parser, text);
    return completeAt(conf, reading, offset, candidates).map(({ label }) => label);
  };

  it('offers patches, scripts, modules and their folders', () => {
    expect(found('PATCH[0]="<|>"')).toEqual(['fix.patch']);
    expect(found('PRE_BUILD="<|>"')).toEqual(['configure.sh']);
    expect(found('PACKAGE_NAME=p\nBUILT_MODULE_NAME[0]="<|>"')).toEqual(['one', 'two', 'p']);
    expect(found('BUILT_MODULE_LOCATION[0]="<|>"')).toEqual(['src/']);
  });

  it('offers the series of the available kernels', () => {
    expect(found('BUILD_EXCLUSIVE_KERNEL_MIN="<|>"')).toEqual(['6.12', '5.15']);
    expect(found('BUILD_EXCLUSIVE_KERNEL_MAX="<|>"')).toEqual(['6.12.999', '5.15.999']);
    expect(found('PATCH_MATCH[0]="<|>"')).toContain('^6\\.12\\.');
  });

  it('adds a module after the last one', () => {
    expect(accept('BUILT_MODULE_NAME[0]=a\nDEST_MODULE_LOCATION[1]=/x\n<|>', 'module 2')).toBe(
      'BUILT_MODULE_NAME[0]=a\nDEST_MODULE_LOCATION[1]=/x\nBUILT_MODULE_NAME[2]="my-module"\nDEST_MODULE_LOCATION[2]="/updates/dkms"',
    );
  });
});

describe('completion of variables', () => {
  it('offers those of dkms with their value, then those of the file', () => {
    const found = complete('PACKAGE_NAME=hello\nkdir=x\nMAKE="make $<|>"');
    expect(found.slice(0, 3).map(({ label, detail }) => `${label} ${detail}`)).toEqual([
      'kernelver 6.1.0-18-amd64',
      'kernel_source_dir /lib/modules/6.1.0-18-amd64/build',
      'kdir set in this file',
    ]);
    expect(found.map(({ label }) => label)).toContain('PACKAGE_NAME');
  });

  it('replaces the name, and closes an open brace', () => {
    expect(accept('MAKE="make $ker<|>nel"', 'kernelver')).toBe('MAKE="make $kernelver"');
    expect(accept('MAKE="make ${k<|>}"', 'kernelver')).toBe('MAKE="make ${kernelver}"');
    expect(accept('MAKE="make ${k<|>"', 'kernelver')).toBe('MAKE="make ${kernelver}"');
    expect(labels("x='$<|>'")).toEqual([]);
  });

  it('shows a value of the file as code, whatever it contains', () => {
    const found = complete('PACKAGE_NAME=\'<b>(x)\'\nMAKE="$<|>"').find(
      ({ label }) => label === 'PACKAGE_NAME',
    );
    expect(found?.documentation).toBe('Set in this file: `<b>(x)`');
  });
});
