#!/usr/bin/env bash
# The built program, as a person gets it: built, measured, tested in an odd folder without Python and network, and its
# window opened. Prints `name: value` lines; stops at the first thing that is not so.
#   tests/e2e/frozen.sh              builds dist/thoracam first (minutes)
#   tests/e2e/frozen.sh --built      takes dist/thoracam as it lies there
#   tests/e2e/frozen.sh --training   builds and takes the program with training
#   tests/e2e/frozen.sh --packages   also makes the Debian package and the archive, installs, upgrades and removes (root)
# The picture of the window is kept as build/frozen-window.png: look at it.
set -euo pipefail
cd "$(dirname "$0")/../.."
export UV_LINK_MODE=copy
root=$PWD program=$PWD/dist/thoracam work=$(mktemp -d)
most_mb=450 most_deb_mb=150 most_seconds=3 starts=5
asked=" $* "
is_asked() { [[ $asked == *" $1 "* ]]; }
processes=()
trap 'kill "${processes[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
step() { printf '\n== %s\n' "$*"; }
fail() { printf 'frozen.sh: %s\n' "$*" >&2; exit 1; }

step "tools"
missing=()
for pair in Xvfb:xvfb openbox:openbox xdotool:xdotool import:imagemagick strip:binutils xdg-mime:xdg-utils \
  desktop-file-validate:desktop-file-utils update-mime-database:shared-mime-info; do
  command -v "${pair%:*}" >/dev/null || missing+=("${pair#*:}")
done
for library in libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libdbus-1-3; do
  dpkg-query -W -f='${Status}' $library 2>/dev/null | grep -q 'ok installed' || missing+=("$library")
done
if [ "${#missing[@]}" -gt 0 ]; then
  [ "$(id -u)" -eq 0 ] || fail "not installed: ${missing[*]}; as root: apt-get install ${missing[*]}"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if ! is_asked --built; then
  step "build"
  started=$SECONDS
  mkdir -p build
  uv run --group build pyinstaller --noconfirm --log-level ERROR build_installer.spec \
    $(if is_asked --training; then echo -- --with-training; fi) 2>build/frozen.log ||
    { tail -20 build/frozen.log >&2; fail "it was not built"; }
  printf 'build_s: %s\n' $((SECONDS - started))
fi
[ -x "$program/thoracam" ] || fail "$program is not there"

trains=$([ ! -d "$program/_internal/tensorflow" ] || echo yes)
[ -z "$trains" ] || most_mb=1250 most_deb_mb=400

step "size"
megabytes=$(du -sm --apparent-size "$program" | cut -f1)
printf 'unpacked_mb: %s\n' "$megabytes"
[ "$megabytes" -le $most_mb ] || fail "larger than $most_mb MB"

step "self-test in an odd folder, without Python, without network"
odd="$work/흉부 사진 é"
mkdir -p "$odd/home" "$work/empty"
cp -al "$program" "$odd/program"
alone=(env -i HOME="$odd/home" PATH="$work/empty" LANG=C.UTF-8)
unshare -rn true 2>/dev/null && alone=(unshare -rn "${alone[@]}") || echo "unshare is not allowed here: with network"
thoracam() { (cd "$odd" && "${alone[@]}" "$odd/program/thoracam" "$@"); }
thoracam self-test | tee "$work/said"
[ "$(tail -1 "$work/said")" = OK ] || fail "the self-test is not OK"

step "a damaged program is not OK"
damaged() {  # FILE CHECK: with the file cut short the check fails
  local file="$odd/program/_internal/resources/$1"
  cp "$file" "$work/whole"; rm "$file"; head -c 1000 "$work/whole" > "$file"
  if thoracam self-test >"$work/said" 2>&1; then fail "the self-test passed with $1 cut short"; fi
  grep "^$2: FAILED" "$work/said" || fail "the self-test did not say that $1 is damaged"
  cp "$work/whole" "$file"
}
damaged streams/jpeg-ls.dcm "Transfer syntaxes"
damaged models/thoracam/network.weights.h5 "Model pack"

step "train, evaluate, analyze"
samples="$odd/program/_internal/resources/samples"
{ echo path,patient,pneumothorax; n=0; for film in "$samples"/*/1-pa.dcm; do
    n=$((n + 1)); echo "${film#"$samples"/},$n,$((n % 2))"; done; } > "$odd/labels.csv"
if [ -n "$trains" ]; then
  thoracam train --labels labels.csv --films "$samples" --network MobileNetV2 --side 64 --steps 3 --batch 4 --out 새-pack |
    tail -1
  thoracam evaluate --labels labels.csv --films "$samples" --model 새-pack --out judged --anyway | tail -1
else
  if thoracam train --labels labels.csv --films "$samples" --out 새-pack >"$work/said" 2>&1; then fail "it trained"; fi
  grep "Install ThoraCAM with training" "$work/said" || fail "it does not say what trains"
  thoracam evaluate --labels labels.csv --films "$samples" --out judged --anyway | tail -1
fi
thoracam analyze "$samples/kim" --out reports --pdf --dicom >/dev/null
[ -s "$odd/reports"/*/report.pdf ] || fail "analyze left no report"
rm -rf "$odd/judged" "$odd/새-pack"*

step "window"
display=:$((200 + RANDOM % 700))
Xvfb $display -screen 0 1600x1000x24 -nolisten tcp >/dev/null 2>&1 & processes+=($!)
export DISPLAY=$display
for _ in $(seq 100); do xdotool getdisplaygeometry >/dev/null 2>&1 && break; sleep 0.1; done
openbox >/dev/null 2>&1 & processes+=($!)
window() { xdotool search --onlyvisible --class thoracam 2>/dev/null | head -1; }
opened() {  # starts the program and waits for its window; sets pid and seconds
  local since; since=$(date +%s.%N)
  env -i HOME="$odd/home" PATH="$work/empty" LANG=C.UTF-8 DISPLAY=$display "$odd/program/thoracam" & pid=$!
  processes+=($pid)
  for _ in $(seq 600); do [ -n "$(window)" ] && break; kill -0 $pid || fail "it ended"; sleep 0.02; done
  [ -n "$(window)" ] || fail "no window came"
  seconds=$(awk "BEGIN { print $(date +%s.%N) - $since }")
}
closed() {  # as a hand does it, by the window manager
  xdotool windowactivate --sync "$(window)" key alt+F4
  for _ in $(seq 600); do kill -0 $pid 2>/dev/null || break; sleep 0.1; done  # it waits for TensorFlow to be loaded
  ! kill -0 $pid 2>/dev/null || fail "it does not end"
  wait $pid || fail "it did not end well: $?"
}
opened; sleep 2; closed  # reads the files once, as after an installation
all=()
for _ in $(seq $starts); do opened; all+=("$seconds"); printf 'start_s: %.2f\n' "$seconds"; sleep 2; closed; done
median=$(printf '%s\n' "${all[@]}" | sort -n | sed -n "$(((starts + 1) / 2))p")
printf 'window_s: %.2f\n' "$median"
opened
last="" same=0
for _ in $(seq 60); do  # until nothing moves any more: the sample is analysed
  sleep 1
  now=$(import -window root -depth 8 rgb:- | md5sum)
  if [ "$now" = "$last" ]; then same=$((same + 1)); else same=0; last=$now; fi
  [ $same -ge 8 ] && break
done
import -window root "$root/build/frozen-window.png"
[ "$(identify -format %k "$root/build/frozen-window.png")" -gt 500 ] || fail "the window shows nothing"
closed
echo "picture: build/frozen-window.png"
awk "BEGIN { exit !($median <= $most_seconds) }" || fail "the window takes longer than $most_seconds s"

is_asked --packages || exit 0
[ "$(id -u)" -eq 0 ] || fail "--packages installs and removes a package: run it as root"

step "packages"
started=$SECONDS
resources/installer/linux.sh debian 0.0.1
resources/installer/linux.sh
printf 'packages_s: %s\n' $((SECONDS - started))
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' inference/__init__.py)
package=thoracam${trains:+-training}
old=$(ls "$root/dist/${package}_0.0.1_"*.deb) new=$(ls "$root/dist/${package}_${version}_"*.deb)
archive=$root/dist/ThoraCAM${trains:+-training}-$version-$(uname -m).run
deb_mb=$(du -m --apparent-size "$new" | cut -f1)
printf 'deb_mb: %s\n' "$deb_mb"
[ "$deb_mb" -le $most_deb_mb ] || fail "the package is larger than $most_deb_mb MB"

step "Debian package: install, upgrade, remove"
user=$work/user
mkdir -p "$user/.config/thoracam" "$user/.local/share/thoracam/marks"
cp tests/viewer/state/older_settings/1-*.toml "$user/.config/thoracam/settings.toml"
echo kept > "$user/.local/share/thoracam/marks/some.json"
kept() { (cd "$user" && find .config .local -type f -exec sha256sum {} + | sort); }
before=$(kept)
as_user() { env -i HOME="$user" PATH=/usr/bin:/bin LANG=C.UTF-8 "$@"; }
installed() { dpkg-query -W -f='${Version}' $package; }
apt-get install -y -qq "$old" >/dev/null
[ "$(installed)" = 0.0.1 ] || fail "the older package was not installed"
apt-get install -y -qq "$new" >/dev/null
[ "$(installed)" = "$version" ] || fail "the package was not upgraded"
as_user thoracam self-test | tail -1 | grep -qx OK || fail "the installed program is not OK"
[ "$(kept)" = "$before" ] || fail "the upgrade touched the user's files"
grep -q '^application/dicom=.*thoracam.desktop' /usr/share/applications/mimeinfo.cache || fail "DICOM is not tied to it"
for name in film.dcm DICOMDIR; do
  [ "$(XDG_DATA_HOME=$user xdg-mime query filetype "$(cp "$samples/kim/1-pa.dcm" "$work/$name"; echo "$work/$name")")" = \
    application/dicom ] || fail "$name is not known as DICOM"
done
desktop-file-validate /usr/share/applications/thoracam.desktop
apt-get remove -y -qq $package >/dev/null
[ ! -e /usr/lib/thoracam ] && [ ! -e /usr/bin/thoracam ] || fail "the package left something behind"
[ "$(kept)" = "$before" ] || fail "removing it touched the user's files"
echo "installed, upgraded, removed; the user's files are as they were"

step "archive: unpacks itself once, runs, goes"
started=$(date +%s.%N)
as_user "$archive" --version
printf 'first_start_s: %.1f\n' "$(awk "BEGIN { print $(date +%s.%N) - $started }")"
as_user "$archive" self-test | tail -1 | grep -qx OK || fail "the archive's program is not OK"
head -c $(($(stat -c %s "$archive") / 2)) "$archive" > "$work/cut.run"
chmod +x "$work/cut.run"
if as_user HOME="$work" "$work/cut.run" --version > "$work/said" 2>&1; then fail "a cut archive was not refused"; fi
grep "cut short" "$work/said" || fail "a cut archive was refused without saying why"
as_user "$archive" --remove
[ ! -e "$user/.cache/thoracam-program" ] && [ "$(kept)" = "$before" ] || fail "the archive did not go, or took too much"
