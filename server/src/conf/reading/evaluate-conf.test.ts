import { describe, expect, test } from 'vitest';
import { growthOf } from '../../../../test/support/growth.ts';
import { loadInstalledParser } from '../../../../test/support/parser.ts';
import { openConf } from '../conf.ts';
import { parseDkmsVersion } from '../directives/dkms-version.ts';
import { evaluateConf, evaluateValues } from './evaluate-conf.ts';
import type { Reading, ReadingFacts } from './reading.ts';

const base =
  'PACKAGE_NAME="foo"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="foo"\nDEST_MODULE_LOCATION[0]="/kernel/extra"\n';

function facts(version = '3.4.3', more: Partial<ReadingFacts> = {}): ReadingFacts {
  const dkmsVersion = parseDkmsVersion(version);
  if (!dkmsVersion) throw new Error(version);
  const kernel = { release: '6.1.0-9-amd64', arch: 'x86_64', sourceDir: '/lib/modules/6.1.0-9-amd64/build' };
  return { dkmsVersion, kernel, module: 'foo', moduleVersion: '1.0', environment: {}, ...more };
}

/** The conditions and the exit code in one line: `E1 E5#1 = 8`. */
function verdict({ conditions, add }: Reading): string {
  const numbers = conditions.map(({ number, index }) =>
    index === undefined ? number : `${number}#${index}`,
  );
  return `${numbers.join(' ')} = ${'exit' in add ? add.exit : '?'}`.trim();
}

function show({ directives }: Reading, name: string): string[] {
  const elements = [...directives].find(([directive]) => directive === name)?.[1] ?? [];
  return elements.map(({ index, value, presence }) => {
    const text =
      value.kind === 'known' ? value.text : value.kind === 'one-of' ? value.texts.join(' or ') : '?';
    return `${index}=${text}${presence === 'maybe' ? ' maybe' : ''}`;
  });
}

const parser = await loadInstalledParser();

describe('reading a conf', () => {
  const read = (text: string, version?: string, more?: Partial<ReadingFacts>) =>
    evaluateConf(openConf(parser, text), facts(version, more));

  describe('conditions by version', () => {
    test.each([
      ['3.4.3', 'PACKAGE_NAME=a\nPACKAGE_VERSION=1', 'W1 = 0'],
      ['3.4.3', '', 'E1 E2 = 8'],
      ['3.0.11', '', 'E1 E2 W1 = 8'],
      ['3.0.10', '', 'E9 E1 E2 = 8'],
      ['3.2.1', `${base}BUILT_MODULE_NAME[1]=b`, 'E8#1 E11#1 = 8'],
      ['3.2.2', `${base}BUILT_MODULE_NAME[1]=b`, 'E8#1 = 8'],
      ['3.2.1', `${base}BUILT_MODULE_NAME[2]=b\nDEST_MODULE_LOCATION[2]=/extra`, 'E5#1 E8#1 E11#1 = 8'],
      ['3.2.2', `${base}BUILT_MODULE_NAME[2]=b\nDEST_MODULE_LOCATION[2]=/extra`, 'E5#1 E8#1 = 8'],
      ['3.1.6', `${base}AUTOINSTALL=Y`, '= 0'],
      ['3.1.7', `${base}AUTOINSTALL=Y`, 'E10 = 8'],
      ['3.1.9', `${base}NO_WEAK_MODULES=1`, '= 0'],
      ['3.2.0', `${base}NO_WEAK_MODULES=1`, 'E10 = 8'],
      ['3.1.7', `${base}CLEAN=x`, '= 0'],
      ['3.1.8', `${base}CLEAN=x`, 'W3 = 0'],
      ['3.1.8', `${base}CLEAN=/bin/true`, '= 0'],
      ['3.4.0', `${base}OBSOLETE_BY=9`, 'W6 = 0'],
      ['2.8.8', `${base}REMAKE_INITRD=no`, 'E15 = 5'],
      ['2.8.7', `${base}REMAKE_INITRD=no`, '= 0'],
      ['3.0.0', `${base}REMAKE_INITRD=no`, 'W4 = 0'],
      ['3.4.3', `${base}BUILT_MODULE_NAME[1]=foo\nDEST_MODULE_LOCATION[1]=/extra`, 'E13#1 E14#1 = 8'],
      ['3.1.6', `${base}BUILT_MODULE_NAME[1]=foo\nDEST_MODULE_LOCATION[1]=/extra`, '= 0'],
      ['3.1.4', base.replaceAll('\n', '\r\n'), '= 0'],
    ])('%s %j', (version, text, expected) => {
      expect(verdict(read(text, version))).toBe(expected);
    });

    test("Debian's dkms may leave out its message about CLEAN", () => {
      const more = { isSilentAboutClean: true };
      for (const value of ['x', '"$(cat /never)"', '"$never_set"']) {
        const reading = read(`${base}CLEAN=${value}\nREMAKE_INITRD=no`, '3.2.2', more);
        expect(verdict(reading)).toBe('W4 = 0');
      }
    });

    test('point at the wrong value', () => {
      const text = `${base}AUTOINSTALL="Y"`;
      const [condition] = read(text).conditions;
      expect(text.slice(condition?.span?.start, condition?.span?.end)).toBe('"Y"');
      expect(condition?.message).toBe("dkms.conf: Error! Unsupported AUTOINSTALL value 'Y'");
    });
  });

  describe('an unknown value', () => {
    test.each([
      [`${base}PACKAGE_VERSION=$(git describe)`, '= ?'],
      [`${base}PACKAGE_VERSION=1.$(git describe)`, '= 0'],
      [`${base}AUTOINSTALL=$(x)`, '= ?'],
      [`${base}MAKE="make -j$(nproc)"`, '= 0'],
      [`${base}DEST_MODULE_LOCATION=/extra/$(x)`, '= 0'],
      [`${base}DEST_MODULE_LOCATION=drivers/$(x)`, '= ?'],
      [`${base}[ -f x ] && exit`, '= ?'],
      [`${base}[ -f x ] && AUTOINSTALL=yes`, '= 0'],
      [`${base}[ -f x ] && AUTOINSTALL=maybe`, '= ?'],
      ['. ./other', '= ?'],
    ])('%j', (text, expected) => {
      expect(verdict(read(text))).toBe(expected);
    });
  });

  describe('the second evaluation', () => {
    test.each([
      ['blanks collapse', 'MAKE="  a   b\n\tc "', ['0= a b c ']],
      ['a deferred variable is expanded', `MAKE='make $kernelver'`, ['0=make 6.1.0-9-amd64']],
      ['a deferred command is not run', `MAKE='make $(nproc)'`, ['0=?']],
      ['quotes without a blank vanish', 'MAKE="make CC=\\"gcc\\""', ['0=make CC=gcc']],
      ['quotes with a blank drop the element', 'MAKE="make CC=\\"gcc -g\\""', []],
      ['single quotes stay', `MAKE="'make' all"`, [`0='make' all`]],
      ['a backslash pair is halved', `MAKE='a\\\\b'`, ['0=a\\b']],
      ['a backslash before a letter stays', `MAKE='a\\.b\\d'`, ['0=a\\.b\\d']],
      ['a last backslash loses the element', `MAKE='a\\'`, []],
      ['a pattern between words may become files', 'MAKE="make *.c all"', ['0=?']],
      ['a pattern in the only word stays', 'MAKE="*.c"', ['0=*.c']],
    ])('%s', (_, text, expected) => {
      expect(show(read(base + text), 'MAKE')).toEqual(expected);
    });

    test('a trailing backslash swallows what follows in the order of the version', () => {
      const text = `${base}MAKE='a\\'\nAUTOINSTALL=yes`;
      expect(show(read(text), 'PACKAGE_NAME')).toEqual(['0=foo']);
      expect(show(read(text), 'AUTOINSTALL')).toEqual([]);
    });

    test('a helper function of the file no longer exists then', () => {
      expect(show(read(`${base}V=1\nMAKE='make $V'`), 'MAKE')).toEqual(['0=make ']);
    });

    test('a carriage return stays up to 3.1.4', () => {
      expect(show(read('PACKAGE_NAME=foo\r\n', '3.1.4'), 'PACKAGE_NAME')).toEqual(['0=foo\r']);
      expect(show(read('PACKAGE_NAME=foo\r\n', '3.1.5'), 'PACKAGE_NAME')).toEqual(['0=foo']);
    });
  });

  describe('the build command', () => {
    test.each([
      [
        '',
        'make -j4 KERNELRELEASE=6.1.0-9-amd64 -C /lib/modules/6.1.0-9-amd64/build M=/var/lib/dkms/foo/1.0/build',
      ],
      ['MAKE="make all"', 'make -j4 KERNELRELEASE=6.1.0-9-amd64 all'],
      [`MAKE="'make' all"`, "'make' all"],
      ['MAKE=makefoo', 'make -j4 KERNELRELEASE=6.1.0-9-amd64foo'],
      ['MAKE="cd x && make"', 'cd x && make'],
      ['MAKE[0]=a\nMAKE[1]=b\nMAKE_MATCH[1]="^6"', 'b'],
      ['MAKE[0]=a\nMAKE[2]=b\nMAKE_MATCH[2]="^6"', 'a'],
      ['MAKE[0]=a\nMAKE[1]=b\nMAKE_MATCH[1]="("', 'a'],
    ])('%j', (text, expected) => {
      expect(read(base + text, '3.4.3', { jobs: 4 }).make).toEqual({ kind: 'known', text: expected });
    });

    test('gets the variables that clang needs', () => {
      const { kernel } = facts();
      const clang = kernel && {
        ...kernel,
        config: (name: string) => (name === 'CONFIG_CC_IS_CLANG' ? 'y' : undefined),
      };
      const more = clang ? { kernel: clang } : {};
      expect(read(`${base}MAKE=x`, '3.4.3', more).make).toEqual({ kind: 'known', text: 'x LLVM=1' });
      expect(read(`${base}MAKE=x`, '3.0.10', more).make).toEqual({ kind: 'known', text: 'x CC=clang' });
    });

    test('has a clean command up to 3.1.7', () => {
      expect(read(`${base}CLEAN="make clean"`, '3.1.7').clean).toEqual({ kind: 'known', text: 'make clean' });
      expect(read(`${base}CLEAN="make clean"`, '3.1.8').clean).toEqual({ kind: 'known', text: '' });
    });
  });

  test('chooses patches for the kernel, up to their number', () => {
    const text = 'PATCH[0]=a\nPATCH[1]=b\nPATCH_MATCH[1]="^5"\nPATCH[2]=c\nPATCH_MATCH[2]="^6"\nPATCH[4]=d';
    expect(read(base + text).patches).toEqual([
      { kind: 'known', text: 'a' },
      { kind: 'known', text: 'c' },
    ]);
  });

  describe('exclusion', () => {
    test.each([
      ['3.4.3', 'BUILD_EXCLUSIVE_KERNEL="^6\\."', null],
      ['3.4.3', 'BUILD_EXCLUSIVE_KERNEL="^5\\."', 'BUILD_EXCLUSIVE_KERNEL'],
      ['3.4.3', 'BUILD_EXCLUSIVE_KERNEL="("', 'BUILD_EXCLUSIVE_KERNEL'],
      ['3.4.3', 'BUILD_EXCLUSIVE_KERNEL_MAX=6.1', 'BUILD_EXCLUSIVE_KERNEL_MAX'],
      ['3.4.3', 'BUILD_EXCLUSIVE_KERNEL_MAX=6.2', null],
      ['3.0.10', 'BUILD_EXCLUSIVE_KERNEL_MAX=6.1', null],
      ['3.4.3', 'BUILD_EXCLUSIVE_KERNEL_MIN=v6.0', 'BUILD_EXCLUSIVE_KERNEL_MIN'],
      ['3.4.3', 'BUILD_EXCLUSIVE_ARCH=amd64', 'BUILD_EXCLUSIVE_ARCH'],
      ['3.4.3', 'BUILD_EXCLUSIVE_ARCH=86', null],
      ['3.4.3', 'BUILD_EXCLUSIVE_KERNEL[1]="^5"', null],
      ['3.4.3', 'OBSOLETE_BY=6.0', 'OBSOLETE_BY'],
      ['3.4.3', 'BUILD_EXCLUSIVE_CONFIG=CONFIG_NOPE', null],
    ])('%s %s: %s', (version, text, expected) => {
      const { excluded } = read(base + text, version);
      expect(excluded && excluded !== 'unknown' ? excluded.directive : excluded).toBe(expected);
    });
  });

  test('distinguishes records by branch', () => {
    const { modules, directives } = read(
      `${base}if [ -f x ]; then BUILT_MODULE_NAME=a; else BUILT_MODULE_NAME=b; fi\n`,
    );
    expect('records' in modules && modules.records[0]?.builtName).toEqual({
      kind: 'one-of',
      texts: ['a', 'b'],
    });
    expect(directives.get('BUILT_MODULE_NAME')?.[0]?.presence).toBe('always');
  });

  test('does not know the end of a file that runs a program which has none', () => {
    expect(verdict(read(`${base}AUTOINSTALL= yes\n`))).toBe('= ?');
  });

  test('lets an override add to what the file set', () => {
    const overrides = [{ path: '/etc/dkms/foo.conf', text: 'MAKE="$MAKE extra"\nAUTOINSTALL=yes\n' }];
    const reading = read(`${base}MAKE="x y"\nCLEAN=true`, '3.4.3', { overrides });
    expect(show(reading, 'MAKE')).toEqual(['0=x y extra']);
    expect(show(reading, 'CLEAN')).toEqual(['0=true']);
    expect(reading.directives.get('MAKE')?.[0]?.valueSpan).toBeUndefined();
    expect(reading.directives.get('CLEAN')?.[0]?.valueSpan).toBeDefined();
  });

  test('shows all elements to an override, and prints again what the override does not change', () => {
    const overrides = [
      { path: '/etc/dkms/foo.conf', text: 'MAKE[1]="${MAKE[1]} more"\nMAKE[0]="$MAKE extra"\n' },
    ];
    const text = `${base}MAKE=a\nMAKE[1]=b\nMAKE_MATCH[1]='^6'\nCLEAN='a\\\\\\\\b'\n`;
    const reading = read(text, '3.0.10', { overrides });
    expect(show(reading, 'MAKE')).toEqual(['0=a extra', '1=b more']);
    expect(show(read(text, '3.0.10'), 'CLEAN')).toEqual(['0=a\\\\b']);
    expect(show(reading, 'CLEAN')).toEqual(['0=a\\b']);
  });

  test('reads the values determined by a real bash in the same way', () => {
    const values = new Map([
      ['PACKAGE_NAME', [{ index: 0, text: 'foo' }]],
      ['PACKAGE_VERSION', [{ index: 0, text: '1' }]],
      ['DEST_MODULE_LOCATION', [{ index: 0, text: '/extra' }]],
      ['MAKE', [{ index: 0, text: 'make x' }]],
    ]);
    const reading = evaluateValues(values, facts('3.4.3', { jobs: 2 }));
    expect(reading.make).toEqual({ kind: 'known', text: 'make -j2 KERNELRELEASE=6.1.0-9-amd64 x' });
    expect(reading.modules).toMatchObject({ records: [{ builtName: { kind: 'known', text: 'foo' } }] });
  });

  test('reads a large file in linear time', () => {
    const long = (length: number) => {
      const lines = Array.from({ length }, (_, i) => `MAKE[${i}]="module_${i}_with_a_name_of_some_length"`);
      return verdict(read(`${base}${lines.join('\n')}\n`));
    };
    expect(long(8_000)).toBe('= 0');
    expect(growthOf(long, 2_000)).toBeLessThan(1.7);
  });
});
