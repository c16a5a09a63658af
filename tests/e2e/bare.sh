#!/usr/bin/env bash
# The README's two commands on machines that have next to nothing: Python with venv, git, certificates, and no display.
#   tests/e2e/bare.sh [TREE ...] [-- WORD ...]     words behind -- go to pytest; needs root, and debootstrap
#     TREE    debian-12, debian-13, ubuntu-24.04, container (a Python of its own, as in a plain Python container)
#   BARE_FOLDER=DIR keeps the bare trees there for the next run; otherwise they are made and removed (2 minutes each)
# In each: the first command (no display, no libraries), the second, then the packages that the first command named and
# the window, which must stay open under Xvfb. Ends with a table; exit 1 where something was not as the README says.
set -euo pipefail
[ -n "${BARE_INSIDE-}" ] || BARE_INSIDE=1 exec unshare --mount --propagation private "$0" "$@"
fail() { printf 'bare.sh: %s\n' "$*" >&2; exit 1; }
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=${BARE_FOLDER:-$(mktemp -d)}
mkdir -p "$folder"
bare="python3,python3-venv,git,ca-certificates"
of_python="git,ca-certificates,libssl3,libffi8,libbz2-1.0,liblzma5,libsqlite3-0,libreadline8,libncursesw6"
mkdir "$folder/in-use" || fail "another run uses $folder"
log="$folder/bare.log" table=() failed=0
[ "$(id -u)" -eq 0 ] || fail "only root may make such trees"
command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap >/dev/null

trees=()
while [ $# -gt 0 ]; do [ "$1" = -- ] && { shift; break; }; trees+=("$1"); shift; done
[ "${#trees[@]}" -gt 0 ] || trees=(debian-12 debian-13 ubuntu-24.04 container)
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' | grep -m1 '/debian/$' || true)
interpreter=$(python3 -c 'import sys; print(sys.base_prefix)')
command_of() { grep -m1 -o "python3 .*uv run $1" "$root/README.md" || fail "the README names no command for $1"; }

let_go() { for part in proc dev sys; do umount -R -l "$1/$part" 2>/dev/null || true; done; }
clean() {
  rm -rf "$folder/in-use"
  for made in "$folder"/*.tree; do [ -d "$made" ] && let_go "$made" && rm -rf --one-file-system "$made"; done
  [ -n "${BARE_FOLDER-}" ] || rm -rf --one-file-system "$folder"
}
trap clean EXIT

laid_down() {  # NAME: the bare tree, from the mirror of this machine or the one that debootstrap knows
  local base="$folder/$1"
  [ -e "$base/usr/bin/git" ] && return
  rm -rf "$base"
  case "$1" in
    debian-12) debootstrap --variant=minbase --include=$bare bookworm "$base" $mirror ;;
    debian-13) debootstrap --variant=minbase --include=$bare trixie "$base" $mirror ;;
    ubuntu-24.04)  # older Debians have neither its script, which is the same for all its releases, nor its keys
      debootstrap --variant=minbase --include=$bare --components=main,universe --no-check-gpg noble "$base" \
        "${UBUNTU_MIRROR:-$(grep -m1 -o 'http://archive[^ ]*' /usr/share/debootstrap/scripts/gutsy)}" \
        /usr/share/debootstrap/scripts/gutsy ;;
    container)
      debootstrap --variant=minbase --include=$of_python bookworm "$base" $mirror
      mkdir -p "$base$interpreter" && cp -a "$interpreter/." "$base$interpreter" ;;
    *) fail "there is no tree $1" ;;
  esac >>"$log" 2>&1
}

at_home() {  # TREE: how this machine reaches packages holds in the tree too
  cp /etc/resolv.conf "$1/etc/resolv.conf"
  cp /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/ca-certificates.crt"
  [ ! -e /etc/pip.conf ] || cp /etc/pip.conf "$1/etc/pip.conf"
  [ ! -d "$HOME/.config/uv" ] || { mkdir -p "$1/root/.config"; cp -r "$HOME/.config/uv" "$1/root/.config/uv"; }
  mount --rbind /proc "$1/proc" && mount --rbind /dev "$1/dev" && mount --rbind /sys "$1/sys"
}
mapfile -t reached < <(env | grep -E '^(PIP|UV|SSL|REQUESTS|CURL)_|^[a-zA-Z]+_(proxy|PROXY)=' | grep -v '^PIP_FIND_LINKS=')
inside() {  # TREE LINE: run a line there as root, in the clone, with nothing of this machine's environment else
  local path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
  [ ! -d "$1$interpreter" ] || path="$interpreter/bin:$path"
  chroot "$1" /usr/bin/env -i HOME=/root LANG=C.UTF-8 "PATH=$path" "${reached[@]}" bash -c "cd /root/thoracam; $2"
}
timed() {  # TREE WHAT WANTED LINE: run it, note status and seconds; output goes to the log and to "said"
  local since=$SECONDS status=0
  inside "$1" "$4" >"$folder/said" 2>&1 || status=$?
  cat "$folder/said" >>"$log"
  [ "$status" -eq "$3" ] || { failed=1; tail -30 "$folder/said"; }
  table+=("$(printf '%-14s %-22s %4s %6s s' "$(basename "$1" .tree)" "$2" "$status" $((SECONDS - since)))")
  printf '%s\n' "${table[-1]}"
}

for name in "${trees[@]}"; do
  if ! laid_down "$name"; then
    table+=("$(printf '%-14s could not be laid down here; see %s' "$name" "$log")"); failed=1; continue
  fi
  tree="$folder/$name.tree"
  cp -a "$folder/$name" "$tree"
  at_home "$tree"
  git clone -q "$root" "$tree/root/thoracam"
  timed "$tree" "thoracam" 0 "$(command_of thoracam)"
  grep -E '^(No window|Reports): ' "$folder/said" || true
  named=$(sed -n 's/.*apt-get install //p' "$folder/said" | head -1)
  reports=$(sed -n 's/^Reports: \([^ ]*\).*/\1/p' "$folder/said")
  [ -n "$reports" ] && [ -s "$tree$reports/summary.html" ] || { failed=1; echo "no reports"; }
  timed "$tree" "pytest" 0 "$(command_of pytest)${1:+$(printf ' %q' "$@")}"
  grep -E '^Skipped: |(passed|failed|skipped).* in ' "$folder/said" | tail -2 || true  # neither where nothing began
  timed "$tree" "the packages named" 0 "apt-get update -qq && apt-get install -y -qq --no-install-recommends $named"
  timed "$tree" "a server for X" 0 "apt-get install -y -qq --no-install-recommends xvfb"
  timed "$tree" "the window (124: stays)" 124 \
    'Xvfb -displayfd 3 3>/tmp/number >/dev/null 2>&1 & until [ -s /tmp/number ]; do kill -0 $! || exit 1; sleep 0.1; done
     DISPLAY=:$(cat /tmp/number) timeout 40 .venv/bin/thoracam; s=$?; kill $!; exit $s'
  let_go "$tree"
  rm -rf --one-file-system "$tree"
done
echo
printf '%s\n' "$(printf '%-14s %-22s %4s %8s' tree command exit time)" "${table[@]}"
exit $failed
