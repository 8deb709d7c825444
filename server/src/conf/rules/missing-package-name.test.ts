import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, version?: string) =>
  checkRule('missing-package-name', text, version ? { version } : {});
const fix = (text: string, title?: string) => fixRule('missing-package-name', text, title ? { title } : {});

describe('missing-package-name', () => {
  it('is found when it is not set', async () => {
    expect(
      await check(
        'PACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toMatchInlineSnapshot(`
      "error missing-package-name: PACKAGE_NAME is not set, so dkms refuses this file. Add PACKAGE_NAME="hello".
        PACKAGE_VERSION="1.0"
        ^^^^^^^^^^^^^^^
      - Add PACKAGE_NAME="hello""
    `);
  });

  it('is found when it is empty', async () => {
    expect(
      await check(
        'PACKAGE_NAME=""\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toMatchInlineSnapshot(`
      "error missing-package-name: PACKAGE_NAME is empty, so dkms refuses this file. Write a value, such as PACKAGE_NAME="hello".
        PACKAGE_NAME=""
                     ^^
      - Write PACKAGE_NAME="hello""
    `);
  });

  it('is not found in a good file', async () => {
    expect(await check(goodConf)).toBe('');
  });

  it('is not found when the value is not known', async () => {
    expect(
      await check(
        'PACKAGE_NAME="$(cat name)"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toBe('');
  });

  it('says so when a byte-order mark hides it', async () => {
    expect(
      await check(
        '\uFEFFPACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toMatchInlineSnapshot(`
      "error missing-package-name: A byte-order mark stands before PACKAGE_NAME, so bash does not see an assignment, and dkms refuses this file. Delete the mark (save as UTF-8 without BOM).
        ﻿PACKAGE_NAME="hello"
        ^^^^^^^^^^^^^
      * Delete the byte-order mark"
    `);
  });

  it('says so when it is set but lost', async () => {
    expect(await check(`${goodConf}exit 1\n`)).toMatchInlineSnapshot(`
      "error missing-package-name: PACKAGE_NAME is set here, but does not reach dkms, which refuses this file: the file takes it away again, as by exit, unset, or an error that ends bash. Delete that.
        PACKAGE_NAME="hello"
        ^^^^^^^^^^^^"
    `);
  });

  it('is found in an empty file', async () => {
    expect(await check('')).toMatchInlineSnapshot(`
      "error missing-package-name: PACKAGE_NAME is not set, so dkms refuses this file. Add PACKAGE_NAME="my-module".

        ^
      - Add PACKAGE_NAME="my-module""
    `);
  });

  it('says so when the file is a link, or a page of a web site', async () => {
    expect(await check('../dkms/dkms.conf')).toMatchInlineSnapshot(`
      "error missing-package-name: This file holds nothing but the path ../dkms/dkms.conf, so dkms refuses it. It is a symbolic link that was checked out as text, or a pointer for dh_dkms: open the file that it names.
        ../dkms/dkms.conf
        ^^^^^^^^^^^^^^^^^"
    `);
    expect(await check('<!DOCTYPE html>\n<html></html>\n')).toMatchInlineSnapshot(`
      "error missing-package-name: This is a page of a web site, not a dkms.conf, so dkms refuses it. Download the raw file instead.
        <!DOCTYPE html>
        ^^^^^^^^^^^^^^^"
    `);
  });

  it('is added on top, below the comments', async () => {
    expect(
      await fix(
        '# Copyright\n\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toMatchInlineSnapshot(`
      "# Copyright

      PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      "
    `);
  });

  it('is filled in', async () => {
    expect(
      await fix(
        'PACKAGE_NAME=\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      "
    `);
  });

  it('loses its byte-order mark', async () => {
    expect(
      await fix(
        '\uFEFFPACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello"\nDEST_MODULE_LOCATION[0]="/updates/dkms"\n',
      ),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      "
    `);
  });
});
