import { expect, test } from 'vitest';
import { introducedNames } from './introduced-names.ts';

test.each(Object.entries(introducedNames))(
  '%s has a version, and another name before',
  (name, { since, before }) => {
    expect(since).toMatch(/^\d+\.\d+(?:\.\d+)?$/);
    expect(before).not.toBe(name);
  },
);
