/** What running a command may do to the variables of the shell that runs it. */
export type BuiltinEffect =
  | 'none'
  /** It assigns to the variables that its arguments name. */
  | 'arguments'
  | 'anything'
  /** It ends the shell. */
  | 'exit'
  /** It ends a loop, a function or the file. */
  | 'leave';

const effects: Readonly<Record<string, BuiltinEffect>> = {
  ...all(
    'none',
    ': true false echo test [ cd pushd popd dirs pwd type hash help caller jobs bg fg wait disown',
  ),
  ...all('none', 'suspend ulimit umask times alias unalias bind compgen complete compopt history fc'),
  ...all(
    'arguments',
    'declare typeset local export readonly unset read mapfile readarray getopts let printf',
  ),
  ...all('anything', 'eval source . set shopt trap enable command builtin kill shift'),
  ...all('exit', 'exit logout exec'),
  ...all('leave', 'return break continue'),
};

/** Functions of the dkms script that only print, in any version from 2.8 to 3.4. */
const printingFunctions = new Set(['warn', 'error', 'deprecated', 'VER', 'get_num_cpus', 'show_usage']);

/** Other functions of the dkms script (3.0.10 and 3.4.3), which a dkms.conf could call by name. */
const otherFunctions = new Set(
  `_get_kernel_dir actual_build add_module add_source_tree arch_used autoinstall build_module check_all_is_banned
  check_module_args check_module_exists check_root check_rw_dkms_tree check_version_sanity compressed_or_uncompressed
  detect_passed_archive do_build do_depmod do_install do_status do_status_weak do_uninstall do_unbuild
  find_actual_module find_module find_module_from_ko get_mapping get_module_args get_pkg_config_file
  have_one_kernel in_arr install_module invoke_command is_weak_module kernel_version_list last_mvka load_tarball
  lib_tarball make_redhat_initrd make_tarball maybe_add_module maybe_build_module maybe_install_module mktemp_or_die
  module_is_added_or_die module_is_built module_is_built_or_die module_is_installed module_status
  module_status_built module_status_built_extra module_status_weak moduleconfig_add moduleconfig_remove
  modules_conf_add modules_conf_remove override_dest_module_location parse_kernelarch parse_moduleversion
  possible_dest_module_locations prepare_build prepare_kernel prepare_mok prepare_signing print_list read_conf
  read_conf_or_die read_conf_strict read_conf_strict_or_die read_framework_conf remove_module report_build_problem
  run_build_script run_match safe_source select_unique set_kernel_source_dir_and_kconfig set_module_suffix
  setup_kernels_arches show_status unbuild_module uninstall_module version_is_newer`.split(/\s+/),
);

export function builtinEffect(name: string): BuiltinEffect {
  if (name === 'die') return 'exit';
  if (otherFunctions.has(name)) return 'anything';
  return effects[name] ?? 'none';
}

/** What a command name that is not a function of the file refers to. */
export function classifyCommand(name: string): 'builtin' | 'dies' | 'dkms' | 'prints' | 'program' {
  if (name === 'die') return 'dies';
  if (printingFunctions.has(name)) return 'prints';
  if (otherFunctions.has(name)) return 'dkms';
  return Object.hasOwn(effects, name) ? 'builtin' : 'program';
}

function all(effect: BuiltinEffect, names: string): Record<string, BuiltinEffect> {
  return Object.fromEntries(names.split(' ').map((name) => [name, effect]));
}
