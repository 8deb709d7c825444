import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { isTest, root, sourceFiles } from './source-files.ts';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly main: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly engines: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly configurationDefaults: Readonly<Record<string, object>>;
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope: string }>> };
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly image: string; readonly altText: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly taskDefinitions: readonly {
      readonly type: string;
      readonly properties: Readonly<Record<string, object>>;
    }[];
  };
}

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const manifestText = JSON.stringify(manifest.contributes);
const settingsPage = readFileSync(path.join(root, 'docs/settings.md'), 'utf8');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const viewIds = Object.values(manifest.contributes.views).flatMap((views) => views.map((one) => one.id));
const client = sourceFiles('client/src').filter((file) => !isTest(file));
const server = sourceFiles('server/src').filter((file) => !isTest(file));
const clientText = client.map((file) => file.text).join('\n');

function found(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();
}

test("installation compiles nothing, neither here nor on users' machines", () => {
  // The programs are bundles, so that the npm package needs no other one.
  for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies']) {
    expect(manifest).not.toHaveProperty(kind);
  }
  expect(readFileSync(path.join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
  // npm runs node-gyp for a package that has this file and no install script.
  expect(Object.keys(manifest.scripts).filter((name) => /install|prepare/.test(name))).toEqual([]);
  expect(existsSync(path.join(root, 'binding.gyp'))).toBe(false);
});

test('every command of the manifest is registered, and vice versa', () => {
  const contributed = manifest.contributes.commands.map((one) => one.command).sort();
  expect(contributed.length).toBeGreaterThan(5);
  expect(found(clientText, /\.command\(\s*'(dkms\.\w+)'/g)).toEqual(contributed);
  expect(new Set(manifest.contributes.commands.map((one) => one.category))).toEqual(new Set(['DKMS']));
});

test('no two commands have the same title, and their error messages begin with it', () => {
  const titles = new Map(
    manifest.contributes.commands.map(({ command, title }) => [command, title.replace(/…$/, '')]),
  );
  expect(new Set(titles.values()).size).toBe(titles.size);
  const registered = [...clientText.matchAll(/\.command\(\s*'(dkms\.\w+)',\s*'([^']+)'/g)];
  expect(new Map(registered.map(([, command = '', title = '']) => [command, title]))).toEqual(titles);
});

test('each entry of the changelog is one line below the heading of its subject', () => {
  const changelog = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');
  const unreleased = changelog.split(/^## /m)[1] ?? '';
  const [beforeHeadings = '', ...sections] = unreleased.split(/^### /m);
  expect(sections.length).toBeGreaterThan(3);
  // If this fails after a merge that kept both sides, delete the older text of CHANGELOG.md, whose entries had several lines.
  expect(beforeHeadings.match(/^- .*/gm)).toBe(null);
  expect(unreleased.match(/^ +\S.*/gm)).toBe(null);
});

test('the extension activates for a dkms.conf, a Kbuild or a Makefile in the top folder, however slow the machine', () => {
  // The editor gives up on a pattern after seven seconds; for a plain name it only asks whether the file is there.
  expect(manifest.activationEvents).toContain('workspaceContains:dkms.conf');
  expect(manifest.activationEvents).toContain('workspaceContains:Kbuild');
  expect(manifest.activationEvents).toContain('workspaceContains:Makefile');
  // Every program has these below its top folder, and looking for them takes long.
  expect(manifest.activationEvents).not.toContain('workspaceContains:**/Makefile');
});

test('every setting of the manifest is read, and vice versa', () => {
  const settings = server.find((file) => file.path === 'server/src/workspace/settings.ts')?.text ?? '';
  // A name with a dot is read in two steps.
  const read = found(settings, /(\braw(?:\.\w+)+)/g)
    .filter((name) => name !== 'raw.stage')
    .map((name) => name.replace('raw', 'dkms'));
  // The client library reads this one by itself.
  const library = 'dkms.trace.server';
  // Settings of the editor alone are not sent to the server.
  const ofClient = found(clientText, /getConfiguration\('dkms'\)\s*\.get<[^>]*>\('(\w+)'/g).map(
    (name) => `dkms.${name}`,
  );
  expect([...read, ...ofClient, library].sort()).toEqual(
    Object.keys(manifest.contributes.configuration.properties).sort(),
  );
});

test('every setting is documented', () => {
  const missing = Object.keys(manifest.contributes.configuration.properties).filter(
    (name) => !settingsPage.includes(`## ${name}\n`),
  );
  expect(missing).toEqual([]);
});

test('folders can have their own values for settings that apply to files', () => {
  const settings = server.find((file) => file.path === 'server/src/workspace/settings.ts')?.text ?? '';
  const fieldsOf = (name: string) => {
    const body = settings.split(`export interface ${name} {`)[1]?.split('\n}')[0] ?? '';
    return [...body.matchAll(/^ {2}readonly (\w+):/gm)].map(([, field]) =>
      field === 'severities'
        ? 'dkms.rules'
        : field === 'stageExclude'
          ? 'dkms.stage.exclude'
          : `dkms.${field}`,
    );
  };
  const scoped = (scope: string) =>
    Object.entries(manifest.contributes.configuration.properties)
      .filter(([, setting]) => setting.scope === scope)
      .map(([name]) => name)
      .sort();
  expect(scoped('resource')).toEqual(fieldsOf('ResourceSettings').sort());
  // A workspace must not name what programs are downloaded from.
  const ofMachine = ['dkms.kernelKeyring', 'dkms.kernelMirror'];
  expect(scoped('machine')).toEqual(expect.arrayContaining(ofMachine));
  expect([...scoped('window'), ...scoped('machine-overridable'), ...ofMachine].sort()).toEqual(
    [...fieldsOf('WindowSettings'), 'dkms.trace.server'].sort(),
  );
  // Paths and resources of the machine can also be set in the machine's own settings.
  expect(scoped('machine-overridable')).toEqual([
    'dkms.cacheFolder',
    'dkms.cacheMaxAge',
    'dkms.cacheMaxSize',
    'dkms.environment',
    'dkms.jobs',
    'dkms.kernelArchives',
    'dkms.kernelFolders',
    'dkms.makeVariables',
    'dkms.systemKernels',
  ]);
});

test('settings that decide what runs are restricted to trusted workspaces', () => {
  const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
  expect(restricted).toEqual(
    expect.arrayContaining([
      'dkms.kernelFolders',
      'dkms.cacheFolder',
      'dkms.environment',
      'dkms.makeVariables',
    ]),
  );
  for (const name of restricted) expect(manifest.contributes.configuration.properties).toHaveProperty([name]);
});

test('every context key of the manifest is set in code, and vice versa', () => {
  const commands = new Set(manifest.contributes.commands.map((one) => one.command));
  const views = new Set(viewIds);
  // The names in `when` and `enablement` clauses that are not commands (a command's name may occur only as a value).
  const clauses = found(manifestText, /"(?:when|enablement)":"([^"]+)"/g).join(' ');
  const used = found(clauses, /(?<![\w.])(dkms\.\w+)/g).filter(
    (name) => !commands.has(name) && !views.has(name) && name !== 'dkms.conf',
  );
  const awaited = found(manifestText, /"onContext:(dkms\.\w+)"/g);
  const set = found(clientText, /setContext'[^']*'(dkms\.\w+)'/g);
  expect(set).toEqual([...new Set([...used, ...awaited])].sort());
});

test('buttons of welcome views and walkthroughs run commands that exist', () => {
  const contributed = manifest.contributes.commands.map((one) => one.command);
  const run = found(manifestText, /\]\(command:(dkms\.\w+)/g).filter((name) => !/\.focus$/.test(name));
  expect(run).toContain('dkms.createConf');
  expect(run.filter((name) => !contributed.includes(name) && !viewIds.includes(name))).toEqual([]);
  const awaited = found(manifestText, /"onCommand:([^"]+)"/g);
  expect(awaited.filter((name) => !contributed.includes(name))).toEqual([]);
});

test('every walkthrough step has a picture, an action, and a completion event', () => {
  const steps = manifest.contributes.walkthroughs.flatMap((one) => one.steps);
  expect(steps.length).toBe(5);
  for (const step of steps) {
    expect(existsSync(path.join(root, step.media.image)), step.media.image).toBe(true);
    expect(step.media.altText).not.toBe('');
    expect(step.description).toMatch(/\]\(command:/);
    expect(step.completionEvents.length).toBeGreaterThan(0);
  }
});

test('every view of the manifest is created, and vice versa', () => {
  expect(found(clientText, /createTreeView\(\s*'(dkms\.\w+)'/g)).toEqual([...viewIds].sort());
});

test('the task type has the same name everywhere', () => {
  const types = manifest.contributes.taskDefinitions.map((one) => one.type);
  expect(types).toEqual(found(clientText, /taskType = '(\w+)'/g));
});

describe('the package', () => {
  test('names only existing files', () => {
    const named = found(manifestText, /"(\.\/[^"]+)"/g);
    expect(named.length).toBeGreaterThan(3);
    for (const file of [...named, manifest.icon]) expect(existsSync(path.join(root, file)), file).toBe(true);
  });

  test('has its content selected by .vscodeignore, and changes no setting except for its own language', () => {
    expect(existsSync(path.join(root, '.vscodeignore'))).toBe(true);
    expect(manifest).not.toHaveProperty('files');
    expect(Object.keys(manifest.contributes.configurationDefaults)).toEqual(['[dkms-conf]']);
  });

  test('has its programs where the build writes them', () => {
    const build = readFileSync(path.join(root, 'scripts/build.mts'), 'utf8');
    for (const file of [manifest.main, ...Object.values(manifest.bin)]) {
      expect(path.dirname(path.normalize(file))).toBe('dist');
      expect(build).toContain(`${path.basename(file, '.js')}: '`);
    }
  });

  test('requires the Node version of the oldest supported VS Code', () => {
    // VS Code 1.101 is the first with Node 22 (22.15, with Electron 35).
    expect(manifest.engines).toEqual({ vscode: '^1.101.0', node: '>=22.15.0' });
    expect(manifest.devDependencies['@types/vscode']).toBe('1.101.0');
  });

  test('has a page for each rule, and no others', () => {
    const rules = readdirSync(path.join(root, 'server/src/conf/rules'))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .filter((name) =>
        readFileSync(path.join(root, 'server/src/conf/rules', name), 'utf8').includes(
          `id: '${name.slice(0, -3)}'`,
        ),
      );
    expect(rules.length).toBeGreaterThan(10);
    const pages = readdirSync(path.join(root, 'docs/rules')).filter((name) => name !== 'README.md');
    expect(pages.map((name) => name.replace(/\.md$/, '')).sort()).toEqual(
      rules.map((name) => name.replace(/\.ts$/, '')).sort(),
    );
  });
});

test('the pictures of the README exist', () => {
  const pictures = found(readme, /!\[[^\]]+\]\(([^)]+)\)/g);
  expect(pictures.length).toBeGreaterThan(3);
  for (const picture of pictures) expect(existsSync(path.join(root, picture)), picture).toBe(true);
});

test('links of the README and of the pages it links to are relative, exist, and are packaged', () => {
  const ignored = readFileSync(path.join(root, '.vscodeignore'), 'utf8');
  const pages = [
    'README.md',
    ...readdirSync(path.join(root, 'docs'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ];
  const broken: string[] = [];
  for (const page of pages) {
    const text = readFileSync(path.join(root, page), 'utf8');
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)) {
      const target = path.posix.join(path.posix.dirname(page), link);
      const packed = target.startsWith('docs/')
        ? ignored.includes('!docs/*.md') || /^docs\/(?:images|rules|causes)\//.test(target)
        : ['CHANGELOG.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'README.md'].includes(target);
      if (!existsSync(path.join(root, target)) || !packed) broken.push(`${page}: ${link}`);
    }
  }
  expect(pages.length).toBeGreaterThan(5);
  expect(broken).toEqual([]);
});
