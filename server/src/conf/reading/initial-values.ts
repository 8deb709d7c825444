import { allowList } from '../directives/allow-list.ts';
import { isSince } from '../directives/dkms-version.ts';
import type { InitialValue } from '../evaluation/variables.ts';
import type { ReadingFacts } from './reading.ts';

/** Variables of the dkms script that a conf can see and whose values are not passed in. Source: dkms 3.0.10 and 3.4.3. */
const unknownDkmsNames = new Set(
  `tmp_location current_os running_distribution force verbose read_conf_file
  conf tmpfile to_source_file export_envs all_arches no_clean_kernel no_prepare_kernel action arch_used archive_location
  addon_modules_dir binaries_only source_only delta directive directive_array directive_name directive_value die_is_fatal
  dkms_conf_variables dkms_framework_nonsigning_variables dkms_framework_signing_variables i index invoked kernelver_array
  last_mvka last_mvka_conf mktarball_line module_compressed_gz modprobe_on_install mok_certificate mok_signing_key mv_re
  no_depmod package_name package_version post_add post_build post_install post_remove pre_build pre_install obsolete_by
  clean make_command rpm_safe_upgrade sign_file sign_hash symlink_modules template_kernel template_version
  temp_dir_name tree_owner version_override autoinstall_all_kernels return_value var _conf_file _export_env _i
  kernel_source_dir_set opt count option arg s array_size CR`.split(/\s+/),
);

const dependencies: Readonly<Record<string, string>> = {
  module: 'the name under which dkms adds the module',
  module_version: 'the version under which dkms adds the module',
  current_kernel: 'the running kernel',
  parallel_jobs: 'the number of processors',
};

/** The configuration of the kernel that dkms looks at. Source: set_kernel_source_dir_and_kconfig in the dkms script. */
function kernelConfig({ kernel, hostFacts, dkmsVersion }: ReadingFacts): string | undefined {
  if (!kernel || !isSince(dkmsVersion, '3.0')) return undefined;
  const plain = `${kernel.sourceDir}/.config`;
  if (!isSince(dkmsVersion, '3.1.4')) return plain;
  const generated = `${kernel.sourceDir}/include/config/auto.conf`;
  const fact = hostFacts?.file?.(generated);
  if (!fact) return undefined;
  return fact.kind === 'file' ? generated : fact.kind === 'absent' ? plain : undefined;
}

/** What variables hold when dkms begins to source a dkms.conf. */
export function initialValues(facts: ReadingFacts): (name: string) => InitialValue {
  const directives = new Set(
    allowList(facts.dkmsVersion, { debianBackports: facts.debianBackports ?? false }),
  );
  const { kernel } = facts;
  const provided: Readonly<Record<string, string | undefined>> = {
    kernelver: kernel?.release,
    arch: kernel?.arch,
    kernel_source_dir: kernel?.sourceDir,
    module: facts.module,
    module_version: facts.moduleVersion,
    dkms_tree: facts.dkmsTree ?? '/var/lib/dkms',
    source_tree: facts.sourceTree ?? '/usr/src',
    install_tree: facts.installTree ?? '/lib/modules',
    current_kernel: facts.hostFacts?.running?.release,
    kernel_config: kernelConfig(facts),
    parallel_jobs: isSince(facts.dkmsVersion, '3.0') ? facts.jobs?.toString() : undefined,
  };
  return (name) => {
    // Before it sources the file, dkms unsets every name that it is going to read.
    if (directives.has(name)) return { kind: 'unset' };
    if (Object.hasOwn(provided, name)) {
      const text = provided[name];
      if (text !== undefined) return { kind: 'set', text };
      return { kind: 'unknown', reason: `\`$${name}\` depends on ${dependencies[name] ?? 'the kernel'}` };
    }
    if (name === 'CR' && isSince(facts.dkmsVersion, '3.1.5'))
      return { kind: 'set', text: '\r', readonly: true };
    if (unknownDkmsNames.has(name))
      return { kind: 'unknown', reason: `\`${name}\` is a variable of dkms itself` };
    if (['CC', 'CXX', 'CFLAGS', 'CXXFLAGS', 'LDFLAGS'].includes(name)) return { kind: 'unset' };
    const { environment, environmentNames } = facts;
    if (!environment) {
      if (environmentNames && !environmentNames.has(name)) return { kind: 'unset' };
      return {
        kind: 'unknown',
        reason: `\`${name}\` is not set in this file; it may come from the environment of dkms`,
      };
    }
    const text = Object.hasOwn(environment, name) ? environment[name] : undefined;
    return text === undefined ? { kind: 'unset' } : { kind: 'set', text };
  };
}
