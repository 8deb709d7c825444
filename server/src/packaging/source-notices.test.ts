import { expect, test } from 'vitest';
import { textFile } from './package-facts.ts';
import { readNotices } from './source-notices.ts';

const of = (...texts: readonly string[]) =>
  readNotices(new Map(texts.map((text, at) => [`f${at}.c`, textFile(text)])));

test('licences are those of SPDX lines; exceptions for programs and repetitions are left out', () => {
  expect(
    of(
      '// SPDX-License-Identifier: GPL-2.0-only\nMODULE_LICENSE("Dual MIT/GPL");\n',
      '/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) */\n',
      '// SPDX-License-Identifier: GPL-2.0-only\n',
    ).licence,
  ).toBe('GPL-2.0-only');
  expect(
    of('// SPDX-License-Identifier: MIT\n', '// SPDX-License-Identifier: GPL-2.0 OR MIT\n').licence,
  ).toBe('MIT AND (GPL-2.0 OR MIT)');
});

test('without SPDX lines, MODULE_LICENSE says it', () => {
  expect(of('MODULE_LICENSE("Dual BSD/GPL");').licence).toBe('GPL-2.0-only OR BSD-3-Clause');
  expect(of('MODULE_LICENSE("Proprietary");').licence).toBe('');
  expect(of('int x;').licence).toBe('');
});

test('authors, the first description and holders of copyright are found', () => {
  const notices = of(
    [
      '/*',
      ' * Copyright (C) 2019-2021 Jane Doe <jane@example.org>. All rights reserved.',
      ' * Copyright © 2022 Joe',
      ' * (c) 2020 ACME GmbH */',
      ' * Copyright (c)',
      ' */',
      'MODULE_DESCRIPTION("Says \\"hello\\" "',
      '                   "twice");',
      'MODULE_AUTHOR("Jane Doe <jane@example.org>");',
      'MODULE_AUTHOR("Joe");',
      'MODULE_AUTHOR(NAME);',
    ].join('\n'),
    'MODULE_DESCRIPTION("other");\n// Copyright (C) 2022 Joe\n',
  );
  expect(notices).toEqual({
    licence: '',
    description: 'Says "hello" twice',
    authors: ['Jane Doe <jane@example.org>', 'Joe'],
    copyright: ['2019-2021 Jane Doe <jane@example.org>', '2022 Joe', '2020 ACME GmbH'],
  });
});
