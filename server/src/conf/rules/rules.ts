import type { Conf } from '../conf.ts';
import type { ConfKind } from '../conf-kind.ts';
import type { DkmsVersion } from '../directives/dkms-version.ts';
import { evaluateConfByVersions } from '../reading/evaluate-by-versions.ts';
import type { KernelFacts, Reading } from '../reading/reading.ts';
import type { Span } from '../text.ts';
import type { Finding, Severity } from './finding.ts';
import { MakeWalks } from './make-walks.ts';
import { notAConf } from './not-a-conf.ts';
import { placeholderLeft } from './placeholder-left.ts';
import { placeholderLine } from './placeholder-line.ts';
import { findPlaceholder, findTemplateSyntax } from './placeholders.ts';
import { QuietRules } from './quiet-rules.ts';
import * as registry from './registry.ts';
import type { Rule, RuleContext, RuleFinding } from './rule.ts';
import type { SourceFacts } from './source-facts.ts';
import { Statements } from './statements.ts';
import { findSuppressions } from './suppression.ts';
import { syntaxError } from './syntax-error.ts';

/** Every rule: first those for dkms's own messages, in its order, then those for mistakes that dkms does not notice. */
export const rules: readonly Rule[] = Object.values(registry)
  .map((rule) => ({ rule, order: messageOrder(rule) }))
  .sort((a, b) => a.order - b.order || (a.rule.id < b.rule.id ? -1 : 1))
  .map(({ rule }) => rule);

/** The rules about files that dkms refuses, in the order of dkms's messages. */
const refusals = rules.filter(({ messages }) => messages.some((number) => number.startsWith('E')));

/** Errors of dkms come first, then its warnings; a rule without a message comes last. */
function messageOrder({ messages: [first] }: Rule): number {
  if (first === undefined) return Number.MAX_SAFE_INTEGER;
  return (first.startsWith('E') ? 0 : 1_000) + Number(first.slice(1));
}

/** How many findings of one rule are reported at most; no one reads more. */
const mostOfOneRule = 1_000;

export interface CheckOptions {
  /** By rule id; `off` leaves a rule out. Ids that do not exist are ignored. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /** The files beside the conf; without them the rules that compare with those are silent. */
  readonly sourceFacts?: SourceFacts;
  /** The kernels of this machine; without them, nothing is reported about kernels that a file excludes. */
  readonly kernels?: readonly KernelFacts[];
  /** The DKMS versions that the file must support, oldest first; with several, their differences are reported. */
  readonly supportedVersions?: readonly DkmsVersion[];
  /** What dkms reads the file as; a dkms.conf by default. */
  readonly kind?: ConfKind;
}

/** What is wrong with a file, in the order of the text; `reading` must be one of the same conf. Never throws for any text. */
export function checkConf(conf: Conf, reading: Reading, options: CheckOptions = {}): Finding[] {
  const suppressed = findSuppressions(conf);
  const findings: Finding[] = [];
  const { supportedVersions } = options;
  const context = new CheckContext(conf, reading, options);
  const { isQuiet, found: noteFound } = conf.continued(newQuietRules).begin(context, [supportedVersions]);
  for (const rule of rules) {
    const severity = options.severities?.[rule.id] ?? rule.severity;
    if (severity === 'off' || !appliesTo(rule, options.kind ?? 'conf')) continue;
    if (isQuiet(rule)) continue;
    let count = 0;
    for (const found of rule.check(context)) {
      if (++count > mostOfOneRule) break;
      if (suppressed(rule.id, found.span)) continue;
      findings.push(findingOf(rule.id, severity, markedUncertain(rule, found, conf, reading)));
    }
    noteFound(rule, count);
  }
  // Of something else under that name, the rest is nothing to mend.
  const other = findings.filter(({ rule }) => rule === notAConf.id);
  if (other.length > 0) return other;
  const certain = options.kind === 'template' ? withoutAdditions(conf, reading, findings) : findings;
  return withoutConsequences(conf, certain).sort(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end,
  );
}

function newQuietRules(conf: Conf, before: QuietRules | undefined): QuietRules {
  return new QuietRules(conf, before);
}

/** What takes time is made when the first rule asks for it: after an edit of a comment, few rules run. */
class CheckContext implements RuleContext {
  readonly conf: Conf;
  readonly reading: Reading;
  readonly refusals = refusals;
  readonly sourceFacts?: SourceFacts;
  readonly kernels?: readonly KernelFacts[];
  readonly #versions: readonly DkmsVersion[];
  #statements: Statements | undefined;
  #walks: MakeWalks | undefined;
  #supported: readonly Reading[] | undefined;

  constructor(conf: Conf, reading: Reading, { sourceFacts, kernels, supportedVersions = [] }: CheckOptions) {
    this.conf = conf;
    this.reading = reading;
    if (sourceFacts) this.sourceFacts = sourceFacts;
    if (kernels) this.kernels = kernels;
    this.#versions = supportedVersions;
  }

  get statements(): Statements {
    this.#statements ??= new Statements(this.conf);
    return this.#statements;
  }

  get walks(): MakeWalks {
    this.#walks ??= new MakeWalks(this.reading, this.statements, this.sourceFacts);
    return this.#walks;
  }

  get supported(): readonly Reading[] | undefined {
    if (this.#versions.length < 2) return undefined;
    this.#supported ??= evaluateConfByVersions(this.conf, this.reading.facts, this.#versions);
    return this.#supported;
  }
}

/** Drops findings about directives that a template leaves out altogether, since packaging also appends lines to templates. */
function withoutAdditions(conf: Conf, reading: Reading, findings: readonly Finding[]): Finding[] {
  const lacking = new Map(rules.map(({ id, lacks }) => [id, lacks]));
  return findings.filter(({ rule }) => {
    const directive = lacking.get(rule);
    if (directive === undefined || reading.directives.has(directive)) return true;
    // What it sets, but loses, it does not leave out.
    return new RegExp(`^[\\s\\uFEFF]*${directive}(?:\\[[^\\]\\n]*\\])?\\+?=`, 'm').test(conf.text);
  });
}

/** Drops findings that are only consequences of a template's placeholders, which will be replaced by other text. */
function withoutConsequences(conf: Conf, findings: readonly Finding[]): Finding[] {
  const left = findings.filter(({ rule }) => rule === placeholderLeft.id || rule === placeholderLine.id);
  if (left.length === 0) return [...findings];
  const syntax = findTemplateSyntax(conf.text);
  const fillsLines = left.some(({ rule }) => rule === placeholderLine.id);
  const lacks = new Set(rules.filter(({ wholeFileOnly }) => wholeFileOnly).map(({ id }) => id));
  return findings.filter((finding) => {
    if (left.includes(finding)) return true;
    // Bash stops at this one, or runs it as a command: what dkms would report about the rest does not apply to the finished file.
    if (
      syntax &&
      (finding.severity === 'error' || lacks.has(finding.rule) || isOnLineOf(conf, finding, syntax))
    )
      return false;
    // A placeholder in a value can't add a missing directive; one on a line of its own may.
    if (lacks.has(finding.rule)) return !fillsLines;
    if (finding.severity !== 'error' && !/^exclu(?:des|sive)-/.test(finding.rule)) return true;
    // `${kernelver}` is a variable, while `{kernelver}` may be a placeholder.
    const written = conf.text.slice(finding.span.start, finding.span.end).replace(/\$\{\w+\}/g, '');
    return findPlaceholder(written) === undefined;
  });
}

function isOnLineOf(conf: Conf, { span }: Finding, other: { readonly span: Span }): boolean {
  return conf.lines.positionAt(span.start).line === conf.lines.positionAt(other.span.start).line;
}

/** What dkms would report about values after text that could not be read is only likely. */
function markedUncertain(
  { messages }: Rule,
  found: RuleFinding,
  conf: Conf,
  { assumed }: Reading,
): RuleFinding {
  if (messages.length === 0 || !assumed?.span || found.span.start < assumed.span.start) return found;
  const line = conf.lines.positionAt(assumed.span.start).line + 1;
  const unless = `This is likely, but not certain: what line ${line} runs was not read, and might stop dkms from reading on.`;
  return { ...found, message: `${found.message} ${unless}` };
}

function findingOf(rule: string, severity: Severity, found: RuleFinding): Finding {
  const { fixes } = found;
  if (typeof fixes !== 'function') return { ...found, rule, severity, fixes };
  let made: Finding['fixes'] | undefined;
  return {
    ...found,
    ...{ rule, severity },
    get fixes() {
      made ??= fixes();
      return made;
    },
  };
}

function appliesTo(rule: Rule, kind: ConfKind): boolean {
  if (rule.framework) return kind === 'framework';
  switch (kind) {
    case 'conf':
    case 'template':
      return true;
    case 'override':
    case 'fragment':
      return !rule.wholeFileOnly;
    case 'framework':
      // framework.conf has other names, but it is bash as well.
      return rule === syntaxError;
    default:
      return kind satisfies never;
  }
}
