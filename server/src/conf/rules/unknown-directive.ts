import { findProvidedVariable } from '../directives/provided-variables.ts';
import { commentBehindCommand, findIgnoredNames } from './ignored-names.ts';
import { meantDirective } from './misspelt-directive.ts';
import type { Rule } from './rule.ts';

/** Names that begin like a directive. A variable that the file uses is a helper variable, whatever its name. */
const directiveLike =
  /^(?:(?:BUILT|DEST|BUILD)_MODULE_|BUILD_(?:EXCLUSIVE|DEPENDS)_?|(?:MAKE|PATCH|CLEAN)_MATCH|(?:PRE|POST)_(?:BUILD|INSTALL|ADD|REMOVE|DELETE|UNINSTALL|UNBUILD|CLEAN|UPGRADE|UPDATE|MAKE|LOAD|UNLOAD)|AUTO_?(?:INSTALL|BUILD)$|AUTO_?INSTALL|(?:MAKE_CLEAN|CLEAN_(?:CMD|COMMAND|MAKE))$|(?:MAKE_(?:ARGS|OPTS|OPTIONS|FLAGS|TARGETS?)|BUILD_(?:ARCH|KERNEL))$|SIGN_MODULES?$|MODULES?_CONF|NO_WEAK_|REMAKE_|OBSOLETE_|KERNEL_VERSION_|KERNEL_(?:MIN|MAX)(?:IMUM)?$|(?:MIN|MAX)(?:IMUM)?_KERNEL|STRIP_)/;

export const unknownDirective: Rule = {
  id: 'unknown-directive',
  severity: 'warning',
  summary: 'A name looks like a directive, but no version of dkms reads it.',
  messages: [],
  inComments: commentBehindCommand,
  *check(context) {
    // Typos belong to the rule misspelt-directive.
    const isUnknown = (name: string) =>
      directiveLike.test(name) && !findProvidedVariable(name) && !meantDirective(name);
    for (const { name, span } of findIgnoredNames(context, isUnknown)) {
      const advice = instead.find(([pattern]) => pattern.test(name))?.[1];
      yield {
        message: `No version of dkms reads ${name}, so this line has no effect.${advice ? ` ${advice}` : ''}`,
        ...{ span, fixes: [] },
      };
    }
  },
};

/** What people expect of a name, and what dkms has for that purpose. */
const instead: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:BUILT|DEST)_MODULE_(?:DEPENDS|KERNEL|EXCLUSIVE|VERSION)/,
    'To build a module for some kernels only, set BUILD_EXCLUSIVE_KERNEL (with an element for each module since 3.3.0), or put the directives of the module under a condition on $kernelver.',
  ],
  [
    /^KERNEL_(?:VERSION_|MIN|MAX)|^(?:MIN|MAX)(?:IMUM)?_KERNEL|^BUILD_EXCLUSIVE_(?:MIN|MAX)|^BUILD_KERNEL/,
    'To set bounds, use BUILD_EXCLUSIVE_KERNEL_MIN and BUILD_EXCLUSIVE_KERNEL_MAX (since 3.0.11), or a pattern in BUILD_EXCLUSIVE_KERNEL.',
  ],
  [/^MAKE_CLEAN|^CLEAN_(?:C|MAKE)/, 'The command is CLEAN, which dkms up to 3.1.7 runs.'],
  [/^MAKE_(?:A|O|F|T)/, 'Write options and variables for make in MAKE itself.'],
  [/^BUILD_ARCH/, 'To build for some architectures only, set BUILD_EXCLUSIVE_ARCH.'],
  [/^AUTO_?BUILD/, 'dkms builds for new kernels if AUTOINSTALL is set to "yes".'],
  [/^SIGN_/, 'dkms signs the modules that it builds; the keys are set in framework.conf.'],
  [/^CLEAN_MATCH/, 'CLEAN is one command for every kernel.'],
  [
    /^(?:PRE|POST)_UN(?:INSTALL|BUILD|LOAD)|^PRE_(?:REMOVE|DELETE)/,
    'The only script that runs when a module is removed is POST_REMOVE.',
  ],
  [
    /^PRE_ADD|^(?:PRE|POST)_(?:CLEAN|UPGRADE|UPDATE|MAKE|LOAD)/,
    'The scripts are PRE_BUILD, POST_BUILD, PRE_INSTALL, POST_INSTALL, POST_ADD and POST_REMOVE.',
  ],
];
