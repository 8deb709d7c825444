/**
 * Generates pages from the code and the manifest: docs/directives.md, docs/settings.md, docs/rules/README.md, docs/causes/,
 * and the list of commands in docs/command-line.md.
 * With --check it writes nothing, and fails if a page differs from what it would write.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../server/src/cli/commands.ts';
import { callForms } from '../server/src/cli/usage.ts';
import type { Directive } from '../server/src/conf/directives/directive.ts';
import { directives, isKnownTo } from '../server/src/conf/directives/directives.ts';
import { newestDkmsVersion, oldestDkmsVersion } from '../server/src/conf/directives/dkms-version.ts';
import { providedVariables } from '../server/src/conf/directives/provided-variables.ts';
import { rules } from '../server/src/conf/rules/rules.ts';
import { unreadableConf } from '../server/src/conf/rules/unreadable-conf.ts';
import type { DistributionFamily, Need } from '../server/src/kernels/distribution.ts';
import type { Change } from '../server/src/triage/change.ts';
import { changes } from '../server/src/triage/changes/changes.ts';
import type { EnvironmentCause } from '../server/src/triage/environment/environment-cause.ts';
import { environmentCauses } from '../server/src/triage/environment/environment-causes.ts';
import { installCommands } from '../server/src/triage/environment/explain-environment.ts';

const root = join(import.meta.dirname, '..');
const notice = '<!-- Written by scripts/generate-docs.mts from the code; change it there. -->';

function directivesPage(): string {
  const sections = [
    '# Directives of dkms.conf',
    notice,
    `A dkms.conf is a bash script that sets variables; dkms reads those that are listed here and ignores all others.
The versions are those of dkms; this page describes ${oldestDkmsVersion.text} to ${newestDkmsVersion.text}.
An editor with DKMS Tools shows the same text when the pointer rests on a name.`,
    '## In short',
    table(
      ['directive', 'what it says', 'elements'],
      directives.map((each) => [
        `[${each.name}](#${each.name.toLowerCase()})${each.required ? ', required' : ''}`,
        each.summary,
        elementsOf(each),
      ]),
    ),
    ...directives.flatMap(directiveSection),
    '## Variables that dkms provides',
    'dkms sets them while it reads the file. Those that its manual does not name may change with any version.',
    table(
      ['variable', 'what it is', 'in the manual'],
      providedVariables.map(({ name, summary, documented }) => [
        `\`$${name}\``,
        summary,
        documented ? 'yes' : 'no',
      ]),
    ),
    ...providedVariables.flatMap(({ name, documentation }) => [`### ${name}`, documentation]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function directiveSection(directive: Directive): string[] {
  const facts = [
    directive.defaultValue && `Default: ${asCode(directive.defaultValue)}.`,
    !isKnownTo(directive, oldestDkmsVersion) && `Since dkms ${directive.since}.`,
    directive.until && `Ignored since dkms ${directive.until}.`,
    directive.deprecatedSince && `Deprecated since dkms ${directive.deprecatedSince}.`,
    directive.instead,
  ].filter(Boolean);
  return [
    `## ${directive.name}`,
    directive.documentation,
    ...(facts.length > 0 ? [facts.join(' ')] : []),
    `\`\`\`sh\n${directive.example}\n\`\`\``,
  ];
}

function elementsOf({ kind }: Directive): string {
  if (typeof kind === 'object') return `one; since ${kind.arraySince} one per module`;
  return kind === 'array' ? 'one per module or index' : 'one';
}

/** Formats a text as code if it is a command or a fixed word; other texts are sentences. */
function asCode(text: string): string {
  return /^(yes|no|make .*)$/.test(text) ? `\`${text}\`` : text.replace(/(make -C \S+ .*)$/, '`$1`');
}

function rulesPage(): string {
  const sections = [
    '# Rules',
    notice,
    'What `dkms-tools check` and the Problems panel report about a dkms.conf. The numbers are those of [the messages of dkms](../dkms-messages.md); the version of dkms that a file is checked for decides which of them apply.',
    table(
      ['rule', 'what is wrong', 'severity', 'dkms says'],
      [unreadableConf, ...rules].map(({ id, summary, severity, messages }) => [
        `[${id}](${id}.md)`,
        summary,
        severity,
        messages.join(', '),
      ]),
    ),
    '## Switching rules off',
    'In the settings of the editor, `dkms.rules` changes the severity of a rule, or switches it `off`. In a file, use comments:',
    '```sh\n# dkms-tools: disable-file=no-modules\nCLEAN="make clean" # dkms-tools: disable=deprecated-directive\n```',
    '`disable` applies to its own line or, if it stands alone, to the line below it; `disable-file` applies to the whole file, wherever it stands. Separate several rules with commas.',
  ];
  return `${sections.join('\n\n')}\n`;
}

function causesPage(): string {
  const sections = [
    '# Changes of the kernel',
    notice,
    'The changes that DKMS Tools recognises when a module no longer builds. The versions are those of mainline. Distributions backport changes, so DKMS Tools looks into the headers of the kernel and decides by what they declare. A failure that is not in this list is explained from the headers alone, as far as possible.',
    table(
      ['what changed', 'since', 'what to write', 'quick fix'],
      changes.map((change) => [
        `[${change.title}](${change.id}.md)`,
        change.since ?? '',
        `\`${change.new}\``,
        change.rewrite ? 'yes' : '',
      ]),
    ),
    '# Causes in the environment',
    'Failures whose cause is not in the source, but in the machine, its packages, or the way the build was started.',
    table(
      ['what is wrong', 'what to do'],
      environmentCauses.map((cause) => [`[${cause.title}](${cause.id}.md)`, cause.advice]),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

function environmentPage(cause: EnvironmentCause): string {
  const { title, summary, advice, since, install } = cause;
  const need = (family: DistributionFamily): Need | undefined => {
    if (install?.kind === 'packages') return { kind: 'package', name: install.names[family] };
    if (install?.kind === 'program') return { kind: 'program', command: 'PROGRAM' };
    return install && { kind: 'headers', release: 'RELEASE', ...(install.again && { again: true }) };
  };
  const commands = installCommands(need);
  const sections = [
    `# ${title}`,
    notice,
    summary,
    ...(since === undefined ? [] : [`This applies to Linux ${since} and later.`]),
    '## What to do',
    advice,
    ...(commands.length > 0
      ? [commands.map((command) => `- ${command.replace(': ', ': `')}\``).join('\n')]
      : []),
    cause.certainty === 'verified'
      ? 'The message itself proves this cause.'
      : 'This is the likely cause of such a message; it is not proven.',
  ];
  return `${sections.join('\n\n')}\n`;
}

function causePage(change: Change): string {
  const { title, since, available, summary, advice, source } = change;
  const versions = [
    since
      ? `Mainline Linux ${since} and later no longer accept the old form.`
      : 'It is not known for certain which mainline version made this change.',
    available && `The new form has existed since ${available}.`,
    'Distributions backport such changes, so the headers of the kernel decide.',
  ].filter(Boolean);
  const sections = [
    `# ${title}`,
    notice,
    summary,
    versions.join(' '),
    '## What to write',
    advice,
    `\`\`\`c\n/* before */\n${change.old}\n\n/* now */\n${change.new}\n\`\`\``,
    change.rewrite
      ? 'There is a quick fix. It writes only the new form if all of your kernels have it, and otherwise adds a condition for the older ones.'
      : 'There is no quick fix: you have to rewrite this yourself.',
    ...(change.rewrite && change.semantics ? [`**Check the result:** ${change.semantics}`] : []),
    ...(source ? [`Source: ${source} in Linux.`] : []),
  ];
  return `${sections.join('\n\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Formats a page with the project's formatter, which aligns tables, so that the format check passes. */
function format(path: string, text: string): string {
  const biome = join(root, 'node_modules/.bin/biome');
  return execFileSync(biome, ['format', `--stdin-file-path=${path}`], {
    input: text,
    encoding: 'utf8',
    cwd: root,
  });
}

interface Setting {
  readonly order: number;
  readonly scope: string;
  readonly markdownDescription: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
}

function settingsPage(): string {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly contributes: {
      readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    };
  };
  const settings = Object.entries(manifest.contributes.configuration.properties);
  const sections = settings
    .sort(([, a], [, b]) => a.order - b.order)
    .flatMap(([name, setting]) => [
      `## ${name}`,
      setting.markdownDescription.replaceAll(/`#([\w.]+)#`/g, '`$1`'),
      ...(setting.enum
        ? [
            setting.enum
              .map((value, at) => `- \`${value}\`: ${setting.enumDescriptions?.[at] ?? ''}`)
              .join('\n'),
          ]
        : []),
      `Default: \`${JSON.stringify(setting.default)}\`.${setting.scope === 'resource' ? ' In a workspace of several folders, each may have its own.' : ''}`,
    ]);
  return `${['# Settings', notice, 'In a browser or over Remote-SSH, `dkms.kernelFolders`, `dkms.cacheFolder` and `dkms.jobs` belong to the machine that builds: set them in its remote settings.', ...sections].join('\n\n')}\n`;
}

/** docs/command-line.md with the list of commands as it is now. */
function commandLinePage(): string {
  const list = /(<!-- commands: .* -->\n)[\s\S]*(<!-- \/commands -->)/;
  const page = readFileSync(join(root, 'docs/command-line.md'), 'utf8');
  if (!list.test(page)) throw new Error('docs/command-line.md has no place for the list of commands');
  const forms = commands.flatMap((command) => callForms(command)).join('\n');
  return page.replace(
    list,
    (_, begin: string, end: string) => `${begin}\n\`\`\`\n${forms}\n\`\`\`\n\n${end}`,
  );
}

const pages: Readonly<Record<string, string>> = {
  'docs/settings.md': settingsPage(),
  'docs/command-line.md': commandLinePage(),
  'docs/directives.md': directivesPage(),
  'docs/rules/README.md': rulesPage(),
  'docs/causes/README.md': causesPage(),
  ...Object.fromEntries(changes.map((change) => [`docs/causes/${change.id}.md`, causePage(change)])),
  ...Object.fromEntries(
    environmentCauses.map((cause) => [`docs/causes/${cause.id}.md`, environmentPage(cause)]),
  ),
};

let failed = false;
mkdirSync(join(root, 'docs/causes'), { recursive: true });
for (const name of readdirSync(join(root, 'docs/causes'))) {
  if (pages[`docs/causes/${name}`]) continue;
  console.error(`docs/causes/${name} is the page of no cause.`);
  if (process.argv.includes('--check')) failed = true;
  else rmSync(join(root, 'docs/causes', name));
}
for (const [path, page] of Object.entries(pages)) {
  // The pages of the causes have no tables, and a formatter for each of them would take longer than all other checks together.
  const text = path.startsWith('docs/causes/') && !path.endsWith('README.md') ? page : format(path, page);
  const file = join(root, path);
  const present = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (present === text) continue;
  if (process.argv.includes('--check')) {
    console.error(
      `${path} is not what the code says now: run "node scripts/generate-docs.mts" and commit it.`,
    );
    failed = true;
  } else {
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}
for (const { id } of rules) {
  if (existsSync(join(root, 'docs/rules', `${id}.md`))) continue;
  console.error(`docs/rules/${id}.md is missing: every rule has a page.`);
  failed = true;
}
process.exitCode = failed ? 1 : 0;
