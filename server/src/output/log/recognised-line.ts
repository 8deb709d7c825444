/**
 * The beginnings of lines that programs print while a kernel module is built. A single match decides nothing: text before the lines of a
 * log is a prefix if more lines begin like this once it is removed.
 */
const beginnings =
  /^(?:(?:\S*\/)?g?make(?:\[\d+\])?[ \u00a0]?: |(?:g?make|sudo|cd) |[ ]{1,2}(?:CC|LD|AS|AR|CXX|BTF|MODPOST|RUSTC|HOSTCC|CLEAN|SIGN|INSTALL|DEPMOD|XZ|ZSTD|GEN|OBJTOOL|UPD|WRAP|SYNC|CALL|STRIP|Building modules|MODPOST)(?: \[M\])? |In file included from |In function '|\s+from \S+:\d+|[^\s:|>][^:|>]*\.\w+:\d+(?::\d+)?: \S|[^\s:|>][^:|>]*\.[chS]: (?:In function|At top level|In )|(?:ERROR|WARNING|FATAL): (?:modpost: |")|(?:\S*\/)?(?:[\w.]+-)*(?:gcc|g\+\+|cc|cc1|clang|ld|as|collect2|lto1|ld\.lld)(?:-[\d.]+)?: |\S+\.k?o: (?:warning: |error: )?(?:objtool|\S+: )|error(?:\[E\d+\])?: |(?:dkms\.conf: )?Error! |DKMS(?: \(dkms-[^)]*\))? make\.log |DKMS: |# (?:command|exit code|elapsed time): |dkms(?: autoinstall|: )|Building (?:module|initial module|for |DKMS module)|[Cc]leaning build area|Kernel preparation |Please install the |Module build for kernel |Skipping BTF |Sign(?:ing)? (?:command|key|module)|Public certificate |Autoinstall |Loading new |Deprecated feature: |Failed command:|Consult |configure: error|At main\.c:\d+:|This system is currently not set up |checking |(?:\S*\/)?(?:modprobe|insmod|depmod|sed|tar|cp|ln|rm|mv|(?:ba|da)?sh|dpkg|rustc): |E: |==> |ERROR: Not to be used as root|ERROR: Logfile of failure stored in|ERROR \(code \d+\): | {2,5}\d+ \||\d{5,} \| {2}| {4,}\| |scripts\/\S+: |[\w./+-]+\.h: No such file or directory$|BPF: |failed to validate module |Loading of |Lockdown: |PKCS#7 |\w+: (?:disagrees about |module uses symbol |version magic |Unknown symbol |module verification |loading out-of-tree ))/;

/** Whether a line begins like those of builds, of dkms and of the programs that start it. */
export function isRecognised(line: string): boolean {
  return beginnings.test(line);
}
