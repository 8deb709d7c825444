import { expect, test } from 'vitest';
import { randomNumbers } from '../../../test/support/random-numbers.ts';
import { problemsIn } from '../../../test/support/rendered-problems.ts';

const kernel = '/usr/src/linux-headers-6.1.0-57-amd64';
const device = `${kernel}/include/linux/device.h`;

/** What gcc writes for each unit: each text at once, so that the texts of another unit may come between any two of them. */
function writesOf(name: string): readonly string[] {
  const unit = `/build/m/${name}.c`;
  const passed = [
    `${unit}:8:27: error: passing argument 1 of 'put_device' from incompatible pointer type [-Werror=incompatible-pointer-types]\n    8 |         put_device(page);\n      |                    ^~~~\n`,
    `${device}:950:39: note: expected 'struct device *' but argument is of type 'struct page *'\n  950 | void put_device(struct device *dev);\n`,
  ];
  const counted = [
    `${unit}:9:9: error: too many arguments to function 'put_device'\n    9 |         put_device(page, 1);\n      |         ^~~~~~~~~~\n`,
    `${device}:950:6: note: declared here\n  950 | void put_device(struct device *dev);\n      |      ^~~~~~~~~~\n`,
  ];
  // A chain tells nothing about the header to which it leads.
  const included = [
    `In file included from ${unit}:3:\n/build/m/own.h: In function 'own':\n`,
    "/build/m/own.h:7:9: error: 'nought' undeclared (first use in this function)\n",
    '/build/m/own.h:7:9: note: each undeclared identifier is reported only once for each function it appears in\n',
  ];
  return [
    ...(name === 'a' ? included : []),
    `${unit}: In function 'start_${name}':\n`,
    // Notes in headers name no unit: what is ambiguous here occurs in one unit.
    ...(name === 'b' ? passed : name === 'c' ? counted : []),
    `${unit}:10:16: error: 'gone_${name}' undeclared (first use in this function)\n   10 |         return gone_${name};\n      |                ^~~~\n`,
    `${unit}:10:16: note: each undeclared identifier is reported only once for each function it appears in\n`,
    `${unit}:14:9: error: initialization of 'int (*)(void)' from incompatible pointer type 'void (*)(void)'\n`,
    `${unit}:14:9: note: (near initialization for 'ops_${name}.start')\n`,
    `${unit}: In function 'stop_${name}':\n`,
    `/build/m/macros.h:2:14: error: implicit declaration of function 'lost_${name}' [-Werror=implicit-function-declaration]\n    2 | #define lose(x) lost_${name}(x)\n${unit}:20:9: note: in expansion of macro 'lose'\n`,
  ];
}

/** Each problem with its related places, sorted. */
function sorted(output: string): readonly string[] {
  return problemsIn(output)
    .split(/\n(?! )/)
    .sort();
}

test('units that are compiled at the same time may print between each other’s messages, in any order', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomNumbers(seed);
    const units = ['a', 'b', 'c', 'd'].map((name) => [...writesOf(name)]);
    const apart = sorted(units.flat().join(''));
    let mixed = '';
    for (;;) {
      const left = units.filter((unit) => unit.length > 0);
      const unit = left[Math.floor(random() * left.length)];
      if (!unit) break;
      mixed += unit.shift() ?? '';
    }
    expect(sorted(mixed), `seed ${seed}`).toEqual(apart);
  }
});

test('a note that cannot be about any message is left out', () => {
  const error = "/build/m/a.c:3:9: error: 'gone' undeclared (first use in this function)\n";
  const note = `${device}:950:39: note: expected 'struct device *' but argument is of type 'struct page *'\n`;
  expect(problemsIn(error + note)).toBe(problemsIn(error));
});
