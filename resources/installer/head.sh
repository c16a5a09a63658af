#!/bin/sh
# ThoraCAM @VERSION@: the whole program in one file. Started the first time, it unpacks itself (@MEGABYTES@ MB) into
# ${XDG_CACHE_HOME:-~/.cache}/thoracam-program; from then on it starts from there. Settings and marks lie elsewhere.
#   ThoraCAM.run [COMMAND ...]     as the command `thoracam`
#   ThoraCAM.run --remove          takes away what was unpacked, and nothing else
set -eu
self=$(readlink -f "$0")
sum=@SUM@
all=${XDG_CACHE_HOME:-${HOME:?is not set}/.cache}/thoracam-program
home=$all/@VERSION@-$(printf %.12s "$sum")
say() { printf 'ThoraCAM: %s\n' "$*" >&2; }

if [ "${1-}" = --remove ]; then rm -rf "$all"; say "$all is removed; settings and marks stay."; exit 0; fi

if [ ! -x "$home/AppRun" ]; then
  say "unpacking into $home, once"
  mkdir -p "$all"
  new=$(mktemp -d "$all/.new-XXXXXX")
  trap 'rm -rf "$new"' EXIT INT TERM
  got=$(tail -c +$((@HEAD@ + 1)) "$self" | sha256sum | cut -d' ' -f1)
  if [ "$got" != "$sum" ]; then say "$self is cut short or damaged; fetch it again."; exit 1; fi
  if ! tail -c +$((@HEAD@ + 1)) "$self" | tar -xJf - -C "$new"; then
    say "it could not be unpacked: @MEGABYTES@ MB must be free in $all, and tar and xz be installed."; exit 1
  fi
  [ -x "$home/AppRun" ] || mv -T "$new" "$home"
  rm -rf "$new"
  trap - EXIT INT TERM
fi
exec "$home/AppRun" "$@"
