import { expect, test } from 'vitest';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { readText } from '../../../../test/support/read-text.ts';
import { findDocumentLinks } from './document-links.ts';

const parser = await sharedParser;

function links(text: string): string[] {
  const { conf, reading } = readText(parser, text);
  return findDocumentLinks(conf, reading).map(
    ({ kind, target, span }) => `${kind} ${text.slice(span.start, span.end)} -> ${target}`,
  );
}

test('patches, scripts and folders link to files of the module', () => {
  expect(
    links(
      'V=1\nPATCH[0]="fix-$V.patch"\nPRE_BUILD="./configure.sh $kernelver x"\nPOST_INSTALL=\'post.sh\'\nBUILT_MODULE_NAME=a\nBUILT_MODULE_LOCATION="src/./a/"\nDEST_MODULE_LOCATION=/x',
    ),
  ).toEqual([
    'patch fix-$V.patch -> patches/fix-1.patch',
    'script ./configure.sh -> configure.sh',
    'script post.sh -> post.sh',
    'folder src/./a/ -> src/a',
  ]);
});

test("no link leads out of the module's folder, and unknown values have no link", () => {
  expect(links('PATCH[0]=../../../etc/passwd')).toEqual([]);
  expect(links('PRE_BUILD=/bin/true')).toEqual([]);
  expect(links('PATCH[0]="$(ls)"')).toEqual([]);
  expect(links('PATCH[0]=""\nBUILT_MODULE_LOCATION=.')).toEqual([]);
});
