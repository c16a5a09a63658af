#!/usr/bin/env bash
# Wraps dist/thoracam (made by build_installer.spec) for Linux: a Debian package, and one file that unpacks and runs
# itself. Both land in dist/. Run: resources/installer/linux.sh [debian|archive|both] [VERSION]; by default both, in the
# program's own version.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=resources/installer program=dist/thoracam
fail() { printf 'linux.sh: %s\n' "$*" >&2; exit 1; }

[ -x $program/thoracam ] || fail "$program is not there; first: uv run --group build pyinstaller build_installer.spec"
missing=()
for pair in dpkg-deb:dpkg objdump:binutils file:file fakeroot:fakeroot xz:xz-utils; do
  command -v "${pair%:*}" >/dev/null || missing+=("${pair#*:}")
done
if [ "${#missing[@]}" -gt 0 ]; then
  [ "$(id -u)" -eq 0 ] || fail "not installed: ${missing[*]}; as root: apt-get install ${missing[*]}"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

version=${2:-$(sed -n 's/^__version__ = "\(.*\)"/\1/p' inference/__init__.py)}
architecture=$(dpkg --print-architecture)
name=thoracam other=thoracam-training kind=  # which of the two programs lies there; only one is installed at a time
if [ -d $program/_internal/tensorflow ]; then name=thoracam-training other=thoracam kind=-training; fi
export XZ_DEFAULTS="--threads=0"

tree() {  # the program, its menu entry and its icons below $1/usr
  mkdir -p "$1/usr/lib" "$1/usr/bin" "$1/usr/share/applications" "$1/usr/share/doc/thoracam"
  cp -al $program "$1/usr/lib/thoracam"
  ln -s ../lib/thoracam/thoracam "$1/usr/bin/thoracam"
  install -m 644 $here/thoracam.desktop $here/thoracam-link.desktop "$1/usr/share/applications/"
  { printf 'ThoraCAM is under the Apache License 2.0, below. The licences of the parts it brings along lie in\n'
    printf '/usr/lib/thoracam/_internal/resources/licences.\n\n'; cat LICENSE; } > "$1/usr/share/doc/thoracam/copyright"
  for side in 16 24 32 48 64 128 256 512; do
    install -D -m 644 build/icons/$side.png "$1/usr/share/icons/hicolor/${side}x$side/apps/thoracam.png"
  done
  install -D -m 644 resources/icons/thoracam.svg "$1/usr/share/icons/hicolor/scalable/apps/thoracam.svg"
}

binaries() { find $program -type f -print0 | xargs -0 file --mime-type | sed -n 's/: *application\/x-\(sharedlib\|executable\|pie-executable\)$//p'; }

depends() {  # the Debian packages of the libraries that the program asks for and does not bring along
  local own glibc known
  known=$(ldconfig -p)
  own=$(find $program \( -type f -o -type l \) -name '*.so*' -printf '%f\n' | sort -u)
  glibc=$(binaries | xargs -d '\n' objdump -T 2>/dev/null | grep -o 'GLIBC_2\.[0-9]*' | sort -uV | tail -1)
  {
    printf 'libc6 (>= %s)\n' "${glibc#GLIBC_}"
    binaries | xargs -d '\n' objdump -p | awk '$1 == "NEEDED" { print $2 }' | sort -u |
      grep -vxF "$own" | grep -vE '^(libcups|libOpenCL|ld-linux|libc\.|libm\.|libdl\.|libpthread\.|librt\.|libutil\.)' |
      while read -r name; do
        path=$(awk -v name="$name" '$1 == name && !found { print $NF; found = 1 }' <<< "$known")
        [ -n "$path" ] || fail "nothing here provides $name, which the program asks for"
        path=$(readlink -f "$path")  # where /lib is a link to /usr/lib, packages name either
        { dpkg-query -S "$path" 2>/dev/null || dpkg-query -S "${path#/usr}"; } | cut -d: -f1
      done | grep -vx libc6 | sort -u
  } | paste -sd, | sed 's/,/, /g'
}

debian() {
  local root=build/deb package="dist/${name}_${version}_$architecture.deb" size needs
  needs=$(depends)
  rm -rf $root && tree $root
  size=$(du -sk $root | cut -f1)
  mkdir $root/DEBIAN
  sed -e "s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/; s/@SIZE@/$size/; s/@DEPENDS@/$needs/; s/@NAME@/$name/; s/@OTHER@/$other/" \
    $here/control > $root/DEBIAN/control
  # every system with such a libc has a dpkg that reads zstd, which unpacks in a second what xz takes ten for
  fakeroot dpkg-deb --build -Zzstd -z19 $root "$package" >/dev/null
  rm -rf $root
  printf '%s: %s MB\n' "$package" "$(du -m "$package" | cut -f1)"
}

archive() {
  local root=build/AppDir file="dist/ThoraCAM$kind-$version-$(uname -m).run" payload=build/payload.tar.xz megabytes head
  rm -rf $root && tree $root
  install -m 755 $here/AppRun $root/AppRun
  ln -s usr/share/applications/thoracam.desktop usr/share/icons/hicolor/scalable/apps/thoracam.svg $root/
  megabytes=$(du -sm $root | cut -f1)
  tar -C $root --owner=0 --group=0 -c . | xz -2 > $payload
  head=$(sed -e "s/@VERSION@/$version/g; s/@MEGABYTES@/$megabytes/g; s/@SUM@/$(sha256sum $payload | cut -d' ' -f1)/" \
    $here/head.sh; echo x)
  head=${head%x}
  { printf %s "$head" | padded; cat $payload; } > "$file"
  chmod 755 "$file"
  rm -rf $root $payload
  printf '%s: %s MB\n' "$file" "$(du -m "$file" | cut -f1)"
}

padded() {  # the head tells where it ends: 4096 bytes on, which leaves room for the figure itself
  local text
  text=$(sed 's/@HEAD@/4096/g')
  printf '%s\n' "$text"
  printf '%*s' $((4096 - ${#text} - 1)) ''
}

case ${1:-both} in
  debian) debian ;;
  archive) archive ;;
  both) debian; archive ;;
  *) fail "it makes: debian, archive, both" ;;
esac
