import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { needs } from '../../../../test/support/needs.ts';
import { asGithub } from './github.ts';
import { asJunit } from './junit.ts';
import type { Report, ReportedMessage } from './report.ts';
import { asSarif } from './sarif.ts';

const awkward: ReportedMessage = {
  ...{ file: '/work tree/src/ä b.c', line: 3, column: 2, endLine: 3, endColumn: 9 },
  ...{ severity: 'error', text: 'a < b && "c"\n100%\u0007 ]]> \ud800', rule: '-Wx=1,2:3', tool: 'gcc' },
  kernels: ['6.1', '6.12'],
  related: [{ file: '/usr/src/linux/x.h', line: 7, text: 'reported here' }],
};

const plain: ReportedMessage = {
  ...{ file: '/usr/src/linux/x.h', line: 9, severity: 'information', text: 'plain', tool: 'modpost' },
  related: [],
};

const report: Report = {
  ...{ command: 'build', version: '1.2.3', root: '/work tree' },
  cases: [
    {
      suite: 'm/1',
      name: '6.1',
      status: 'failed',
      reason: 'It "failed" & <ended>',
      seconds: 1.5,
      messages: [awkward],
    },
    {
      suite: 'm/1',
      name: '6.12',
      status: 'failed',
      reason: 'make: 50% done, it says',
      seconds: 0.25,
      messages: [],
    },
    { suite: 'n/2', name: '6.1', status: 'skipped', reason: 'excluded', seconds: 0, messages: [] },
    { suite: 'n/2', name: '6.12', status: 'ok', seconds: 2, messages: [plain] },
  ],
  messages: [awkward, plain],
};

describe('sarif', () => {
  const log = JSON.parse(asSarif(report));
  const [run] = log.runs;

  test('has what the schema of 2.1.0 requires', () => {
    expect(log.version).toBe('2.1.0');
    expect(log.$schema).toMatch(/sarif-2\.1\.0\.json$/);
    expect(log.runs).toHaveLength(1);
    expect(run.tool.driver).toMatchObject({ name: 'dkms-tools', version: '1.2.3' });
    expect(run.columnKind).toBe('utf16CodeUnits');
    const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { ruleId, ruleIndex, level, message, locations } of run.results) {
      expect(ids[ruleIndex]).toBe(ruleId);
      expect(['none', 'note', 'warning', 'error']).toContain(level);
      expect(message.text).not.toBe('');
      for (const { physicalLocation } of locations) {
        for (const value of Object.values(physicalLocation.region)) expect(value).toBeGreaterThanOrEqual(1);
      }
    }
  });

  test('refers to the files', () => {
    const base = run.originalUriBaseIds.SRCROOT.uri;
    expect(base).toBe('file:///work%20tree/');
    const paths = run.results.map(
      ({
        locations: [first],
      }: {
        locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
      }) => fileURLToPath(new URL(first?.physicalLocation.artifactLocation.uri ?? '', base)),
    );
    expect(paths).toEqual([awkward.file, plain.file]);
    expect(run.results[0].locations[0].physicalLocation.region).toEqual({
      ...{ startLine: 3, startColumn: 2, endLine: 3, endColumn: 9 },
    });
    expect(run.results[0].relatedLocations[0]).toMatchObject({ id: 0, message: { text: 'reported here' } });
    expect(run.results[0].properties).toEqual({ kernels: ['6.1', '6.12'] });
    expect(run.results[1].locations[0].physicalLocation.region).toEqual({ startLine: 9 });
  });

  test('reports failures without a message', () => {
    expect(run.invocations[0].toolExecutionNotifications).toEqual([
      { level: 'error', message: { text: 'm/1, 6.12: make: 50% done, it says' } },
    ]);
  });
});

describe('junit', () => {
  const text = asJunit(report);

  test('counts tests, and escapes XML', () => {
    expect(text).toContain(
      '<testsuites name="dkms-tools build" tests="4" failures="2" errors="0" skipped="1" time="3.750">',
    );
    expect(text.match(/<testsuite /g)).toHaveLength(2);
    expect(text).toContain('<failure message="It &quot;failed&quot; &amp; &lt;ended&gt;">');
    expect(text).toContain('<skipped message="excluded"/>');
    expect(text).not.toContain('\u0007');
  });

  const python = spawnSync('python3', ['--version']).status === 0;
  test('is accepted by a real XML parser', needs(!python && 'python3 is not installed'), () => {
    const script =
      'import sys, json, xml.etree.ElementTree as e\nr = e.fromstring(sys.stdin.buffer.read())\nprint(json.dumps([[c.get("classname"), c.get("name"), [k.tag for k in c], "".join(c.itertext()).strip()] for c in r.iter("testcase")]))';
    const read = spawnSync('python3', ['-c', script], { input: text, encoding: 'utf8' });
    expect(read.stderr).toBe('');
    expect(JSON.parse(read.stdout)).toEqual([
      [
        'm/1',
        '6.1',
        ['failure'],
        '/work tree/src/ä b.c:3:2: error: a < b && "c"\n100%\ufffd ]]> \ufffd [-Wx=1,2:3]',
      ],
      ['m/1', '6.12', ['failure'], ''],
      ['n/2', '6.1', ['skipped'], ''],
      ['n/2', '6.12', ['system-out'], '/usr/src/linux/x.h:9: information: plain'],
    ]);
  });
});

test('github: one command per line, with its escapes', () => {
  expect(asGithub(report).split('\n')).toEqual([
    '::error file=src/ä b.c,line=3,endLine=3,col=2,endColumn=8,title=-Wx=1%2C2%3A3::a < b && "c"%0A100%25\u0007 ]]> \ud800 [6.1, 6.12]',
    '::notice file=/usr/src/linux/x.h,line=9,title=modpost::plain',
    '::error title=m/1%2C 6.12::make: 50%25 done, it says',
    '',
  ]);
});
