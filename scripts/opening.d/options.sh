# What scripts/opening is asked for, and the file descriptors that it takes; sourced by it after lib.sh.
#
# Usage: read_options ARGUMENT...; allow_files COUNT
sockets=5000 openings=5 rate=1000

read_options() {
  while (($#)); do
    case "$1" in
      --quick) sockets=1000 openings=3 ;;
      --sockets | --openings | --rate)
        [[ "${2:-}" =~ ^[1-9][0-9]{0,5}$ ]] || fail "$1 needs a number" 2
        printf -v "${1#--}" %s "$2"
        shift
        ;;
      *) fail "unknown option '$1'; see scripts/opening --help" 2 ;;
    esac
    shift
  done
}

# Raises the limit of this shell and what it starts when it is lower.
allow_files() {
  [[ "$(ulimit -n)" != unlimited && "$(ulimit -n)" -lt "$1" ]] || return 0
  ulimit -n "$1" 2>/dev/null || fail "this takes $1 file descriptors and $(ulimit -Hn) are allowed: raise nofile in
/etc/security/limits.conf (or ulimit -n $1 as root), or measure fewer with --sockets N" 2
}
