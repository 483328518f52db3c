#!/bin/sh
# Puts a rendered file in its place on an nginx instance, after nginx has tested it, and has nginx reload it.
#
#   nginx-install.sh FLEET GENERATION SHA256 CANDIDATE FILE
#
# Whatever happens in between, FILE is at any moment a file that nginx has accepted: the candidate is tested in a mount
# namespace of its own, where it lies over FILE for this one nginx -t and for nobody else, and is then renamed into place.
#
# Exit codes: 0 installed, or already there · 2 wrong arguments · 3 a newer generation is installed or on its way ·
# 4 not the content that was announced · 5 nginx refuses it · 6 nginx did not reload · 7 busy · 8 the host lacks something ·
# 9 FILE is somebody else's
#
# The same text is embedded in the Systems Manager document, whose variables and Serverless's are written with braces, so
# that no dollar sign here stands before a brace. POSIX sh; no set -u, because settings may be missing.

state=$HEADGATE_STATE
[ -n "$state" ] || state=/var/lib/headgate
nginx=$HEADGATE_NGINX
[ -n "$nginx" ] || nginx=nginx
pace=$HEADGATE_PACE_SECONDS # least distance of two reloads
[ -n "$pace" ] || pace=10
patience=$HEADGATE_PATIENCE_SECONDS # for another install on this instance
[ -n "$patience" ] || patience=60
reload_limit=$HEADGATE_RELOAD_SECONDS # for the workers of the new configuration
[ -n "$reload_limit" ] || reload_limit=20

say() { printf 'headgate: %s\n' "$1"; }
refuse() {
  printf 'headgate: %s\n' "$2" >&2
  exit "$1"
}

[ "$#" -eq 5 ] || refuse 2 "usage: nginx-install.sh FLEET GENERATION SHA256 CANDIDATE FILE"
fleet=$1
generation=$2
hash=$3
candidate=$4
file=$5

case $fleet in
  '' | *[!A-Za-z0-9_-]*) refuse 2 "the fleet's name has other characters than letters, digits, - and _" ;;
esac
case $generation in
  '' | *[!0-9]* | ????????????????*) refuse 2 "the generation is no number of up to 15 digits" ;;
esac
case $hash in
  *[!0-9a-f]*) refuse 2 "the hash is no SHA-256 in lower-case hex" ;;
esac
[ "$(printf '%s' "$hash" | wc -c)" -eq 64 ] || refuse 2 "the hash is no SHA-256 in lower-case hex"
case $file in
  *[!A-Za-z0-9._/-]* | */../* | */./* | */.. | */. | */ | *//*) refuse 2 "the file's path is not plain" ;;
  /*) ;;
  *) refuse 2 "the file's path is not absolute" ;;
esac
for tool in "$nginx" flock mount sha256sum unshare; do
  command -v "$tool" > /dev/null || refuse 8 "$tool is not installed here"
done

umask 022
home=$state/$fleet
mkdir -p "$home" || refuse 8 "$home can't be made"

sum() { { sha256sum < "$1" | cut -d ' ' -f 1; } 2> /dev/null; }
kept() { cat "$home/$1" 2> /dev/null; }
number() {
  value=$(kept "$1")
  case $value in '' | *[!0-9]*) value=0 ;; esac
  printf '%s' "$value"
}
keep() { printf '%s\n' "$2" > "$home/$1.new" && mv -f "$home/$1.new" "$home/$1"; }

[ -f "$candidate" ] || refuse 4 "the render was not downloaded; the instance's role needs s3:GetObject and s3:ListBucket"
[ "$(sum "$candidate")" = "$hash" ] || refuse 4 "the render is not the one that was announced: its SHA-256 differs"

# Whoever waits below sees this and gives way.
exec 8> "$home/newest.lock"
flock 8
[ "$(number newest)" -ge "$generation" ] || keep newest "$generation"
exec 8>&-

# Held until the end of this script, however it ends.
exec 9> "$home/lock"
flock -w "$patience" 9 || refuse 7 "another install is still at it after $patience s"

installed=$(number generation)
[ "$generation" -ge "$installed" ] || refuse 3 "generation $installed is installed, and $generation is older"

target=$(readlink -f "$file")
[ -n "$target" ] || refuse 8 "the directory of $file is not there"
# A mistyped path may be the site that serves now: the first install takes no file that another hand has written.
if [ "$installed" -eq 0 ] && [ -s "$target" ]; then
  case $(head -n 1 "$target") in
    '# Written by Headgate'*) ;;
    *) refuse 9 "$target was not written by Headgate; give the fleet a file of its own, or empty this one" ;;
  esac
fi
directory=$(dirname "$target")
# Hidden and without .conf at the end, so that no include of nginx's takes them up.
candidate_here=$directory/.$(basename "$target").candidate
previous=$directory/.$(basename "$target").previous

if [ "$(sum "$target")" = "$hash" ] && [ "$(kept loaded)" = "$hash" ]; then
  keep generation "$generation"
  say "generation $generation: already in place, nothing to reload"
  exit 0
fi

# The clock may have been set back: counted seconds end the wait as well.
waited=0
while :; do
  newest=$(number newest)
  [ "$newest" -le "$generation" ] || refuse 3 "generation $generation gives way to $newest, which is on its way"
  [ "$(($(date +%s) - $(number reloaded-at)))" -le "$pace" ] || break
  [ "$waited" -lt "$pace" ] || break
  sleep 1
  waited=$((waited + 1))
done

trap 'rm -f "$candidate_here"' EXIT
trap 'exit 1' HUP INT TERM
cat "$candidate" > "$candidate_here" && chmod 644 "$candidate_here" || refuse 8 "$directory can't be written to"
[ "$(sum "$candidate_here")" = "$hash" ] || refuse 4 "the render changed while it was copied"
# On the disk before it is renamed: after a power cut an empty file would be there, and no upstream.
sync "$candidate_here" 2> /dev/null || sync

# An empty file is a legal one, and gives the candidate a place to lie over.
[ -e "$target" ] || : > "$target"
unshare --mount --propagation private true 2> /dev/null ||
  refuse 8 "this host permits no mount namespace (unshare --mount), without which nothing can be tested safely"
# The $1, $2, $3 are the inner shell's.
# shellcheck disable=SC2016
words=$(unshare --mount --propagation private sh -c 'mount --bind "$1" "$2" && exec "$3" -t' \
  sh "$candidate_here" "$target" "$nginx" 2>&1)
if [ "$?" -ne 0 ]; then
  also=
  "$nginx" -t > /dev/null 2>&1 || also=" (it refuses what is there as well)"
  say "nginx refuses generation $generation; the file that is there stays$also" >&2
  printf '%s\n' "$words" | tail -n 5 >&2
  exit 5
fi

[ "$(sum "$target")" = "$hash" ] || ln -f "$target" "$previous"
mv -f "$candidate_here" "$target" || refuse 8 "$target can't be replaced"
sync "$directory" 2> /dev/null || sync

# The workers of the host's nginx, or of this one where several run and its pid file is known, that take new connections.
workers() {
  for line in $(grep -lsa '^nginx: worker process' /proc/[0-9]*/cmdline); do
    parent=$(sed -n 's/^PPid:[[:space:]]*//p' "$(dirname "$line")/status" 2> /dev/null)
    [ -z "$master" ] || [ "$parent" = "$master" ] || continue
    grep -qsa 'shutting down' "$line" || printf '%s ' "$line"
  done
}
# All of them are of the new configuration, and there is one.
has_reloaded() {
  now=$(workers)
  [ -n "$now" ] || return 1
  for worker in $now; do
    case " $before" in *" $worker "*) return 1 ;; esac
  done
}

pid_file=$("$nginx" -T 2> /dev/null | sed -n 's/^[[:space:]]*pid[[:space:]][[:space:]]*\([^;]*\);.*/\1/p' | head -n 1)
[ -n "$pid_file" ] || pid_file=$("$nginx" -V 2>&1 | sed -n 's/.*--pid-path=\([^ ]*\).*/\1/p')
master=$(cat "$pid_file" 2> /dev/null)
before=$(workers)
keep reloaded-at "$(date +%s)"
if ! words=$("$nginx" -s reload 2>&1); then
  case $words in
    *'invalid PID'* | *'No such file'* | *'No such process'*) ;;
    *) refuse 6 "nginx can't be told to reload: $words" ;;
  esac
  keep loaded "$hash"
  keep generation "$generation"
  say "generation $generation is in place; nginx is not running, and reads it when it starts"
  exit 0
fi
# The command only sends a signal. nginx may still refuse what its test accepted, and then goes on as before.
tries=$((reload_limit * 5))
until has_reloaded; do
  [ "$tries" -gt 0 ] ||
    refuse 6 "nginx was told to reload and has no worker of it in $reload_limit s; its error log says why"
  sleep 0.2 2> /dev/null || sleep 1
  tries=$((tries - 1))
done
keep loaded "$hash"
keep generation "$generation"
say "generation $generation is installed, and nginx has reloaded it"
