import { shellWord } from '../shell-words.ts';
import { packageName, rpmVersion } from './distribution-names.ts';
import {
  type DistributionPackage,
  documentsOf,
  installedEntries,
  type PackageFacts,
  textFile,
} from './package-facts.ts';
import { tarArchive } from './tar-archive.ts';

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * A spec for RPM (Fedora, RHEL, openSUSE) and its source. Its scriptlets are those in the packages of Fedora's dkms maintainer: an update
 * to a package of the same version keeps what it has built (`--rpm_safe_upgrade`), and a failed build does not fail the transaction.
 */
export async function rpmPackage(facts: PackageFacts): Promise<DistributionPackage> {
  const { name, version, maintainer, homepage, licence } = facts;
  const source = packageName(name);
  const folder = `${name}-${version}`;
  const archive = `${folder}.tar.gz`;
  const documents = documentsOf(facts.tree);
  const person = `${maintainer.name} <${maintainer.address}>`;
  const date = `${days[facts.date.getUTCDay()]} ${months[facts.date.getUTCMonth()]} ${`${facts.date.getUTCDate()}`.padStart(2, '0')} ${facts.date.getUTCFullYear()}`;
  const dkms = (action: string, more = '') =>
    `dkms ${action} -m %{dkms_name} -v %{dkms_version} -q${more} || :`;
  const rows = [
    `%global dkms_name ${escaped(name)}`,
    `%global dkms_version ${escaped(version)}`,
    "# The scripts of the source run on the user's machine: their first lines stay as they are.",
    '%global __brp_mangle_shebangs_exclude_from ^%{_usrsrc}/.*$',
    '',
    `Name:           ${source}-dkms`,
    `Version:        ${rpmVersion(version)}`,
    'Release:        1%{?dist}',
    `Summary:        ${escaped(facts.summary.replace(/\.$/, ''))}`,
    `License:        ${escaped(licence || 'GPL-2.0-only')}`,
    ...(homepage === undefined ? [] : [`URL:            ${escaped(homepage)}`]),
    `Source0:        ${escaped(archive)}`,
    'BuildArch:      noarch',
    '',
    'Requires:       dkms',
    'Requires(post): dkms',
    'Requires(preun): dkms',
    '',
    '%description',
    `${escaped(facts.summary.replace(/\.$/, ''))}.`,
    `DKMS builds ${facts.builtModules.map((file) => file.replace(/^.*\//, '')).join(', ')} for each kernel whose headers are installed.`,
    '',
    '%prep',
    '%autosetup -n %{dkms_name}-%{dkms_version}',
    '',
    '%build',
    "# DKMS builds the module on the user's machine.",
    '',
    '%install',
    'install -d %{buildroot}%{_usrsrc}/%{dkms_name}-%{dkms_version}',
    `cp -a -- ${installedEntries(facts.tree)
      .map((path) => escaped(shellWord(path)))
      .join(' ')} %{buildroot}%{_usrsrc}/%{dkms_name}-%{dkms_version}`,
    '',
    '%post',
    dkms('add', ' --rpm_safe_upgrade'),
    '# For the running kernel; the service of DKMS builds for the others when they start.',
    dkms('build'),
    dkms('install', ' --force'),
    '',
    '%preun',
    dkms('remove', ' --all --rpm_safe_upgrade'),
    '',
    '%files',
    ...documents.licences.map((path) => `%license ${escaped(path)}`),
    ...documents.others.map((path) => `%doc ${escaped(path)}`),
    '%{_usrsrc}/%{dkms_name}-%{dkms_version}',
    '',
    '%changelog',
    `* ${date} ${escaped(person)} - ${rpmVersion(version)}-1`,
    `- Package ${escaped(name)} ${escaped(version)}.`,
  ];
  const main = `${source}-dkms.spec`;
  return {
    tree: new Map([
      [
        archive,
        { kind: 'file' as const, bytes: await tarArchive(folder, facts.tree, facts.date), executable: false },
      ],
      [main, textFile(`${rows.join('\n')}\n`)],
    ]),
    main,
    next: { folder: '', command: `rpmbuild -ba --define "_sourcedir $PWD" ${main}` },
    notes: licence === '' ? ['No licence was found in the source: check License in the spec.'] : [],
  };
}

/** RPM expands macros in every line, comments included. */
function escaped(text: string): string {
  return text.replaceAll('%', '%%');
}
