import { describe, expect, test } from 'vitest';
import { findAptSuite } from './apt-suites.ts';
import { aptConfiguration, parseMachineSources, sourcesOf } from './configuration.ts';

const debian = ['bookworm', 'trixie', 'sid'];

describe('the archives that this machine uses', () => {
  test('are those of releases, whatever release it is', () => {
    const printed = [
      "'http://mirror.example/debian/dists/trixie/InRelease' mirror.example_debian_dists_trixie_InRelease 0 ",
      "'http://mirror.example/debian/dists/trixie-updates/InRelease' x 0 ",
      "'https://security.example/debian-security/dists/trixie-security/InRelease' y 0 ",
      "'https://tools.example/apt/dists/stable/InRelease' z 0 ",
    ].join('\n');
    expect(parseMachineSources(printed, debian)).toEqual({
      main: 'http://mirror.example/debian',
      security: 'https://security.example/debian-security',
    });
  });

  test('may be another distribution’s', () => {
    const printed = "'http://archive.example/ubuntu/dists/noble/InRelease' x 0 ";
    expect(parseMachineSources(printed, debian)).toBeUndefined();
    expect(parseMachineSources(printed, ['noble'])).toEqual({ main: 'http://archive.example/ubuntu' });
  });
});

describe('the sources of a suite', () => {
  const address = { main: 'http://m/debian', security: 'http://s/sec', keyring: '/k.gpg' };

  test('include its updates, from where those are', () => {
    const suite = findAptSuite('debian-13-backports');
    expect(suite && sourcesOf(suite, address).split('\n')).toEqual([
      'deb [signed-by=/k.gpg] http://m/debian trixie main',
      'deb [signed-by=/k.gpg] http://m/debian trixie-updates main',
      'deb [signed-by=/k.gpg] http://s/sec trixie-security main',
      'deb [signed-by=/k.gpg] http://m/debian trixie-backports main',
      '',
    ]);
  });

  test('have no updates before its release', () => {
    const suite = findAptSuite('sid');
    expect(suite && sourcesOf(suite, address)).toBe('deb [signed-by=/k.gpg] http://m/debian sid main\n');
  });
});

describe('the configuration of apt', () => {
  const dumped = [
    'APT::Update::Post-Invoke:: "rm -rf /important";',
    'Acquire "";',
    'Acquire::http::Proxy "http://proxy.example:3128";',
    'Acquire::AllowInsecureRepositories "1";',
    'Acquire::Languages "de";',
    'Dir::Etc::main "apt.conf";',
  ].join('\n');

  test('takes over the way to an archive, and nothing that would run or trust', () => {
    const text = aptConfiguration('/f', 'amd64', dumped);
    expect(text).toContain('Acquire::http::Proxy "http://proxy.example:3128";');
    expect(text).not.toMatch(/Post-Invoke|Insecure|"de"/);
    expect(text).toContain('Dir::Etc::parts "/dev/null";');
    expect(text).toContain('Dir::State::lists "/f/lists";');
  });
});
